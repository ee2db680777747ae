/** The one style sheet of the public pages, inlined and allowed by its hash. Set to be read, printed and trusted. */
import { createHash } from 'node:crypto'

export const style = `
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d1f23;--soft:#5d626b;--line:#dcd9d1;--good:#1f6f43;--warn:#8a5a00;--bad:#b3261e;--none:#696e78;--link:#1c4f8f}
@media(prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#e9e7e2;--soft:#a3a8b1;--line:#34373d;--good:#6cc592;--warn:#e3b04b;--bad:#ff8a80;--none:#9aa0aa;--link:#8fb8ec}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:1.0625rem/1.6 Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:46rem;padding:1.25rem 1.25rem 4rem}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:3px}
header,footer,.mark,.truth small,nav,details{font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;font-size:.9rem;color:var(--soft);border-bottom:1px solid var(--line);padding-bottom:.75rem}
header strong{color:var(--ink);letter-spacing:.01em}
nav{display:flex;gap:1.25rem}
nav a{display:inline-block;padding:.5rem 0}
h1{font-size:clamp(1.9rem,5vw,2.6rem);line-height:1.15;letter-spacing:-.012em;font-weight:600;margin:2.2rem 0 .6rem}
h2{font-size:1.2rem;line-height:1.3;margin:2.4rem 0 .5rem;font-weight:600}
p{margin:.7rem 0}
.truth{margin:0 0 1rem;font-size:1.2rem}
.truth small{display:block;color:var(--soft);font-size:.85rem;line-height:1.5;margin-top:.35rem}
.bar{display:flex;height:6px;border-radius:3px;overflow:hidden;gap:2px;margin:1rem 0 2rem}
.bar svg{width:100%;height:6px;display:block}
ul,ol{list-style:none;margin:.4rem 0;padding:0}
.claim{display:grid;grid-template-columns:1fr 11.5rem;gap:0 1.5rem;padding:.5rem 0;border-top:1px solid var(--line)}
li.entry{padding:.6rem 0;border-top:1px solid var(--line);break-inside:avoid}
li.entry p{margin:.2rem 0}
.meta{color:var(--soft);font:.85rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
li.plain{display:block;color:var(--soft);padding:.5rem 0;border-top:1px solid var(--line)}
.mark{font-size:.8rem;line-height:1.45;display:flex;gap:.5rem;align-items:flex-start;padding-top:.25rem}
.mark svg{flex:none;width:1rem;height:1rem;margin-top:.08rem}
.mark small{display:block;color:var(--soft);font-size:.75rem}
.proven,.due_soon{color:var(--good)}.due_soon svg{color:var(--warn)}
.lapsed{color:var(--warn)}.contradicted{color:var(--bad);font-weight:600}.contradicted small{font-weight:400}
.unproven,.not_applicable{color:var(--none)}
.quiet{color:var(--soft)}
.mark.quiet span{margin-left:1.5rem}
details{margin-top:2.5rem;font-size:.85rem;color:var(--soft)}
details .mark{padding:.2rem 0}
details.head,details.rule{margin-top:1rem}
details.head li,details.rule li{list-style:disc;margin-left:1.1rem}
dl.facts{display:grid;grid-template-columns:13rem 1fr;gap:.15rem 1rem;margin:.4rem 0;font-size:.95rem}
dl.facts dt{color:var(--soft)}dl.facts dd{margin:0;overflow-wrap:anywhere}
nav.also{flex-wrap:wrap;font-size:.9rem;padding-top:.35rem}
form{margin:.8rem 0}label{display:block;font-size:.9rem;margin-bottom:.25rem}
input,button{font:inherit;padding:.5rem .75rem;border:1px solid var(--soft);border-radius:4px;background:var(--paper);color:var(--ink)}
input[type=email]{width:min(100%,22rem)}
button{border-color:var(--link);background:var(--link);color:var(--paper);cursor:pointer}
.fields{display:flex;flex-wrap:wrap;gap:.6rem}
input:focus-visible,button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.when{font-weight:600}
pre,code{font:.8rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{overflow-x:auto;padding:.75rem;border:1px solid var(--line);border-radius:4px;color:var(--ink)}
pre:focus-visible{outline:2px solid var(--link);outline-offset:2px}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem;font-size:.8rem;color:var(--soft);overflow-wrap:anywhere}
@media(max-width:38rem){dl.facts{grid-template-columns:1fr}dl.facts dd{margin-bottom:.3rem}.claim{grid-template-columns:1fr;gap:.1rem}.mark{padding-top:0}.mark.quiet span{margin-left:0}.mark small{display:inline;margin-left:.35rem}}
@media print{html{background:#fff;color:#000;font-size:10.5pt}nav,details,form,.screen{display:none}li,.claim{break-inside:avoid}h2{break-after:avoid}}
`.trim()

/** For the Content-Security-Policy. */
export const styleHash = `sha256-${createHash('sha256').update(style, 'utf8').digest('base64')}`
