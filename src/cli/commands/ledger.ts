/** `beleg ledger export FILE` and `beleg ledger head`: what an outsider needs to verify this instance's ledger. */
import { readConfig } from '#app/config.ts'
import { exportLedger, readLedgerHead } from '#app/export-ledger.ts'
import { openInstance, type Instance } from '#app/instance.ts'
import { createLog } from '#platform/log/log.ts'
import { defineCommand } from 'citty'
import { languageOf } from '../language.ts'
import { fail, say } from '../output.ts'

async function withInstance<T>(work: (instance: Instance) => Promise<T>): Promise<T> {
  const instance = await openInstance(readConfig(process.env), {
    log: createLog({ level: 'error', process: 'cli', destination: process.stderr }),
  })
  try {
    return await work(instance)
  } finally {
    await instance.close()
  }
}

const common = {
  tenant: { type: 'string', description: 'Short name of the tenant; without it the instance itself' },
  json: { type: 'boolean' },
  lang: { type: 'string', description: 'de or en' },
} as const

const exportCommand = defineCommand({
  meta: { name: 'export', description: 'Write a bundle that `beleg verify` can judge.' },
  args: {
    file: { type: 'positional', required: true, description: 'Where to write it' },
    from: { type: 'string', description: 'Entries recorded from this date on, such as 2026-01-01' },
    until: { type: 'string', description: 'Entries recorded before this date' },
    ...common,
  },
  async run({ args }) {
    const locale = languageOf(args.lang)
    try {
      const from = dateOf(args.from)
      const until = dateOf(args.until)
      if (from === null || until === null) {
        process.stderr.write(
          locale === 'de' ? 'Ein Datum hat die Form 2026-01-31.\n' : 'A date looks like 2026-01-31.\n',
        )
        process.exit(2)
      }
      const { bytes } = await withInstance(({ services }) =>
        exportLedger(services, args.tenant, { from, until }, args.file),
      )
      if (args.json) say(JSON.stringify({ file: args.file, bytes }))
      else
        say(
          locale === 'de'
            ? `Geschrieben: ${args.file} (${bytes} Bytes). Prüfen: beleg verify ${args.file}`
            : `Written: ${args.file} (${bytes} bytes). To verify: beleg verify ${args.file}`,
        )
    } catch (error) {
      fail(error, locale)
    }
  },
})

const headCommand = defineCommand({
  meta: {
    name: 'head',
    description: 'Print the last signed head, to be kept elsewhere and given to `beleg verify --since`.',
  },
  args: common,
  async run({ args }) {
    try {
      const note = await withInstance(({ services }) => readLedgerHead(services, args.tenant))
      if (args.json) say(JSON.stringify({ note }))
      else process.stdout.write(note)
    } catch (error) {
      fail(error, languageOf(args.lang))
    }
  },
})

/** Undefined when none was given, null when it is not a date. */
function dateOf(text: string | undefined): Date | undefined | null {
  if (text === undefined) return undefined
  const at = new Date(text)
  return /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(at.getTime()) ? at : null
}

export const ledgerCommand = defineCommand({
  meta: { name: 'ledger', description: 'The ledger of this instance, for those who verify it' },
  subCommands: { export: exportCommand, head: headCommand },
})
