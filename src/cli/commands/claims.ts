/**
 * `beleg claims FILE`: reads a security statement and prints its claims, as a table or with --json in the shape that
 * design promises to other programs. Needs no database and starts none. Exit 0: claims found; 1: the file holds none;
 * 2: the file could not be read, with the reason on stderr.
 */
import { readFile } from 'node:fs/promises'
import { defineCommand } from 'citty'
import { readStatement, type ReadStatement } from '#modules/statement/reading/read.ts'
import { languageOf } from '../language.ts'
import { Problem } from '#platform/http/problem.ts'

const texts = {
  de: {
    'statement.empty': 'Die Datei {file} ist leer.',
    'statement.too_large': 'Die Datei hat {bytes} Bytes; gelesen werden höchstens {limitBytes}.',
    'statement.unsupported_format':
      'Die Datei {file} hat die Endung „{ending}“. Gelesen werden txt, md, markdown, html und htm.',
    'statement.unreadable': 'Die Datei {file} ist kein Text, sondern: {found}.',
    'statement.not_utf8': 'Die Datei ist nicht in UTF-8 geschrieben: an Byte {offset} steht etwas anderes.',
    missing: 'Die Datei {file} gibt es nicht.',
    closed: 'Die Datei {file} lässt sich nicht öffnen: {reason}.',
    unknown: 'Die Aussage konnte nicht gelesen werden: {reason}.',
    none: 'In dieser Datei steht keine Aussage, die sich belegen ließe.',
    total: '{count} Aussagen, davon {bound} einer Maßnahme zugeordnet.',
    nothing: 'keine Maßnahme',
    kinds: {
      promise: 'Zusage',
      option: 'Möglichkeit',
      customer_duty: 'Kundenpflicht',
      intake: 'Bitte an Meldende',
      notice: 'Hinweis',
    },
  },
  en: {
    'statement.empty': 'The file {file} is empty.',
    'statement.too_large': 'The file has {bytes} bytes; at most {limitBytes} are read.',
    'statement.unsupported_format': 'The file {file} ends in "{ending}". Beleg reads txt, md, markdown, html and htm.',
    'statement.unreadable': 'The file {file} is not text but: {found}.',
    'statement.not_utf8': 'The file is not written in UTF-8: byte {offset} is something else.',
    missing: 'There is no file {file}.',
    closed: 'The file {file} cannot be opened: {reason}.',
    unknown: 'The statement could not be read: {reason}.',
    none: 'This file holds no claim that could be proven.',
    total: '{count} claims, {bound} of them bound to a measure.',
    nothing: 'no measure',
    kinds: {
      promise: 'promise',
      option: 'option',
      customer_duty: 'customer duty',
      intake: 'request to reporters',
      notice: 'notice',
    },
  },
} as const

export const claimsCommand = defineCommand({
  meta: { name: 'claims', description: 'Reads a security statement and prints its claims' },
  args: {
    file: { type: 'positional', description: 'Statement as txt, md or html', required: true },
    json: { type: 'boolean', description: 'One JSON document on stdout' },
    lang: { type: 'string', description: 'Language of messages: de or en' },
  },
  async run({ args }) {
    process.exitCode = await printClaims(args.file, { json: args.json === true, language: languageOf(args.lang) })
  },
})

/** Does the work and returns the exit code. */
async function printClaims(file: string, options: { json: boolean; language: keyof typeof texts }): Promise<0 | 1 | 2> {
  const words = texts[options.language]
  let read: ReadStatement
  try {
    read = readStatement(await readFile(file), file)
  } catch (error) {
    process.stderr.write(`${explain(error, file, options.language)}\n`)
    return 2
  }
  process.stdout.write(options.json ? `${JSON.stringify(read)}\n` : table(read, options.language))
  if (read.claims.length > 0) return 0
  process.stderr.write(`${words.none}\n`)
  return 1
}

function explain(error: unknown, file: string, language: keyof typeof texts): string {
  const words = texts[language]
  if (error instanceof Problem) {
    const text: string = Object.hasOwn(words, error.code)
      ? String(words[error.code as keyof typeof words])
      : words.unknown
    return fill(text, { file, reason: error.code, ...error.params })
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return code === 'ENOENT' ? fill(words.missing, { file }) : fill(words.closed, { file, reason: code })
}

function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => printable(String(params[name] ?? '')))
}

/** Control characters of a file name or sentence must not drive the reader's terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ')
}

function table(read: ReadStatement, language: keyof typeof texts): string {
  const words = texts[language]
  const lines: string[] = []
  let section: string | null = null
  for (const claim of read.claims) {
    if (claim.section !== section) {
      section = claim.section
      lines.push('', printable(section ?? ''))
    }
    const text = printable(claim.text.replace(/\s+/g, ' '))
    lines.push(`  ${text.length > 110 ? `${text.slice(0, 109)}…` : text}`)
    const measures =
      claim.measures.map((measure) => `${measure.id} (${measure.capability})`).join(', ') || words.nothing
    const numbers = claim.parameters.map((parameter) => `${parameter.name} ${parameter.value}`).join(', ')
    lines.push(
      `    ${words.kinds[claim.kind]} · ${claim.quantifier}${numbers === '' ? '' : ` · ${numbers}`} · ${measures}`,
    )
  }
  const bound = read.claims.filter((claim) => claim.measures.length > 0).length
  lines.push('', fill(words.total, { count: read.claims.length, bound }), '')
  return lines.join('\n')
}
