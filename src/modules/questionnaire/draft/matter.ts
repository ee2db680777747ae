/**
 * What questions are about that name a matter and not what is done about it: statements say that passwords are hashed,
 * questions ask how they are stored. Only where the rules for statements find nothing.
 */

const password = /(?<!\p{L})(?:passw|kennw)\p{L}*/iu
const stored =
  /(?<!\p{L})(?:stor(?:e|es|ed|age|ing)|kept|save[ds]?|gespeichert|speicher\p{L}*|abgelegt|hinterlegt|ablage)(?!\p{L})/iu
const place =
  /(?<!\p{L})(?:where|(?:which|what) (?:\p{L}+ )?(?:countr\p{L}*|regions?|locations?|jurisdictions?)|wo|welche\p{L}* (?:\p{L}+ )?(?:länder\p{L}*|land|standort\p{L}*|regionen|staat\p{L}*))(?!\p{L})/iu
const kept = /(?<!\p{L})(?:data|\p{L}*daten)(?!\p{L})/iu
const handled =
  /(?<!\p{L})(?:process(?:ed|ing)?|stored?|hosted|located|held|kept|reside|verarbeite\p{L}*|gespeichert|gehostet|liegen|vorgehalten|verarbeitung)(?!\p{L})/iu

const matters: readonly (readonly [id: string, score: number, ...words: RegExp[]])[] = [
  ['identity.password-storage', 0.8, password, stored],
  ['hosting.eu-only', 0.7, place, kept, handled],
]

/** The measure that such a question is about; null for others. */
export function meantBy(text: string): { id: string; capability: string; score: number } | null {
  const found = matters.find(([, , ...words]) => words.every((word) => word.test(text)))
  return found ? { id: found[0], capability: '', score: found[1] } : null
}
