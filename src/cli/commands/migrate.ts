/** `beleg migrate`: brings the database to this version's schema and ends; `start` does the same by itself. */
import { readConfig } from '#app/config.ts'
import { openInstance } from '#app/instance.ts'
import { createLog } from '#platform/log/log.ts'
import { defineCommand } from 'citty'
import { languageOf } from '../language.ts'
import { fail, say } from '../output.ts'

export const migrateCommand = defineCommand({
  meta: { name: 'migrate', description: 'Bring the database to the schema of this version.' },
  args: { json: { type: 'boolean' }, lang: { type: 'string', description: 'de or en' } },
  async run({ args }) {
    const locale = languageOf(args.lang)
    try {
      const instance = await openInstance(readConfig(process.env), {
        log: createLog({ level: 'error', process: 'migrate', destination: process.stderr }),
      })
      const row = await instance.services.database.asOwner((tx) =>
        tx.run<{ version: number }>('select max(number) as version from beleg_migration.applied'),
      )
      await instance.close()
      const version = row[0]?.version ?? 0
      say(
        args.json
          ? JSON.stringify({ version })
          : locale === 'de'
            ? `Die Datenbank ist auf Stand ${version}.`
            : `The database is at version ${version}.`,
      )
    } catch (error) {
      fail(error, locale)
    }
  },
})
