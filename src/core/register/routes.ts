/** The routes of a register: contract → action, with disposable entries and drafts for the canary and the matrix. */
import { Readable } from 'node:stream'
import { createHash } from 'node:crypto'
import { newId } from '#platform/database/id.ts'
import type { Context } from '../context.ts'
import { defineRoute, type Route, type Specimen } from '../module.ts'
import { applyImport, undoImport } from './actions/apply.ts'
import { exportRegister } from './actions/export.ts'
import { configureImport, discardImport, listImports, readImport, uploadImport } from './actions/import.ts'
import { countEntries, listEntries, readEntry } from './actions/read.ts'
import { changeEntry, createEntry } from './actions/write.ts'
import type { RegisterContract } from './contract.ts'
import type { Register } from './register.ts'

/** All routes of a register. `file` is a small file that can be imported into it. */
export function registerRoutes(
  contract: RegisterContract,
  register: Register,
  specimen: {
    readonly fields: (mark: string) => Readonly<Record<string, unknown>>
    readonly file: (mark: string) => string
  },
): readonly Route[] {
  const plantEntry = async (context: Context) => {
    const entry = await createEntry(context, register, { fields: specimen.fields(newId(context.services.clock)) })
    return entry
  }
  const plantDraft = async (context: Context) => {
    const { services, tx } = context
    const content = Buffer.from(specimen.file(newId(services.clock)))
    const blob = await services.blobs.put(await services.vault.keysOf(tx), Readable.from([content]), {
      maxBytes: 10_000,
    })
    const sha256 = createHash('sha256').update(content).digest('hex')
    const file = { blobKey: blob.key, fileName: 'specimen.csv', mediaType: 'text/csv', bytes: content.length, sha256 }
    const { id } = await uploadImport(context, register, file, { source: 'specimen' })
    return id
  }
  const digestOf = async (context: Context, importId: string) =>
    (await readImport(context, register, importId, { limit: 1 })).plan?.digest ?? ''
  const draft = async (context: Context): Promise<Specimen> => ({ params: { importId: await plantDraft(context) } })
  const entry = async (context: Context): Promise<Specimen> => ({ params: { entryId: (await plantEntry(context)).id } })
  return [
    defineRoute(contract.list, (context, { query }) => listEntries(context, register, query)),
    defineRoute(contract.count, (context, { query }) => countEntries(context, register, query)),
    defineRoute(
      contract.read,
      (context, { params, query }) => readEntry(context, register, params.entryId, query),
      entry,
    ),
    defineRoute(contract.create, (context, { body }) => createEntry(context, register, body)),
    defineRoute(
      contract.change,
      (context, { params, body }) => changeEntry(context, register, params.entryId, body),
      async (context) => {
        const { id, version } = await plantEntry(context)
        return { params: { entryId: id }, body: { version, fields: { name: `Renamed ${id}` } } }
      },
    ),
    // The HTTP layer turns the file into a download.
    defineRoute(
      contract.export,
      async (context, { query }) => (await exportRegister(context, register, query)) as never,
    ),
    defineRoute(contract.listImports, (context, { query }) => listImports(context, register, query)),
    defineRoute(contract.upload, (context, { body, file }) => uploadImport(context, register, file, body)),
    defineRoute(
      contract.readImport,
      (context, { params, query }) => readImport(context, register, params.importId, query),
      draft,
    ),
    defineRoute(
      contract.configure,
      (context, { params, body }) => configureImport(context, register, params.importId, body),
      async (context) => ({ ...(await draft(context)), body: { complete: true, version: 1 } }),
    ),
    defineRoute(
      contract.apply,
      (context, { params, body }) => applyImport(context, register, params.importId, body.digest),
      async (context) => {
        const importId = await plantDraft(context)
        return { params: { importId }, body: { digest: await digestOf(context, importId) } }
      },
    ),
    defineRoute(
      contract.undo,
      (context, { params, body }) => undoImport(context, register, params.importId, body.reason),
      async (context) => {
        const importId = await plantDraft(context)
        await applyImport(context, register, importId, await digestOf(context, importId))
        return { params: { importId }, body: { reason: 'specimen' } }
      },
    ),
    defineRoute(
      contract.discard,
      async (context, { params }) => {
        await discardImport(context, register, params.importId)
        return undefined
      },
      draft,
    ),
  ]
}
