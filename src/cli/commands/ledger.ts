/**
 * `beleg ledger export FILE` and `beleg ledger head`: what an outsider needs to verify this instance's ledger.
 * `beleg ledger rotate-key`: a new key signs its heads.
 */
import { readFileSync } from 'node:fs'
import { readConfig } from '#app/config.ts'
import { exportLedger, readLedgerHead } from '#app/export-ledger.ts'
import { openInstance, type Instance } from '#app/instance.ts'
import { rotateLedgerKey } from '#app/rotate-ledger-key.ts'
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
    object: { type: 'string', description: 'Only entries about this object, such as account/018f…' },
    since: {
      type: 'string',
      description: 'File with a signed head that was kept: the bundle proves that it continues it',
    },
    ...common,
  },
  async run({ args }) {
    const locale = languageOf(args.lang)
    try {
      const scope = scopeOf(args)
      if ('fault' in scope) {
        process.stderr.write(`${scope.fault[locale]}\n`)
        process.exit(2)
      }
      const { bytes } = await withInstance(({ services }) => exportLedger(services, args.tenant, scope, args.file))
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

/** What the options ask for, or what is wrong with them. */
function scopeOf(args: {
  readonly from?: string | undefined
  readonly until?: string | undefined
  readonly object?: string | undefined
  readonly since?: string | undefined
}) {
  const [from, until] = [dateOf(args.from), dateOf(args.until)]
  if (from === null || until === null)
    return { fault: { de: 'Ein Datum hat die Form 2026-01-31.', en: 'A date looks like 2026-01-31.' } }
  const [, kind, id] = /^([^/]+)\/(.+)$/s.exec(args.object ?? '') ?? []
  if (args.object !== undefined && (kind === undefined || id === undefined))
    return { fault: { de: 'Ein Gegenstand hat die Form Art/Kennung.', en: 'An object looks like kind/id.' } }
  const since = args.since === undefined ? undefined : sizeOfHead(args.since)
  if (since === null)
    return { fault: { de: `${args.since} ist kein signierter Kopf.`, en: `${args.since} is not a signed head.` } }
  return {
    from,
    until,
    since,
    ...(kind !== undefined && id !== undefined && { object: { kind, id } }),
  }
}

const rotateCommand = defineCommand({
  meta: {
    name: 'rotate-key',
    description: 'Sign the heads of all ledgers with a new key; the ones before it sign beside it for 90 days.',
  },
  args: { json: { type: 'boolean' }, lang: { type: 'string', description: 'de or en' } },
  async run({ args }) {
    const locale = languageOf(args.lang)
    try {
      const key = await withInstance(({ services }) => rotateLedgerKey(services))
      if (args.json) say(JSON.stringify(key))
      else
        say(
          locale === 'de'
            ? `Der neue Schlüssel signiert in spätestens einer halben Minute. Prüfschlüssel:\n  ${key.verifierKey}`
            : `The new key signs within half a minute. Verifier key:\n  ${key.verifierKey}`,
        )
    } catch (error) {
      fail(error, locale)
    }
  },
})

/** Undefined when none was given, null when it is not a date. */
function dateOf(text: string | undefined): Date | undefined | null {
  if (text === undefined) return undefined
  const at = new Date(text)
  return /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(at.getTime()) ? at : null
}

/** The number of entries under a kept head; null when the file holds none. */
function sizeOfHead(path: string): number | null {
  try {
    const size = Number(/^[^\n]+\n([1-9][0-9]{0,15})\n/.exec(readFileSync(path, 'utf8'))?.[1])
    return Number.isSafeInteger(size) ? size : null
  } catch {
    return null
  }
}

export const ledgerCommand = defineCommand({
  meta: { name: 'ledger', description: 'The ledger of this instance, for those who verify it' },
  subCommands: { export: exportCommand, head: headCommand, 'rotate-key': rotateCommand },
})
