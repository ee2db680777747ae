/**
 * Sets the extracted text of a statement as a document again: headings where a line is the section of a claim, lists
 * where lines begin with a mark, paragraphs elsewhere, and the claims at their offsets within. Pure. It promises that
 * no claim is lost: one whose offsets do not fit stands at the end of the block before it, or of the document.
 */

/** What of a claim the setting needs. */
export interface Placed {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly text: string
  readonly section: string | null
}

export type Part<C extends Placed> =
  | { readonly kind: 'claim'; readonly claim: C }
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }

export type Block<C extends Placed> =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly parts: readonly Part<C>[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Part<C>[])[] }

const listMark = /^\s*(?:([-–•*·◦▪])|(\d{1,2}[.)]))\s+/

/** Sets a text with its claims. */
export function setDocument<C extends Placed>(title: string, body: string, claims: readonly C[]): readonly Block<C>[] {
  const sections = new Set(claims.flatMap((claim) => (claim.section === null ? [] : [plain(claim.section)])))
  const ordered = claims.toSorted((a, b) => a.start - b.start || a.end - b.end)
  const blocks: MutableBlock<C>[] = []
  let next = 0
  let isNewBlock = true

  for (const { start, end } of linesOf(body, ordered)) {
    const line = body.slice(start, end)
    if (line.trim() === '') {
      isNewBlock = true
      continue
    }
    const own: C[] = []
    for (let claim = ordered[next]; claim !== undefined && claim.start < end; claim = ordered[next]) {
      own.push(claim)
      next += 1
    }
    if (own.length === 0 && isHeading(line, sections)) {
      if (plain(line) !== plain(title) || blocks.length > 0) blocks.push({ kind: 'heading', text: plain(line) })
      isNewBlock = true
      continue
    }
    if (own.length === 0 && blocks.length === 0 && plain(line) === plain(title)) continue
    const mark = listMark.exec(line)
    const parts = partsOf(body, mark ? start + mark[0].length : start, end, own)
    const last = blocks.at(-1)
    if (mark) {
      const isOrdered = mark[2] !== undefined
      if (last?.kind === 'list' && last.ordered === isOrdered) last.items.push(parts)
      else blocks.push({ kind: 'list', ordered: isOrdered, items: [parts] })
    } else if (!isNewBlock && last?.kind === 'list') {
      last.items.at(-1)?.push(...parts)
    } else if (!isNewBlock && last?.kind === 'paragraph') {
      last.parts.push(...parts)
    } else {
      blocks.push({ kind: 'paragraph', parts })
    }
    isNewBlock = false
  }
  const rest = ordered.slice(next)
  if (rest.length > 0) blocks.push({ kind: 'paragraph', parts: rest.map((claim) => ({ kind: 'claim', claim })) })
  return blocks
}

type MutableBlock<C extends Placed> =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; parts: Part<C>[] }
  | { kind: 'list'; ordered: boolean; items: Part<C>[][] }

/** Lines of a text; a line break within a claim does not end one. */
function linesOf(body: string, claims: readonly Placed[]): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = []
  let start = 0
  for (let at = 0; at <= body.length; at += 1) {
    const ends = at === body.length || body[at] === '\n'
    if (!ends || (at < body.length && claims.some((claim) => claim.start < at && at < claim.end))) continue
    lines.push({ start, end: at })
    start = at + 1
  }
  return lines
}

function partsOf<C extends Placed>(body: string, start: number, end: number, claims: readonly C[]): Part<C>[] {
  const parts: Part<C>[] = []
  let at = start
  const addText = (until: number) => {
    const words = body.slice(at, until)
    // A full stop or comma that the claim's span left behind is not a text of its own.
    if (!/[\p{L}\p{N}]/u.test(words)) return
    const first = at + words.search(/\S/)
    parts.push({
      kind: 'text',
      text: words.replaceAll(/\s+/g, ' ').trim(),
      start: first,
      end: at + words.trimEnd().length,
    })
  }
  for (const claim of claims) {
    if (claim.start > at) addText(claim.start)
    parts.push({ kind: 'claim', claim })
    at = Math.max(at, claim.end)
  }
  if (at < end) addText(end)
  return parts
}

function isHeading(line: string, sections: ReadonlySet<string>): boolean {
  const text = plain(line)
  return sections.has(text) || sections.has(text.replace(/^\d+(?:\.\d+)*[.)]?\s+/, ''))
}

/** Without the marks that a page or Markdown puts around headings. */
function plain(line: string): string {
  return line
    .replace(/^\s*#{1,6}\s+/, '')
    .replace(/\s*#\s*$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
