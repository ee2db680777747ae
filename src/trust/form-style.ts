/** What pages with forms need beyond the one style sheet of the public pages. */
import { createHash } from 'node:crypto'
import { style } from './style.ts'

export const formStyle = `${style}
form,.faults,.field,.tick{font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-size:1rem;line-height:1.5}
h1{hyphens:auto;overflow-wrap:anywhere}
code{overflow-wrap:anywhere}
form{margin:1.5rem 0}
.field{display:flex;flex-direction:column;gap:.2rem;margin:1.1rem 0}
.field label,legend{font-weight:600}
legend{padding:0}
.field small,.tick small{color:var(--soft);font-size:.85rem}
fieldset{border:0;padding:0;margin:1.1rem 0}
.tick{display:grid;grid-template-columns:1.5rem 1fr;gap:.1rem .4rem;align-items:start;margin:.6rem 0}
.tick input{width:1.15rem;height:1.15rem;margin:.2rem 0 0}
.tick small,.tick .fault{grid-column:2}
input[type=text],input[type=email],textarea,select{font:inherit;color:inherit;background:transparent;border:1px solid var(--none);border-radius:4px;padding:.5rem .6rem;width:100%;min-height:2.75rem}
button{font:600 1rem/1.2 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--paper);background:var(--link);border:0;border-radius:4px;padding:.8rem 1.2rem;min-height:2.75rem;cursor:pointer}
button.second{color:var(--link);background:transparent;border:1px solid var(--link)}
input:focus-visible,textarea:focus-visible,select:focus-visible,button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.fault{color:var(--bad);font-size:.9rem}
.faults{border-left:3px solid var(--bad);padding:.1rem 0 .1rem 1rem;margin:1.2rem 0}
.faults li{list-style:disc;margin-left:1.1rem}
.said{border-left:3px solid var(--good);padding:.1rem 0 .1rem 1rem;margin:1.2rem 0}
.wording{border:1px solid var(--line);border-radius:4px;padding:1rem 1.1rem;margin:1rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:minmax(7rem,12rem) 1fr;gap:.3rem 1.2rem;margin:1rem 0}
.facts dt{color:var(--soft);font-size:.9rem}.facts dd{margin:0;overflow-wrap:anywhere}
@media(max-width:38rem){.facts{grid-template-columns:1fr;gap:.1rem}.facts dd{margin-bottom:.5rem}}
@media print{form{display:none}}
`.trim()

/** For the Content-Security-Policy. */
export const formStyleHash = `sha256-${createHash('sha256').update(formStyle, 'utf8').digest('base64')}`
