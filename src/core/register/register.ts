/** What a module tells the core about its register beside the shape: how entries come to be, and who is meant by a name. */
import type { Context } from '../context.ts'
import type { Fields, RegisterShape } from './contract/shape.ts'
import type { RegisterPopulation } from './population.ts'
import type { Version } from './version.ts'

export type Doors = Pick<Context, 'tx' | 'services'>

/** A new entry, before it has a subject. */
export interface NewEntry {
  readonly source: string
  readonly externalId: string
  readonly fields: Fields
}

/** An entry with all its versions, as they are known from now on; without any it was never there. */
export interface WrittenEntry {
  readonly subjectId: string
  /** As they were known until now. */
  readonly before: readonly Version[]
  readonly versions: readonly Version[]
}

export interface Register {
  readonly shape: RegisterShape
  /** What its entries belong to, kept with every change of one. */
  readonly populations: readonly RegisterPopulation[]
  /** Makes the subjects of new entries, or finds those that others made of the same; in their order. */
  readonly createSubjects: (context: Context, entries: readonly NewEntry[]) => Promise<readonly string[]>
  /** Subjects that are meant by fields alone, where the id is new; in the order of the rows. */
  readonly matchEntries?: (doors: Doors, rows: readonly Fields[]) => Promise<readonly (string | null)[]>
  /** Who or what is meant by the names in a field: each name with everybody who could be meant. */
  readonly resolve: (
    doors: Doors,
    field: string,
    names: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly string[]>>
  /** Names of what fields lead to, by id. */
  readonly nameReferences: (doors: Doors, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** How a file names what a field leads to, by id, so that reading it back means the same. */
  readonly tellReferences: (doors: Doors, field: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** What leads to entries that would be gone: from whom to whom, of this register and of others. */
  readonly listDependents?: (
    doors: Doors,
    subjectIds: readonly string[],
  ) => Promise<readonly { readonly from: string; readonly to: string }[]>
  /** After entries were written, in the same transaction: what follows from it elsewhere. */
  readonly follow?: (context: Context, entries: readonly WrittenEntry[]) => Promise<void>
}
