/**
 * `beleg evidence push FILE`: sends facts to an instance with an API key. FILE is JSON in the shape of POST
 * /api/evidence, or "-" for standard input. Exit 0: recorded, or known already; 2: refused, with every reason.
 */
import { pushEvidence, type evidenceInputSchema } from '#core/evidence/contract.ts'
import { createClient, ProblemError } from '#platform/http/client.ts'
import { Problem } from '#platform/http/problem.ts'
import { defineCommand } from 'citty'
import type { z } from 'zod'
import { readInputFile } from '../input-file.ts'
import { languageOf } from '../language.ts'
import { fail, say } from '../output.ts'

/** The server takes no more. */
const limitBytes = 8 * 1024 * 1024

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
    if (key === '')
      refuse(german ? 'Es fehlt ein API-Schlüssel (BELEG_API_KEY).' : 'An API key is missing (BELEG_API_KEY).')
    // Anything else cannot stand in a header.
    if (!/^[\x21-\x7e]+$/.test(key)) fail(new Problem(400, 'client.malformed_key'), locale)
    const baseUrl = (args.url ?? process.env.BELEG_URL ?? 'http://localhost:8470').replace(/\/+$/, '')
    const body = await readEvidence(args.file).catch((error: unknown) => fail(error, locale))
    try {
      const answer = await createClient({ baseUrl, bearer: key, locale: () => locale }).call(pushEvidence, { body })
      if (args.json) say(JSON.stringify(answer))
      else if (answer.duplicate) say(german ? `Schon bekannt: ${answer.id}` : `Known already: ${answer.id}`)
      else say(german ? `Aufgenommen: ${answer.id}` : `Recorded: ${answer.id}`)
    } catch (error) {
      if (!(error instanceof ProblemError)) fail(error, locale)
      if (error.code.startsWith('client.')) fail(new Problem(502, error.code, { params: { address: baseUrl } }), locale)
      refuse(
        [error.text || error.code, ...error.issues.map((issue) => `- ${issue.pointer || '/'}: ${issue.text}`)].join(
          '\n',
        ),
      )
    }
  },
})

/** What the file holds; the server checks it as a whole and names every fault. @throws Problem `file.*` */
async function readEvidence(file: string): Promise<z.input<typeof evidenceInputSchema>> {
  const text = (await readInputFile(file, limitBytes)).toString('utf8')
  try {
    // The server checks it.
    return JSON.parse(text) as z.input<typeof evidenceInputSchema>
  } catch (cause) {
    const detail = (cause instanceof Error ? cause.message : '').replaceAll(/\s+/g, ' ').slice(0, 200)
    throw new Problem(400, 'file.not_json', { params: { file, detail }, cause })
  }
}

export const evidenceCommand = defineCommand({
  meta: { name: 'evidence', description: 'Evidence from outside' },
  subCommands: { push: pushCommand },
})
