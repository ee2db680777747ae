/** The style sheet of a document as a page: to be read on a screen, light and dark, and printed as it is. */
import type { Imprint } from './imprint.ts'

const style = `
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d1f23;--soft:#5d626b;--line:#dcd9d1;--good:#1f6f43;--warn:#8a5a00;--bad:#b3261e;--none:#696e78;--link:#1c4f8f}
@media(prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#e9e7e2;--soft:#a3a8b1;--line:#34373d;--good:#6cc592;--warn:#e3b04b;--bad:#ff8a80;--none:#9aa0aa;--link:#8fb8ec}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:1.0625rem/1.6 "Source Serif 4",Charter,"Bitstream Charter",Cambria,Georgia,serif;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:48rem;padding:1.25rem 1.25rem 4rem;overflow-wrap:anywhere;hyphens:auto}
header,footer,h1,h2,h3,.mark,.detail,table,dt,code,.lead{font-family:"Source Sans 3",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;hyphens:manual}
header,footer{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1.5rem;font-size:.85rem;color:var(--soft);border-bottom:1px solid var(--line);padding-bottom:.6rem}
footer{border-bottom:0;border-top:1px solid var(--line);padding:.6rem 0 0;margin-top:3rem}
h1{font-size:clamp(1.7rem,5vw,2.3rem);line-height:1.18;font-weight:600;margin:2.2rem 0 .4rem}
h2{font-size:1.3rem;line-height:1.3;font-weight:600;margin:2.4rem 0 .6rem}
h3{font-size:1.08rem;font-weight:600;margin:1.8rem 0 .4rem}
p{margin:.8rem 0}
.lead{margin:0 0 1.4rem;color:var(--soft)}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible{outline:2px solid var(--link);outline-offset:3px}
dl{display:grid;grid-template-columns:minmax(8rem,13rem) 1fr;gap:.35rem 1.25rem;margin:1rem 0 1.6rem;font-size:.97rem}
dt{color:var(--soft);font-size:.9rem;font-weight:600}
dd{margin:0}
.judged{display:grid;grid-template-columns:1fr 10rem;gap:0 1.5rem;padding:.6rem 0;border-top:1px solid var(--line);break-inside:avoid}
.judged p{margin:0}
.detail{color:var(--soft);font-size:.85rem;line-height:1.45}
.mark{white-space:nowrap;font-size:.88rem}
.mark svg{width:.95em;height:.95em;margin-right:.4em;vertical-align:-.1em}
.proven,.due_soon{color:var(--good)}.lapsed{color:var(--warn)}.contradicted{color:var(--bad);font-weight:600}.unproven,.not_applicable{color:var(--none)}
.bar{display:block;width:100%;height:8px;border-radius:4px;margin:1.4rem 0 1rem}
.bar .proven,.bar .due_soon{fill:var(--good)}.bar .lapsed{fill:var(--warn)}.bar .contradicted{fill:var(--bad)}.bar .unproven,.bar .not_applicable{fill:var(--line)}
table{border-collapse:collapse;width:100%;font-size:.88rem;line-height:1.45;margin:1rem 0 1.6rem}
.narrow{width:auto;min-width:20rem;max-width:100%}
caption{text-align:left;color:var(--soft);padding-bottom:.4rem}
th{text-align:left;border-bottom:2px solid var(--ink);vertical-align:bottom}
th,td{padding:.35rem .8rem .35rem 0}
td{border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right;font-variant-numeric:tabular-nums}
code{font-size:.93em}
.note{border-left:3px solid var(--link);padding:.1rem 0 .1rem 1rem;margin:1.4rem 0;font-size:.97rem}
.note strong{font-family:"Source Sans 3",system-ui,sans-serif}
.hash{font-size:.85rem}
@media(max-width:38rem){.judged,dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.5rem}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--good:#1f6f43;--warn:#8a5a00;--bad:#b3261e;--none:#555;--link:#1c4f8f}html{font-size:10.5pt}body{max-width:none;padding:0}body>header,body>footer{display:none}thead{display:table-header-group}tr{break-inside:avoid}h2,h3,caption{break-after:avoid}}
`.trim()

/** With what every printed sheet bears (CSS Paged Media, section 5). */
export function styleOf(imprint: Imprint): string {
  const foot = `${imprint.asOf} · ${imprint.version} · ${imprint.shortHash}`
  const box = 'font:8.5pt "Source Sans 3",system-ui,sans-serif;color:#444'
  return `${style}
@page{size:A4;margin:25mm 22mm 24mm 25mm;@top-left{content:${cssText(imprint.title)};${box}}@top-right{content:${cssText(imprint.classification)};${box};white-space:nowrap}@bottom-left{content:${cssText(foot)};${box}}@bottom-right{content:${cssText(`${imprint.page} `)} counter(page) ${cssText(` ${imprint.pageOf} `)} counter(pages);${box};white-space:nowrap}}`
}

/** A CSS string of which every character but letters and digits is escaped (CSS Syntax, section 4.3.7). */
function cssText(text: string): string {
  const escaped = [...text].map((c) => (/[A-Za-z0-9]/.test(c) ? c : `\\${(c.codePointAt(0) ?? 0xfffd).toString(16)} `))
  return `"${escaped.join('')}"`
}
