/**
 * Finds the catalogue's concepts in a text: folded words against all terms at once (Aho–Corasick), so that the cost
 * is linear in the text whatever the catalogue holds.
 */
import { concepts } from '#catalog/measures.ts'

/** Longer candidates are looked at this far: a promise that starts later than this is not a sentence. */
export const maxLookedAt = 4_000

const folds: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'oe', å: 'a' }

/** Lower case, umlauts spelt out, everything but letters, digits and @ one space; with a space at both ends. */
export function fold(text: string): string {
  let folded = ' '
  for (const sign of text.slice(0, maxLookedAt).toLowerCase().normalize('NFC')) {
    const code = sign.charCodeAt(0)
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) folded += sign
    else if (code === 64) folded += '@'
    else if (code < 128) {
      if (!folded.endsWith(' ')) folded += ' '
    } else {
      const spelt = folds[sign] ?? sign.normalize('NFD').replace(/[^a-z0-9]/g, '')
      if (spelt !== '') folded += spelt
      else if (/\p{L}/u.test(sign)) folded += '~'
      else if (!folded.endsWith(' ')) folded += ' '
    }
  }
  return folded.endsWith(' ') ? folded : `${folded} `
}

interface Node {
  next: Map<string, Node>
  fail: Node | null
  /** Concepts whose term ends here. */
  hits: string[]
}

function node(): Node {
  return { next: new Map(), fail: null, hits: [] }
}

const root = buildAutomaton()

function buildAutomaton(): Node {
  const top = node()
  for (const [name, terms] of concepts) {
    for (const term of terms) {
      let at = top
      for (const sign of literal(term)) {
        let next = at.next.get(sign)
        if (next === undefined) {
          next = node()
          at.next.set(sign, next)
        }
        at = next
      }
      at.hits.push(name)
    }
  }
  const queue: Node[] = [...top.next.values()]
  for (const child of queue) child.fail = top
  for (let at = 0; at < queue.length; at += 1) {
    const current = queue[at] as Node // at is below length
    for (const [sign, child] of current.next) {
      let fail = current.fail
      while (fail !== null && !fail.next.has(sign)) fail = fail.fail
      child.fail = fail?.next.get(sign) ?? top
      child.hits.push(...child.fail.hits)
      queue.push(child)
    }
  }
  return top
}

/** "stem*" → " stem", "*part*" → "part", "word" → " word ". */
function literal(term: string): string {
  const open = term.startsWith('*')
  const body = term.replace(/^\*|\*$/g, '')
  return `${open ? '' : ' '}${body}${term.endsWith('*') ? '' : ' '}`
}

/** The names of all concepts that occur in a folded text. */
export function conceptsIn(folded: string): ReadonlySet<string> {
  const found = new Set<string>()
  let at: Node = root
  for (const sign of folded) {
    while (!at.next.has(sign) && at.fail !== null) at = at.fail
    at = at.next.get(sign) ?? root
    for (const name of at.hits) found.add(name)
  }
  return found
}
