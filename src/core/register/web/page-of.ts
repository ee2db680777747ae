/** What a module tells the generic pages about its register. */
import type { RegisterContract } from '#core/register/contract.ts'
import type { ReactNode } from 'react'

export interface Choice {
  readonly id: string
  readonly name: string
  /** By which two of one name are told apart. */
  readonly detail: string | null
}

export interface RegisterPages {
  readonly contract: RegisterContract
  /** Whom or what a field may lead to, by part of a name. */
  readonly search: (field: string, text: string) => Promise<readonly Choice[]>
  /** Fields that the table shows besides the name. */
  readonly columns: readonly string[]
  /** What else stands on the page of an entry. */
  readonly beside?: (entry: { readonly id: string; readonly name: string; readonly email: string | null }) => ReactNode
  /** What else can be done on the page of the list. */
  readonly actions?: ReactNode
}
