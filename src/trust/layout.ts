/**
 * Lays a statement out as headings, quiet text, sentences and lists, from its text and the offsets of its claims: the
 * verbatim text in its own order, nothing left out and nothing added.
 */
import type { JudgedClaimRow } from '#modules/statement/store.ts'

export type Part =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'claim'; readonly claim: JudgedClaimRow }
  | { readonly kind: 'list'; readonly items: { readonly text: string; readonly claim: JudgedClaimRow | null }[] }

const bullet = /^\s*(?:[•\-*–‣◦]|\d{1,2}[.)]|\([a-z]\))\s+/

/** The parts in reading order. */
export function layOut(body: string, title: string, claims: readonly JudgedClaimRow[]): Part[] {
  const sections = new Set(claims.flatMap((claim) => (claim.section === null ? [] : [claim.section.trim()])))
  const sorted = claims.toSorted((a, b) => a.start_offset - b.start_offset)
  const parts: Part[] = []
  let next = 0
  let offset = 0
  for (const line of body.split('\n')) {
    const start = offset
    const end = offset + line.length
    offset = end + 1
    const inLine: JudgedClaimRow[] = []
    for (let claim = sorted[next]; claim !== undefined && claim.start_offset < end; claim = sorted[next]) {
      inLine.push(claim)
      next += 1
    }
    if (inLine.length === 0) addQuiet(parts, line, title, sections, isWithinClaim(sorted, next, start))
    else addClaims(parts, line, start, inLine)
  }
  return parts
}

/** A claim that runs over several lines was shown whole with its first one. */
function isWithinClaim(sorted: readonly JudgedClaimRow[], next: number, start: number): boolean {
  const previous = sorted[next - 1]
  return previous !== undefined && previous.end_offset > start
}

function addQuiet(parts: Part[], line: string, title: string, sections: ReadonlySet<string>, withinClaim: boolean): void {
  const text = line.trim().replace(/^#{1,6}\s+/, '').replace(/#+$/, '').trim()
  if (text === '' || withinClaim || text === title.trim()) return
  if (sections.has(text) || sections.has(line.trim())) {
    parts.push({ kind: 'heading', text })
    return
  }
  if (bullet.test(line)) {
    addItem(parts, { text: line.replace(bullet, ''), claim: null })
    return
  }
  parts.push({ kind: 'text', text })
}

function addClaims(parts: Part[], line: string, start: number, claims: readonly JudgedClaimRow[]): void {
  if (bullet.test(line) && claims.length === 1 && claims[0]) {
    addItem(parts, { text: claims[0].text, claim: claims[0] })
    return
  }
  let cursor = start
  for (const claim of claims) {
    const between = line.slice(cursor - start, claim.start_offset - start).trim()
    if (/\p{L}/u.test(between)) parts.push({ kind: 'text', text: between })
    parts.push({ kind: 'claim', claim })
    cursor = claim.end_offset
  }
  const rest = line.slice(cursor - start).trim()
  if (/\p{L}/u.test(rest)) parts.push({ kind: 'text', text: rest })
}

function addItem(parts: Part[], item: { text: string; claim: JudgedClaimRow | null }): void {
  const last = parts.at(-1)
  if (last?.kind === 'list') last.items.push(item)
  else parts.push({ kind: 'list', items: [item] })
}
