/**
 * What a password may be (NIST SP 800-63B §5.1.1.2, ASVS 6.2): 12 to 128 characters of any kind, no rules of
 * composition, but none of the 49,233 commonest leaked ones however disguised (case, leet digits, a number or sign at
 * either end, the word twice), no plain pattern, and nothing of the person or of this product. All reasons at once.
 * The list is loaded on first use (33 ms, 5 MB), not at start.
 */
import type { ProblemIssue } from '#platform/http/problem.ts'

export const shortestPassword = 12
export const longestPassword = 128

let commonPasswords: Promise<ReadonlySet<string>> | undefined

async function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
}
const unleet = (text: string, one: string) =>
  [...text].map((char) => (char === '1' || char === '!' ? one : (leet[char] ?? char))).join('')

/**
 * The text itself and what is left when digits and signs, which people add to satisfy a rule, are taken from its ends,
 * as many as there are and fewer: the word itself may end in some ("oicu812"). At most 64 × 64 texts.
 */
function* cores(text: string): Generator<string> {
  const lead = /^[^\p{L}]*/u.exec(text)?.[0].length ?? 0
  const trail = lead === text.length ? 0 : (/[^\p{L}]*$/u.exec(text)?.[0].length ?? 0)
  for (let from = 0; from <= Math.min(lead, 64); from++) {
    for (let cut = 0; cut <= Math.min(trail, 64); cut++) yield text.slice(from, text.length - cut)
  }
}

/** `abab` → `ab`: the shortest part that gives the text when repeated. */
function period(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1)
  return text.slice(0, at)
}

/** The disguises under which a common word is recognised. */
function* disguises(password: string): Generator<string> {
  const lower = password.normalize('NFKC').toLowerCase()
  for (const text of cores(lower)) {
    for (const plain of [text, unleet(text, 'i'), unleet(text, 'l')]) {
      yield plain
      yield period(plain)
      yield [...plain].reverse().join('')
    }
  }
  // "password-2026-password": the same word at both ends is one word.
  const words = lower.split(/[^\p{L}]+/u).filter((word) => word.length > 0)
  if (new Set(words).size === 1 && words[0] !== undefined) yield words[0]
}

/** Few different characters, one run of the alphabet or keyboard numbers, or digits alone. */
function isPattern(password: string): boolean {
  const chars = [...password.toLowerCase()]
  if (new Set(chars).size < 5) return true
  if (/^[\d\s.:/-]+$/.test(password)) return true
  let steps = 0
  for (let i = 1; i < chars.length; i++) {
    const step = (chars[i]?.codePointAt(0) ?? 0) - (chars[i - 1]?.codePointAt(0) ?? 0)
    if (Math.abs(step) <= 1) steps++
  }
  return steps >= (chars.length - 1) * 0.75
}

/** Words that others know of the person: parts of name, mail address, company; at least four letters. */
function personalWords(personal: readonly string[]): readonly string[] {
  const words = ['beleg', ...personal].flatMap((text) => [
    text.toLowerCase(),
    ...text
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  ])
  // Short ones ("Eva", "de") and endings of addresses would refuse honest passphrases.
  return words.filter((word) => word.length >= 4 && !['gmail', 'mail', 'info', 'gmbh'].includes(word))
}

/**
 * Everything that is wrong with a password, empty when nothing is. `personal`: name, mail address, company of whom it
 * is for. Codes: `password.too_short`, `password.too_long`, `password.common`, `password.pattern`, `password.personal`.
 */
export async function judgePassword(
  password: string,
  personal: readonly string[],
  pointer = '/password',
): Promise<readonly ProblemIssue[]> {
  const issues: ProblemIssue[] = []
  const length = [...password].length
  if (length < shortestPassword) {
    issues.push({ pointer, code: 'password.too_short', params: { atLeast: shortestPassword } })
  }
  if (length > longestPassword) {
    // The rest is not looked at: its cost grows with the length.
    return [{ pointer, code: 'password.too_long', params: { atMost: longestPassword } }]
  }
  commonPasswords ??= loadCommonPasswords()
  const common = await commonPasswords
  for (const shape of disguises(password)) {
    // Cores of up to three letters ("abc") stand in the list too and would refuse random signs around them.
    if (shape.length < 4 || !common.has(shape)) continue
    issues.push({ pointer, code: 'password.common' })
    break
  }
  if (isPattern(password)) issues.push({ pointer, code: 'password.pattern' })
  const lower = password.normalize('NFKC').toLowerCase()
  const plain = [lower, unleet(lower, 'i'), unleet(lower, 'l')]
  if (personalWords(personal).some((word) => plain.some((text) => text.includes(word)))) {
    issues.push({ pointer, code: 'password.personal' })
  }
  return issues
}
