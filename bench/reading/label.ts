/**
 * Documents with labels in them: `⟦a claim⟧{kind[/modality] quantifier measures name=value …}` stands where the claim
 * stands. `|` separates what is equally right, `*` leaves the quantifier open, `-` says that no measure fits. Taking the
 * labels out gives the document as a reader gets it.
 */
import type { ClaimKind, Modality } from '#core/vocabulary.ts'

export interface Label {
  /** Verbatim from the source, with its markup. */
  readonly text: string
  readonly kind: ClaimKind
  readonly modality: Modality
  /** Null: several readings are right. */
  readonly quantifiers: readonly string[] | null
  /** Any of these may come first; "-" among them: none may be right too. */
  readonly measures: readonly string[]
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
}

const kinds: Readonly<Record<string, readonly [ClaimKind, Modality]>> = {
  p: ['promise', 'does'],
  o: ['option', 'may'],
  c: ['customer_duty', 'customer'],
  i: ['intake', 'customer'],
  n: ['notice', 'does'],
}
const modalities: readonly Modality[] = ['does', 'may', 'plans', 'not', 'customer']

/** @throws Error for a label that is not of the form above */
export function readLabels(annotated: string): { source: string; labels: Label[] } {
  const labels: Label[] = []
  const source = annotated.replace(/⟦([^⟦⟧]*)⟧\{([^}]*)\}/g, (_whole, text: string, words: string) => {
    labels.push(readLabel(text, words))
    return text
  })
  if (/[⟦⟧]/.test(source)) throw new Error(`a label is not closed: ${/.{0,60}[⟦⟧]/.exec(source)?.[0] ?? ''}`)
  return { source, labels }
}

function readLabel(text: string, words: string): Label {
  const [what = '', quantifier = '', measures = '', ...parameters] = words.split(' ')
  const [letter = '', modality] = what.split('/')
  const kind = kinds[letter]
  const named = modality === undefined ? kind?.[1] : modalities.find((known) => known === modality)
  if (kind === undefined || named === undefined || quantifier === '' || measures === '')
    throw new Error(`"{${words}}" is no label`)
  return {
    text,
    kind: kind[0],
    modality: named,
    quantifiers: quantifier === '*' ? null : quantifier.split('|'),
    measures: measures.split('|'),
    parameters: parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.split('=')
      return { name, value }
    }),
  }
}

/** Letters and digits only, and where each of them stands: what no line break, markup or hyphenation changes. */
export interface Squashed {
  readonly letters: string
  readonly at: readonly number[]
}

export function squash(text: string): Squashed {
  let letters = ''
  const at: number[] = []
  for (let offset = 0; offset < text.length; offset += 1) {
    for (const sign of text.charAt(offset).normalize('NFKC').toLowerCase()) {
      if (!/[\p{L}\p{N}]/u.test(sign)) continue
      letters += sign
      at.push(offset)
    }
  }
  return { letters, at }
}
