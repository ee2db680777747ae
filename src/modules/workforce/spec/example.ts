/** A tenant whose registers a spec fills by file, as an administrator does: upload, look, apply. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Context } from '#core/context.ts'
import { applyImport } from '#core/register/actions/apply.ts'
import { configureImport, readImport, uploadImport } from '#core/register/actions/import.ts'
import type { ImportDetail } from '#core/register/contract.ts'
import type { Register } from '#core/register/register.ts'
import { ensureSubjects } from '#core/subject.ts'
import { newId } from '#platform/database/id.ts'
import { registerPeople } from '#modules/identity/actions/register.ts'
import { createTenantWorld, type TenantWorld } from '#test/tenant-world.ts'

export interface RegisterWorld {
  readonly world: TenantWorld
  /** Who keeps the register. */
  readonly keeper: string
  as<T>(work: (context: Context) => Promise<T>): Promise<T>
  upload(register: Register, file: string | Buffer, options?: UploadOptions): Promise<string>
  look(register: Register, importId: string, kind?: string): Promise<NonNullable<ImportDetail['plan']>>
  /** Uploads, looks and applies. */
  bring(register: Register, file: string | Buffer, options?: UploadOptions): Promise<string>
  close(): Promise<void>
}

export interface UploadOptions {
  readonly source?: string
  readonly name?: string
  readonly complete?: boolean
  readonly effectiveOn?: string
}

export async function createRegisterWorld(): Promise<RegisterWorld> {
  const world = await createTenantWorld()
  const [keeper = ''] = await world.db.database.withTenant(world.company, async (tx) => {
    const made = await ensureSubjects(tx, world.clock, 'spec', [{ kind: 'person', externalId: newId(world.clock) }])
    return [...made.values()]
  })
  const as: RegisterWorld['as'] = (work) => world.as(world.company, keeper, work)
  const upload: RegisterWorld['upload'] = (register, file, options = {}) =>
    as(async (context) => {
      const bytes = Buffer.from(file)
      const keys = await context.services.vault.keysOf(context.tx)
      const blob = await context.services.blobs.put(keys, Readable.from([bytes]), { maxBytes: 50_000_000 })
      const { id } = await uploadImport(
        context,
        register,
        {
          blobKey: blob.key,
          fileName: options.name ?? 'people.csv',
          mediaType: 'text/csv',
          bytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        },
        { source: options.source ?? 'hr' },
      )
      if (options.complete !== undefined || options.effectiveOn !== undefined)
        await configureImport(context, register, id, {
          complete: options.complete,
          effectiveOn: options.effectiveOn,
          version: 1,
        })
      return id
    })
  const look: RegisterWorld['look'] = (register, importId, kind) =>
    as(async (context) => {
      const { plan } = await readImport(context, register, importId, { limit: 200, kind })
      if (!plan) throw new Error('this import is no draft any more')
      return plan
    })
  return {
    world,
    keeper,
    as,
    upload,
    look,
    async bring(register, file, options) {
      const id = await upload(register, file, options)
      const { digest } = await look(register, id)
      await as((context) => applyImport(context, register, id, digest))
      return id
    },
    close: () => world.close(),
  }
}

/** Somebody with a name and no account. */
export async function namePerson(world: RegisterWorld, name: string): Promise<string> {
  const [id = ''] = await world.as((context) => registerPeople(context, [name]))
  return id
}
