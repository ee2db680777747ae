/** What of a request is kept sealed, as it goes in and comes out. */
import type { Context } from '#core/context.ts'
import type { TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { z } from 'zod'
import { cells } from '../cell.ts'

const askedCell = z.object({
  name: z.string(),
  email: z.string(),
  organisation: z.string(),
  purpose: z.string(),
  repeatReason: z.string().nullable(),
})
export type AskedCell = z.output<typeof askedCell>

const signatoryCell = z.object({
  name: z.string(),
  role: z.string(),
  email: z.string().nullable(),
  /** How many were named so far. */
  named: z.number().int(),
})
export type SignatoryCell = z.output<typeof signatoryCell>

const partyCell = z.object({ organisation: z.string(), domain: z.string() })
export type PartyCell = z.output<typeof partyCell>

/** The keys of the tenant, with what belongs into these cells. */
export async function openCells({ tx, services }: Pick<Context, 'tx' | 'services'>) {
  const keys: TenantKeys = await services.vault.keysOf(tx)
  const read = <Out>(schema: z.ZodType<Out>, cell: Parameters<TenantKeys['open']>[0], sealed: Buffer | null) => {
    // What was altered behind our back is a finding of the at-rest probe, and no reason to show nothing.
    const text = sealed === null ? null : keys.readText(cell, sealed)
    return text === null ? null : schema.parse(JSON.parse(text))
  }
  return {
    keys,
    asked: (id: string, sealed: Buffer | null) => read(askedCell, cells.asked(id), sealed),
    signatory: (id: string, sealed: Buffer | null) => read(signatoryCell, cells.signatory(id), sealed),
    ndaSignatory: (id: string, sealed: Buffer | null) => read(signatoryCell, cells.ndaSignatory(id), sealed),
    party: (id: string, sealed: Buffer | null) => read(partyCell, cells.party(id), sealed),
    sealAsked: (id: string, asked: AskedCell) => keys.seal(cells.asked(id), JSON.stringify(asked)),
    sealSignatory: (id: string, one: SignatoryCell) => keys.seal(cells.signatory(id), JSON.stringify(one)),
    sealNdaSignatory: (id: string, one: SignatoryCell) => keys.seal(cells.ndaSignatory(id), JSON.stringify(one)),
    sealParty: (id: string, party: PartyCell) => keys.seal(cells.party(id), JSON.stringify(party)),
  }
}
