/** What commands print: results on stdout, everything else on stderr, and the exit codes 0 fine, 1 a bad finding, 2 could not run. */
import { ConfigError } from '#app/config.ts'
import { texts } from '#app/texts.ts'
import { Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'

/** Prints a result. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Says why a command could not run and ends with exit code 2. */
export function fail(error: unknown, locale: Locale): never {
  process.stderr.write(`${explain(error, locale)}\n`)
  process.exit(2)
}

/** An error in words for an operator; what is not expected keeps its stack. */
export function explain(error: unknown, locale: Locale): string {
  if (error instanceof ConfigError) {
    const faults = error.faults.map(({ code, params }) => `- ${texts.text(locale, `config.${code}`, params)}`)
    return [texts.text(locale, 'config.faults', { count: faults.length }), ...faults].map(printable).join('\n')
  }
  if (error instanceof Problem) {
    const key = `problem.${error.code}`
    const title = texts.has(key)
      ? texts.text(locale, key, error.params)
      : `${error.code} ${JSON.stringify(error.params)}`
    return [
      title,
      ...error.issues.map((issue) => `- ${issue.pointer}: ${texts.text(locale, `issue.${issue.code}`, issue.params)}`),
    ]
      .map(printable)
      .join('\n')
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Text on one line that a file gave: its control characters must not drive the reader's terminal. */
export function printableLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ')
}

/** Control characters of a file name must not drive the reader's terminal; lines that a program said stay lines. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Cf}/gu, ' ')
}
