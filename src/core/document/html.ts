/** A document as one page of HTML: no script, nothing fetched, and a policy in the page itself that allows neither. */
import { createHash } from 'node:crypto'
import { escapeHtml } from '#platform/http/escape-html.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Block, DocumentModel, Inline } from './contract.ts'
import type { Imprint } from './imprint.ts'
import { markShape } from './mark.ts'
import { sharesAsTable } from './share-table.ts'
import { styleOf } from './style.ts'

/** The page, complete. */
export function setHtml(model: DocumentModel, imprint: Imprint): string {
  const style = styleOf(imprint)
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`
  const foot = `<span>${escapeHtml(imprint.asOf)} · ${escapeHtml(imprint.version)} · ${escapeHtml(imprint.shortHash)}</span>`
  const groups = imprint.check.sha256.replaceAll(/(.{8})(?=.)/g, '$1 ')
  return `<!doctype html>
<html lang="${model.locale}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${escapeHtml(model.title)} · ${escapeHtml(imprint.version)}</title><style>${style}</style></head><body>
<header><span>${escapeHtml(model.organisation)}</span><span>${escapeHtml(imprint.classification)}</span></header>
<main><h1>${escapeHtml(model.title)}</h1>
<p class="lead">${escapeHtml(imprint.asOf)} · ${escapeHtml(imprint.version)}</p>
${model.cover.length === 0 ? '' : setDefinitions(model.cover)}
${model.blocks.map((block) => setBlock(block, model.locale)).join('\n')}
<h2>${escapeHtml(imprint.check.title)}</h2>
<p>${escapeHtml(imprint.check.text)}</p>
<p class="hash"><code>SHA-256 ${groups}</code></p>
</main>
<footer>${foot}<span>${escapeHtml(imprint.classification)}</span></footer></body></html>
`
}

function setBlock(block: Block, locale: Locale): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level + 1}>${escapeHtml(block.text)}</h${block.level + 1}>`
    case 'paragraph':
      return `<p>${setRun(block.text)}</p>`
    case 'list': {
      const name = block.ordered ? 'ol' : 'ul'
      return `<${name}>${block.items.map((item) => `<li>${setRun(item)}</li>`).join('')}</${name}>`
    }
    case 'definitions':
      return setDefinitions(block.items)
    case 'table':
      return setTable(block.caption, block.columns, block.rows)
    case 'judged':
      return `<div class="judged"><div><p>${setRun(block.text)}</p>${block.detail.length === 0 ? '' : `<p class="detail">${setRun(block.detail)}</p>`}</div>${block.status === null ? '' : `<div>${setRun([{ status: block.status, word: block.word }])}</div>`}</div>`
    case 'note':
      return `<div class="note" role="note"><strong>${escapeHtml(block.title)}</strong><p>${setRun(block.text)}</p></div>`
    case 'shares': {
      const { caption, columns, rows } = sharesAsTable(block, locale)
      return setBar(block.items) + setTable(caption, columns, rows, 'narrow')
    }
  }
}

function setBar(items: Extract<Block, { kind: 'shares' }>['items']): string {
  const total = items.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return ''
  let x = 0
  const rects = items.map(({ status, count }) => {
    const width = (count / total) * 1000
    const rect = `<rect class="${status}" x="${x.toFixed(1)}" width="${Math.max(width - 3, 0).toFixed(1)}" height="8"/>`
    x += width
    return rect
  })
  return `<svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg>`
}

function setTable(
  caption: string,
  columns: readonly { readonly title: string; readonly numeric: boolean }[],
  rows: readonly (readonly (readonly Inline[])[])[],
  name?: string,
): string {
  const align = columns.map(({ numeric }) => (numeric ? ' class="number"' : ''))
  const head = columns.map(({ title }, i) => `<th scope="col"${align[i]}>${escapeHtml(title)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell, i) => `<td${align[i]}>${setRun(cell)}</td>`).join('')}</tr>`)
  return `<table${name === undefined ? '' : ` class="${name}"`}><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`
}

function setDefinitions(items: readonly { readonly term: string; readonly value: readonly Inline[] }[]): string {
  return `<dl>${items.map(({ term, value }) => `<dt>${escapeHtml(term)}</dt><dd>${setRun(value)}</dd>`).join('')}</dl>`
}

function setRun(inlines: readonly Inline[]): string {
  return inlines.map(setInline).join('')
}

function setInline(inline: Inline): string {
  if (typeof inline === 'string') return escapeHtml(inline)
  if ('status' in inline)
    return `<span class="mark ${inline.status}">${markShape(inline.status)}${escapeHtml(inline.word)}</span>`
  if ('href' in inline) return `<a href="${escapeHtml(inline.href)}" rel="noreferrer">${escapeHtml(inline.text)}</a>`
  const name = { strong: 'strong', emphasis: 'em', code: 'code' }[inline.style]
  return `<${name}>${escapeHtml(inline.text)}</${name}>`
}
