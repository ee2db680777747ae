/** The answers that a file takes, and which of them says what. */

export interface Vocabulary {
  readonly yes: string | null
  readonly no: string | null
  readonly planned: string | null
  readonly customer: string | null
}

const words: readonly (readonly [keyof Vocabulary, RegExp])[] = [
  [
    'no',
    /^(?:no|n|nein|not (?:implemented|compliant|met|in place)|non-compliant|nicht (?:umgesetzt|erfüllt|vorhanden|konform)|false|0|offen)$/iu,
  ],
  ['planned', /^(?:planned|in planung|geplant|in progress|in umsetzung|roadmap|not yet|noch nicht)$/iu],
  ['customer', /^(?:customer(?: responsibility|-owned| owned)?|csc[- ]owned|kunde|kundenseitig|pflicht des kunden)$/iu],
  [
    'yes',
    /^(?:yes|y|ja|j|(?:fully )?(?:implemented|compliant|met|in place)|(?:vollständig )?(?:umgesetzt|erfüllt|vorhanden|konform)|true|1|checked|csp[- ]owned)$/iu,
  ],
]
const others =
  /^(?:n\/?\.?a\.?|not applicable|entfällt|nicht (?:anwendbar|zutreffend|relevant)|partial(?:ly)?(?: .*)?|teilweise(?: .*)?|unknown|unbekannt|other|sonstiges|-|–)$/iu

/** Which answer is which; null when they are not such words but say something of their own. */
export function readVocabulary(allowed: readonly string[]): Vocabulary | null {
  const found: { -readonly [K in keyof Vocabulary]: Vocabulary[K] } = {
    yes: null,
    no: null,
    planned: null,
    customer: null,
  }
  for (const value of allowed) {
    const text = value.trim()
    if (text === '') continue
    const role = words.find(([, pattern]) => pattern.test(text))?.[0]
    if (role !== undefined) found[role] ??= value
    else if (!others.test(text)) return null
  }
  if (found.yes === 'checked' && found.no === null) found.no = ''
  return found.yes === null && found.no === null ? null : found
}

/** Whether an answer says that all is well where `good` is the good answer; where that is in doubt each of them may. */
export function saysWell(answer: string, good: 'yes' | 'no' | null): boolean {
  const first = /^\s*(ja|yes|nein|no)(?![\p{L}\d])/iu.exec(answer)?.[1] ?? answer.trim()
  const vocabulary = readVocabulary([first])
  if (vocabulary === null) return false
  if (good === null) return true
  if (good === 'no') return vocabulary.no !== null
  return vocabulary.yes !== null
}
