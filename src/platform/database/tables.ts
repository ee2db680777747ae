import type { Generated } from 'kysely'
export interface Tables { [name: string]: Record<string, unknown> }
export type Unused = Generated<string>
