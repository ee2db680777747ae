/** `beleg tenant create SLUG NAME` and `beleg tenant list`: company tenants of this instance. */
import { readConfig } from '#app/config.ts'
import { foundCompany } from '#app/found-company.ts'
import { openInstance, type Instance } from '#app/instance.ts'
import { constraintOf } from '#platform/database/database.ts'
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

const createCommand = defineCommand({
  meta: {
    name: 'create',
    description: 'Make a company tenant and print the one-time link of its first administrator.',
  },
  args: {
    slug: { type: 'positional', required: true, description: 'Short name for addresses: a-z, 0-9, -' },
    name: { type: 'positional', required: true, description: 'Name of the company' },
    json: { type: 'boolean' },
    lang: { type: 'string', description: 'de or en' },
  },
  async run({ args }) {
    const locale = languageOf(args.lang)
    const german = locale === 'de'
    try {
      if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(args.slug)) {
        throw new Error(
          german ? 'Der Kurzname darf nur a–z, 0–9 und - enthalten.' : 'The short name may hold only a–z, 0–9 and -.',
        )
      }
      const made = await withInstance(({ services }) => foundCompany(services, { slug: args.slug, name: args.name }))
      if (args.json) say(JSON.stringify(made))
      else
        say(
          german
            ? `Angelegt. Einmaliger Link für die erste Administratorin:\n  ${made.url}`
            : `Made. One-time link for the first administrator:\n  ${made.url}`,
        )
    } catch (error) {
      if (constraintOf(error) === 'tenants_slug') {
        process.stderr.write(
          german ? `Den Kurznamen ${args.slug} gibt es schon.\n` : `The short name ${args.slug} is taken.\n`,
        )
        process.exit(2)
      }
      if (error instanceof Error && error.constructor === Error) {
        process.stderr.write(`${error.message}\n`)
        process.exit(2)
      }
      fail(error, locale)
    }
  },
})

const listCommand = defineCommand({
  meta: { name: 'list', description: 'The tenants of this instance.' },
  args: { json: { type: 'boolean' }, lang: { type: 'string', description: 'de or en' } },
  async run({ args }) {
    try {
      const rows = await withInstance(({ services }) =>
        services.database.withPlatform('list the tenants', (tx) =>
          tx.db
            .selectFrom('tenants')
            .select(['slug', 'kind', 'name', 'state'])
            .where('canary', '=', false)
            .orderBy('created_at')
            .execute(),
        ),
      )
      if (args.json) say(JSON.stringify(rows))
      else
        for (const row of rows) say(`${row.slug.padEnd(24)} ${row.kind.padEnd(9)} ${row.state.padEnd(10)} ${row.name}`)
    } catch (error) {
      fail(error, languageOf(args.lang))
    }
  },
})

export const tenantCommand = defineCommand({
  meta: { name: 'tenant', description: 'Company tenants of this instance' },
  subCommands: { create: createCommand, list: listCommand },
})
