/** Creating and changing entries by hand, and the one way in which versions are written, whoever tells them. */
import { announce } from '../../announce.ts'
import type { Context } from '../../context.ts'
import { record, type LedgerValue } from '../../ledger/record.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { EntryView } from '../contract.ts'
import { insertKeys } from '../key-store.ts'
import { circlesOf, faultsOf, type RowFault } from '../plan.ts'
import { keepPopulations } from '../population.ts'
import type { Register } from '../register.ts'
import { openRow, sealRow, type StoredVersion } from '../row.ts'
import { fieldOf, isSameValue, type Fields, type RegisterShape } from '../contract/shape.ts'
import { endVersions, insertVersions, isSealed, listCurrentRows, listParents, lockRegister } from '../store.ts'
import { amendEntry, beginEntry, compareVersions, versionOn, type Version } from '../version.ts'
import { momentOf, presentEntries } from './read.ts'

/** Where entries come from that people add here. */
export const ownSource = 'beleg'

/** What an entry was and what it shall be, as versions. */
export interface VersionChange {
  readonly subjectId: string
  readonly before: readonly StoredVersion[]
  readonly after: readonly Version[]
}

/** Writes versions, any number of entries at once, with who belongs to which population, and lets the module follow. */
export async function writeVersions(
  context: Context,
  register: Register,
  changes: readonly VersionChange[],
  given: { readonly importId: string | null; readonly endedBy: string | null },
): Promise<void> {
  const { tx, services } = context
  const { shape } = register
  const keys = await services.vault.keysOf(tx)
  const at = services.clock.now()
  const compared = changes.map(({ subjectId, before, after }) => ({ subjectId, ...compareVersions(before, after) }))
  await endVersions(
    tx,
    shape,
    compared.flatMap(({ ended }) => ended.map(({ id }) => id)),
    { at, importId: given.endedBy },
  )
  await insertVersions(
    tx,
    shape,
    compared.flatMap(({ subjectId, added }) =>
      added.map((version) => sealRow(keys, services.clock, shape, subjectId, version)),
    ),
    { at, importId: given.importId },
  )
  const written = changes.map(({ subjectId, before, after }) => ({ subjectId, before, versions: after }))
  await keepPopulations(tx, register, written, at)
  await register.follow?.(context, written)
  await announce(tx, 'registers')
}

/** Adds an entry. @throws Problem 400 `input.invalid`, 409 `register.id_taken` */
export async function createEntry(
  context: Context,
  register: Register,
  given: { readonly fields: Readonly<Record<string, unknown>>; readonly externalId?: string | undefined },
): Promise<EntryView> {
  const { tx, services } = context
  const { shape } = register
  // The schema of the contract has checked each field by its kind.
  const told = given.fields as Fields
  await lockRegister(tx, shape)
  const today = dayOf(services.clock.now())
  const fields: Fields = Object.fromEntries(
    shape.fields.map((field) => [
      field.name,
      told[field.name] ??
        field.fallback ??
        (field.kind === 'entries' ? [] : field.name === shape.startField ? today : null),
    ]),
  )
  refuse(faultsOf(shape, fields, fields, {}, true))
  await refuseStrangers(context, register, fields)
  const externalId = given.externalId ?? newId(services.clock)
  const [subjectId] = await register.createSubjects(context, [{ source: ownSource, externalId, fields }])
  if (subjectId === undefined) throw new Error('the register did not answer with a subject')
  await nameEntry(context, shape, { subjectId, externalId })
  await writeVersions(context, register, [{ subjectId, before: [], after: beginEntry(shape, fields, today) }], {
    importId: null,
    endedBy: null,
  })
  await record(context, {
    action: 'register.entry_created',
    object: { kind: shape.subjectKind, id: subjectId },
    ...partsOf(shape, subjectId, {}, fields),
  })
  return readBack(context, register, subjectId)
}

async function nameEntry(
  { tx, services }: Context,
  shape: RegisterShape,
  given: { subjectId: string; externalId: string },
): Promise<void> {
  try {
    await insertKeys(tx, await services.vault.keysOf(tx), services.clock, shape.id, [{ source: ownSource, ...given }])
  } catch (cause) {
    if (constraintOf(cause) !== 'register_keys_external') throw cause
    const issues = [{ pointer: '/externalId', code: 'taken' }]
    throw new Problem(409, 'register.id_taken', { issues, cause })
  }
}

/**
 * Changes an entry from a day on.
 * @throws Problem 400 `input.invalid`, 404 `common.not_found`, 409 `register.changed_meanwhile`
 */
export async function changeEntry(
  context: Context,
  register: Register,
  entryId: string,
  given: {
    readonly fields: Readonly<Record<string, unknown>>
    readonly effectiveOn?: string | undefined
    readonly version: string
  },
): Promise<EntryView> {
  const { tx, services } = context
  const { shape } = register
  await lockRegister(tx, shape)
  const keys = await services.vault.keysOf(tx)
  const before = (await listCurrentRows(tx, shape, [entryId])).map((row) => openRow(keys, shape, row))
  const today = dayOf(services.clock.now())
  const shown = versionOn(before, today)
  if (!shown) throw notFound()
  if (shown.id !== given.version) throw new Problem(409, 'register.changed_meanwhile')
  const on = given.effectiveOn ?? today
  const base = versionOn(before, on) ?? shown
  // As above.
  const told = Object.fromEntries(
    Object.entries(given.fields as Fields).filter(([name, value]) => !isSameValue(value, base.fields[name] ?? null)),
  )
  if (Object.keys(told).length === 0)
    throw new Problem(400, 'input.invalid', { issues: [{ pointer: '/fields', code: 'nothing_to_change' }] })
  const after = amendEntry(shape, before, { on, fields: told })
  refuse(after.flatMap(({ fields }) => faultsOf(shape, fields, told, {}, false)))
  await refuseStrangers(context, register, told)
  await refuseCircle(context, shape, entryId, told, on)
  await writeVersions(context, register, [{ subjectId: entryId, before, after }], { importId: null, endedBy: null })
  const beforeTold = Object.fromEntries(Object.keys(told).map((name) => [name, base.fields[name] ?? null]))
  await record(context, {
    action: 'register.entry_changed',
    object: { kind: shape.subjectKind, id: entryId },
    ...partsOf(shape, entryId, beforeTold, told, on),
  })
  return readBack(context, register, entryId)
}

async function readBack(context: Context, register: Register, subjectId: string): Promise<EntryView> {
  const { tx, services } = context
  const keys = await services.vault.keysOf(tx)
  const rows = await listCurrentRows(tx, register.shape, [subjectId])
  const moment = momentOf(context, {})
  const now = versionOn(
    rows.map((row) => openRow(keys, register.shape, row)),
    moment.day,
  )
  const [view] = now ? await presentEntries(context, register, moment, [now]) : []
  if (!view) throw new Error('the entry that was just written is not there')
  return view
}

/** All faults at once, each at its field. */
function refuse(faults: readonly RowFault[]): void {
  if (faults.length === 0) return
  const issues = faults.map(({ code, params }) => ({
    pointer: `/fields${params?.field === undefined ? '' : `/${params.field}`}`,
    code: code === 'missing_value' ? 'required' : code,
    ...(params && { params }),
  }))
  throw new Problem(400, 'input.invalid', { issues })
}

/** Whom or what a field leads to has to be in its register; somebody else's does not exist. */
async function refuseStrangers(context: Context, register: Register, told: Fields): Promise<void> {
  const { shape } = register
  const led = shape.fields.flatMap(({ name, kind }) => {
    const value = told[name]
    const ids =
      typeof value === 'string' && kind === 'person' ? [value] : kind === 'entries' && Array.isArray(value) ? value : []
    return ids.map((id: string) => ({ name, kind, id }))
  })
  if (led.length === 0) return
  const known = await register.nameReferences(
    context,
    led.map(({ id }) => id),
  )
  const unknown = led.filter(({ id }) => !known.has(id))
  if (unknown.length === 0) return
  throw new Problem(400, 'input.invalid', {
    issues: unknown.map(({ name, kind, id }) => ({
      pointer: `/fields/${name}`,
      code: kind === 'person' ? 'person_not_found' : 'unknown_entry',
      params: { text: id },
    })),
  })
}

async function refuseCircle(
  { tx }: Context,
  shape: RegisterShape,
  entryId: string,
  told: Fields,
  on: string,
): Promise<void> {
  const parent = shape.treeField === undefined ? undefined : told[shape.treeField]
  if (shape.treeField === undefined || typeof parent !== 'string') return
  const parents = new Map(await listParents(tx, shape, on)).set(entryId, parent)
  if (!circlesOf(parents).has(entryId)) return
  throw new Problem(400, 'input.invalid', { issues: [{ pointer: `/fields/${shape.treeField}`, code: 'circle' }] })
}

/** What changed, for the ledger; what names a person stands in that person's own part. */
function partsOf(shape: RegisterShape, subjectId: string, before: Fields, after: Fields, on?: string) {
  const isPersonal = (name: string) => isSealed(fieldOf(shape, name))
  const pick = (fields: Fields, personal: boolean): Record<string, LedgerValue> =>
    Object.fromEntries(
      Object.entries(fields).filter(([name, value]) => value !== null && isPersonal(name) === personal),
    )
  const ofPerson = shape.subjectKind === 'person'
  return {
    before: pick(before, false),
    after: { ...pick(after, false), ...(on !== undefined && { effectiveOn: on }) },
    ...(ofPerson && { about: { personId: subjectId, before: pick(before, true), after: pick(after, true) } }),
  }
}
