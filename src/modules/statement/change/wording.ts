/**
 * What a version says, as hashes: of its wording as a page shows it, so that a page can be held against what was
 * approved, and of its meaning for the judge, so that nobody makes a promise easier to keep without changing a word.
 */
import { setDocument, type Placed } from '../contract/setting.ts'
import { createHash } from 'node:crypto'
import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import type { ComparedClaim } from './compared-claim.ts'

/** The lines of a version in the order of its page: title, headings, sentences and what stands between them. */
export function wordingOf(title: string, body: string, claims: readonly Placed[]): readonly string[] {
  const lines = setDocument(title, body, claims).flatMap((block) => {
    if (block.kind === 'heading') return [block.text]
    const parts = block.kind === 'list' ? block.items.flat() : block.parts
    return parts.map((part) => (part.kind === 'claim' ? part.claim.text : part.text))
  })
  return [title, ...lines]
}

/** SHA-256 of lines, whatever their spacing. */
export function hashWording(lines: readonly string[]): Buffer {
  const spaced = lines.map((line) => line.replaceAll(/\s+/g, ' ').trim()).filter((line) => line !== '')
  return createHash('sha256').update(JSON.stringify(spaced), 'utf8').digest()
}

/** SHA-256 of what decides the status of the sentences. */
export function hashMeaning(claims: readonly Omit<ComparedClaim, 'id'>[]): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(claims.map(meaningOf)), 'utf8')
    .digest()
}

/** SHA-256 of the two sides of a change: what an answer was given to. */
export function hashChange(change: {
  readonly before: ComparedClaim | null
  readonly after: readonly ComparedClaim[]
}): Buffer {
  const sides = [change.before === null ? null : meaningOf(change.before), change.after.map(meaningOf)]
  return createHash('sha256').update(JSON.stringify(sides), 'utf8').digest()
}

function meaningOf(claim: Omit<ComparedClaim, 'id'>): readonly unknown[] {
  const { text, leadIn, kind, modality, quantifier, parameters, measures, scope } = claim
  const numbers = parameters.map(({ name, value, unit }) => [name, value, unit])
  return [text, leadIn, kind, modality, quantifier, numbers, measures, scope]
}

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** What changes from hour to hour and is no wording: marks, the line of truth, the legend, the ledger's head,
 * the rule on corrections. */
const passing = new Set(['mark', 'truth', 'bar', 'head', 'legend', 'rule'])
/** Whose text is one line of the page. */
const blocks = new Set(['h1', 'h2', 'h3', 'p', 'li', 'div', 'ul', 'ol', 'table', 'tr', 'td', 'section', 'details'])

/**
 * The lines of the main part of a public page. Everything else that stands there counts, too: what was put in beside
 * the sentences makes the page another one.
 */
export function wordingOfPage(html: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  const end = () => {
    if (line.trim() !== '') lines.push(line)
    line = ''
  }
  const walk = (node: Node) => {
    if (node.nodeName === '#text' && 'value' in node) {
      line += node.value
      return
    }
    if (!('childNodes' in node)) return
    if (isElement(node) && classesOf(node).some((name) => passing.has(name))) return
    const breaks = blocks.has(node.nodeName)
    if (breaks) end()
    for (const child of node.childNodes) walk(child)
    if (breaks) end()
  }
  const main = findMain(parse(html))
  if (main !== null) walk(main)
  end()
  return lines
}

function findMain(node: Node): Element | null {
  if (isElement(node) && node.nodeName === 'main') return node
  for (const child of 'childNodes' in node ? node.childNodes : []) {
    const found = findMain(child)
    if (found !== null) return found
  }
  return null
}

function isElement(node: Node): node is Element {
  return 'attrs' in node
}

function classesOf(element: Element): readonly string[] {
  return (element.attrs.find(({ name }) => name === 'class')?.value ?? '').split(/\s+/)
}
