/**
 * `beleg evidence push FILE`: sends facts to an instance with an API key. FILE is JSON in the shape of POST
 * /api/evidence, or "-" for standard input. Exit 0: recorded, or known already; 2: refused, with every reason.
 */
import { readFile } from 'node:fs/promises'
import { pushEvidence, type evidenceInputSchema } from '#core/evidence/contract.ts'
import { createClient, ProblemError } from '#platform/http/client.ts'
import { defineCommand } from 'citty'
import type { z } from 'zod'
import { languageOf } from '../language.ts'
import { fail, say } from '../output.ts'

const pushCommand = defineCommand({
  meta: { name: 'push', description: 'Send facts that a source observed.' },
  args: {
    file: { type: 'positional', required: true, description: 'JSON file, or - for standard input' },
    url: { type: 'string', description: 'Address of the instance; default BELEG_URL or http://localhost:8470' },
    key: { type: 'string', description: 'API key; better in BELEG_API_KEY, where no process list shows it' },
    json: { type: 'boolean', description: 'The answer as JSON' },
    lang: { type: 'string', description: 'de or en' },
  },
  async run({ args }) {
    const locale = languageOf(args.lang)
    const german = locale === 'de'
    const refuse = (text: string): never => {
      process.stderr.write(`${text}\n`)
      process.exit(2)
    }
    const key = args.key ?? process.env.BELEG_API_KEY ?? ''
    if (key === '') refuse(german ? 'Es fehlt ein API-Schlüssel (BELEG_API_KEY).' : 'An API key is missing (BELEG_API_KEY).')
    const baseUrl = (args.url ?? process.env.BELEG_URL ?? 'http://localhost:8470').replace(/\/+$/, '')
    let body: z.input<typeof evidenceInputSchema>
    try {
      const text = args.file === '-' ? await readStandardInput() : await readFile(args.file, 'utf8')
      // The server checks it as a whole and names every fault.
      body = JSON.parse(text) as typeof body
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return refuse(german ? `${args.file} ist nicht lesbar: ${reason}` : `${args.file} cannot be read: ${reason}`)
    }
    try {
      const answer = await createClient({ baseUrl, bearer: key, locale: () => locale }).call(pushEvidence, { body })
      if (args.json) say(JSON.stringify(answer))
      else if (answer.duplicate) say(german ? `Schon bekannt: ${answer.id}` : `Known already: ${answer.id}`)
      else say(german ? `Aufgenommen: ${answer.id}` : `Recorded: ${answer.id}`)
    } catch (error) {
      if (!(error instanceof ProblemError)) fail(error, locale)
      refuse([error.text || error.code, ...error.issues.map((issue) => `- ${issue.pointer || '/'}: ${issue.text}`)].join('\n'))
    }
  },
})

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

export const evidenceCommand = defineCommand({
  meta: { name: 'evidence', description: 'Evidence from outside' },
  subCommands: { push: pushCommand },
})
