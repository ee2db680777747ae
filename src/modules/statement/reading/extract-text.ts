/**
 * Plain text → blocks. There is no markup, so layout decides: blank lines, bullets, numbers, short lines that stand
 * alone. Offsets point into the text as it was uploaded, hence soft-wrapped sentences contain their line breaks.
 */
import type { Block, ExtractedStatement } from './block.ts'
import { bulletMark } from './line.ts'

interface Line {
  start: number
  end: number
  indent: number
  /** Offset of the first sign that is no white space. */
  body: number
  blank: boolean
}

const bullet = bulletMark
/** The box stays, so that the reader sees whether it is ticked. */
const boxMark = /^(?=[☐☑☒✗✘❌✅□]\s*\S|\[[ xX]\]\s)/u
const numberedHeading = /^(?:§\s?)?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[\s\u00a0]+\S/
const rule = /^[-=_*~#\s]{3,}$/

export function extractText(text: string): ExtractedStatement {
  const lines = splitLines(text)
  const blocks: Block[] = []
  let open: Block | null = null
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Line // at is below length
    if (line.blank) {
      open = null
      continue
    }
    const content = text.slice(line.body, Math.min(line.end, line.body + 400))
    if (rule.test(content)) {
      open = null
      continue
    }
    const before = lines[at - 1]
    const after = lines[at + 1]
    const alone =
      (before === undefined || before.blank) && (after === undefined || after.blank || startsList(text, after))
    const underlined =
      after !== undefined &&
      !after.blank &&
      /^(?:={3,}|-{3,})$/.test(text.slice(after.body, Math.min(after.end, after.body + 200)))
    if (open?.kind !== 'item' || line.indent === 0) {
      const length = line.end - line.body
      if (isHeading(content, length, alone || underlined, startsBlockAt(text, before))) {
        blocks.push({ kind: 'heading', start: line.body, end: headingEnd(text, line), level: headingLevel(content) })
        open = null
        continue
      }
    }
    if (open === null && startsBlockAt(text, before) && isHeadingOnTop(text, content, after)) {
      blocks.push({ kind: 'heading', start: line.body, end: headingEnd(text, line), level: headingLevel(content) })
      continue
    }
    const mark = bullet.exec(content)
    if (mark !== null) {
      open = { kind: 'item', start: line.body + mark[0].length, end: line.end, level: Math.floor(line.indent / 2) }
      if (open.start < open.end) blocks.push(open)
      continue
    }
    if (open !== null) {
      open.end = line.end
      continue
    }
    open = { kind: 'paragraph', start: line.body, end: line.end, level: 0 }
    blocks.push(open)
  }
  return { text, blocks, namedTitle: null, namedLanguage: null }
}

function splitLines(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  while (start <= text.length) {
    let stop = text.indexOf('\n', start)
    if (stop < 0) stop = text.length
    let end = stop
    while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
    let body = start
    while (body < end && isSpace(text.charCodeAt(body))) body += 1
    lines.push({ start, end, indent: body - start, body, blank: body >= end })
    start = stop + 1
  }
  return lines
}

function isSpace(code: number): boolean {
  return (
    code === 32 ||
    (code >= 9 && code <= 13) ||
    code === 0xa0 ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x85 ||
    code === 0x3000
  )
}

function startsList(text: string, line: Line): boolean {
  const content = text.slice(line.body, Math.min(line.end, line.body + 20))
  return bullet.test(content) || boxMark.test(content)
}

/** A heading needs a blank line or nothing above it. */
function startsBlockAt(_text: string, before: Line | undefined): boolean {
  return before === undefined || before.blank
}

function isHeading(content: string, length: number, alone: boolean, fresh: boolean): boolean {
  // In capitals, it is one wherever it stands.
  if (fresh && length < 90 && /\p{Lu}{4}/u.test(content) && !/\p{Ll}|[.;,!?]$/u.test(content)) return true
  if (/^#{1,6}\s+\S/.test(content) && length < 200) return true
  if (!alone || !fresh || length > 100) return false
  if (/[#¶]$/.test(content)) return true
  if (/[☐☑☒✗✘❌✅□]/u.test(content) || boxMark.test(content)) return false
  if (numberedHeading.test(content))
    return !/[.;:,!?]$/.test(content) && length < 90 && content.split(/\s+/).length <= 12
  if (bullet.test(content)) return false
  if (/[.;:,!?…]$/.test(content)) return false
  if (/@|https?:\/\//.test(content)) return false
  // A clause with a verb is a sentence that lost its full stop, not a heading.
  if (
    /\b(?:ist|sind|wird|werden|wurde|hat|haben|muss|müssen|is|are|was|were|has|have|must|will|shall)\b/i.test(
      content,
    ) &&
    content.split(/\s+/).length > 4
  )
    return false
  return content.split(/\s+/).length <= 12
}

/** A short title directly above its text: the text's first line is longer and starts a sentence. */
function isHeadingOnTop(text: string, content: string, after: Line | undefined): boolean {
  if (after === undefined || after.blank || content.length > 45 || content.split(/\s+/).length > 6) return false
  if (/[.;:,!?…@]|^[^\p{Lu}\d]/u.test(content) || bullet.test(content)) return false
  return after.end - after.body > content.length + 10 && /^\p{Lu}/u.test(text.slice(after.body, after.body + 2))
}

function headingEnd(text: string, line: Line): number {
  let end = line.end
  while (end > line.body + 1 && /[#¶]/.test(text.charAt(end - 1))) end -= 1
  while (end > line.body + 1 && isSpace(text.charCodeAt(end - 1))) end -= 1
  return end
}

function headingLevel(content: string): number {
  const hashes = /^#{1,6}/.exec(content)
  if (hashes !== null) return hashes[0].length
  const number = /^\d+(?:\.\d+)*/.exec(content)
  return number === null ? 2 : 1 + number[0].split('.').length
}
