/**
 * `beleg claims FILE`: reads a security statement and prints its claims, as a table or with --json in the shape that
 * design promises to other programs. Needs no database and starts none. Exit 0: claims found; 1: the file holds none;
 * 2: the file could not be read, with the reason on stderr.
 */
import { defineCommand } from 'citty'
import { maxStatementBytes } from '#modules/statement/reading/decode.ts'
import { readStatementFile, type ReadStatement } from '#modules/statement/reading/read.ts'
import { claimKinds } from '../claim-kind.ts'
import { readInputFile } from '../input-file.ts'
import { languageOf } from '../language.ts'
import { explain, printableLine } from '../output.ts'

const texts = {
  de: {
    none: 'In dieser Datei steht keine Aussage, die sich belegen ließe.',
    total: '{count} Aussagen, davon {bound} einer Maßnahme zugeordnet.',
    nothing: 'keine Maßnahme',
  },
  en: {
    none: 'This file holds no claim that could be proven.',
    total: '{count} claims, {bound} of them bound to a measure.',
    nothing: 'no measure',
  },
} as const

export const claimsCommand = defineCommand({
  meta: { name: 'claims', description: 'Reads a security statement and prints its claims' },
  args: {
    file: {
      type: 'positional',
      description: 'Statement as txt, md, mdx, html, docx or pdf; - for text from standard input',
      required: true,
    },
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
    // What comes through a pipe is text that somebody pasted.
    read = await readStatementFile(await readInputFile(file, maxStatementBytes), file === '-' ? 'stdin.txt' : file)
  } catch (error) {
    process.stderr.write(`${explain(error, options.language)}\n`)
    return 2
  }
  process.stdout.write(options.json ? `${JSON.stringify(read)}\n` : table(read, options.language))
  if (read.claims.length > 0) return 0
  process.stderr.write(`${words.none}\n`)
  return 1
}

function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => printableLine(String(params[name] ?? '')))
}

function table(read: ReadStatement, language: keyof typeof texts): string {
  const words = texts[language]
  const lines: string[] = []
  let section: string | null = null
  for (const claim of read.claims) {
    if (claim.section !== section) {
      section = claim.section
      lines.push('', printableLine(section ?? ''))
    }
    const text = printableLine(claim.text.replace(/\s+/g, ' '))
    lines.push(`  ${text.length > 110 ? `${text.slice(0, 109)}…` : text}`)
    const measures =
      claim.measures.map((measure) => `${measure.id} (${measure.capability})`).join(', ') || words.nothing
    const numbers = claim.parameters.map((parameter) => `${parameter.name} ${parameter.value}`).join(', ')
    lines.push(
      `    ${claimKinds[language][claim.kind]} · ${claim.quantifier}${numbers === '' ? '' : ` · ${numbers}`} · ${measures}`,
    )
  }
  const bound = read.claims.filter((claim) => claim.measures.length > 0).length
  lines.push('', fill(words.total, { count: read.claims.length, bound }), '')
  return lines.join('\n')
}
