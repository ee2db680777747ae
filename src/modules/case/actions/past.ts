/** Cases of a past instant for whoever shows what was waiting then. */
import { readCasesAt } from '#core/case/past.ts'
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import type { CaseSummary } from '../contract.ts'
import { listCasesOpenAt, type ListedCase } from '../store.ts'
import { nameState, personIn, presentCases } from './present.ts'

/** Cases that are looked through. */
const most = 2_000

export interface PastCase {
  readonly row: ListedCase
  /** What it is called today. */
  readonly shown: CaseSummary
  readonly stateName: string | null
  readonly owner: { readonly personId: string; readonly name: string } | null
  readonly isOwnerKnown: boolean
  /** Null: no clock ran; `undefined`: nobody can say any more. */
  readonly dueAt: Date | null | undefined
}

/** The cases that were open at an instant, with state, owner and due date of then. */
export async function presentCasesAt(
  context: Context,
  registry: Registry,
  at: Date,
): Promise<{ readonly cases: PastCase[]; readonly areAll: boolean }> {
  const { tx, services } = context
  const rows = await listCasesOpenAt(tx, at, most + 1)
  const found = await readCasesAt(tx, registry.caseKinds, rows.slice(0, most), at)
  const shown = await presentCases(
    context,
    registry,
    found.map(({ row }) => row),
  )
  const owners = found.flatMap(({ stood }) => stood.ownerId ?? [])
  const person = personIn(owners.length === 0 ? new Map() : await services.personNames(tx, owners))
  return {
    areAll: rows.length <= most,
    cases: found.flatMap(({ row, stood }, index): PastCase[] => {
      const one = shown[index]
      if (one === undefined) return []
      const { state, ownerId, dueAt } = stood
      return [
        {
          row,
          shown: one,
          stateName: state === null ? null : nameState(context, row.kind, state),
          owner: ownerId == null ? null : person(ownerId),
          isOwnerKnown: ownerId !== undefined,
          dueAt,
        },
      ]
    }),
  }
}
