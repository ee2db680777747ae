/** What a line of a document without markup is: an item, a page number, a part of a word. */

/** Bullets, and numbers as of a list: "•", "–", "(a)", "3.", "iv)". */
export const bulletMark = /^(?:[•◦▪‣●○■□✓✔·*+–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])(?=[\s\u00a0])[\s\u00a0]*/iu

/** Whether a line begins an item of a list. */
export function startsItem(line: string): boolean {
  return bulletMark.test(line) || /^[☐☑☒✗✘]\s*\S/u.test(line)
}

/** "Seite 2 von 5", "- 3 -", "Page 7 of 12", also with a few words beside it. */
export function isPageMark(line: string): boolean {
  return (
    /^[-–|\s]*(?:(?:seite|page|s\.|p\.)\s*)?\d{1,4}(?:\s*(?:von|of|\/|\|)\s*\d{1,4})?[-–|\s]*$/iu.test(line) ||
    (line.length < 100 && /(?<!\p{L})(?:seite|page)\s+\d{1,4}(?:\s*(?:von|of|\/)\s*\d{1,4})?\s*$/iu.test(line))
  )
}

/** "Daten- und Geräteschutz" keeps its hyphen and its space. */
const suspended = /^(?:und|oder|bzw|sowie|and|or|to|bis)(?!\p{L})/iu
/** First parts of English words that are written with a hyphen. */
const hyphenating =
  /(?:^|[\s(/-])(?:third|multi|self|non|two|three|one|single|first|high|long|short|role|risk|need|end|real|cross|well|point|state|least|company|industry|client|server|customer|tamper|e|co|pre|post|full|part|day|year|time|user|day-to)$/iu
/** And second parts after in, on, off, out and up, which also begin words that are only broken. */
const secondPart = /^(?:house|depth|transit|site|call|premises|prem|scope|boarding|time|to|going|date)(?!\p{L})/iu

/**
 * Lines → running text. A word broken at a line's end is whole again, compounds keep their hyphen.
 * @param hyphenated words with a hyphen that the document writes elsewhere, lower case
 */
export function joinLines(lines: readonly string[], hyphenated: ReadonlySet<string>): string {
  let text = ''
  for (const raw of lines) {
    const line = raw.trim()
    if (text === '' || line === '') {
      text += line
      continue
    }
    text = joinTwo(text, line, hyphenated)
  }
  return text.replaceAll('\u00ad', '')
}

function joinTwo(text: string, line: string, hyphenated: ReadonlySet<string>): string {
  if (/\p{L}\u00ad$/u.test(text)) return text.slice(0, -1) + line
  if (!/[\p{L}\d][-\u2010]$/u.test(text)) return `${text} ${line}`
  if (suspended.test(line)) return `${text} ${line}`
  if (!/^\p{Ll}/u.test(line)) return text + line
  const before = /[\p{L}]+$/u.exec(text.slice(0, -1))?.[0] ?? ''
  const after = /^[\p{L}]+/u.exec(line)?.[0] ?? ''
  const keeps =
    hyphenated.has(`${before}-${after}`.toLowerCase()) ||
    hyphenating.test(text.slice(0, -1)) ||
    (/(?:^|[\s(])(?:in|on|off|out|up)$/iu.test(text.slice(0, -1)) && secondPart.test(line)) ||
    /^\p{Lu}{2,}$/u.test(before)
  return keeps ? text + line : text.slice(0, -1) + line
}
