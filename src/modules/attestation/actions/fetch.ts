/**
 * Fetching a copy: the link alone opens nothing. A code is mailed to the recipient for each fetch, so that whoever was
 * forwarded the link gets no further; every try is in the log of accesses and in the ledger.
 */
import { randomInt } from 'node:crypto'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { listAllCertificates } from '#modules/framework/actions/certificate.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { readToken } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import { cells } from '../cell.ts'
import type { AccessOutcome, Standstill } from '../contract.ts'
import { hashCode, judgeCode, lifetimes, limits, standstillOf, stateOfNda } from '../rules.ts'
import { countCodes, insertAccess, lockCopyByLink, listAccesses, updateCode, type CopyRow } from '../store/copy.ts'
import { findNda } from '../store/nda.ts'
import { lockRequest } from '../store/request.ts'
import { writeLetter } from './house.ts'
import { openCells } from './sealed.ts'

/** Refusals that are noted of one copy within an hour: whoever holds a link cannot fill the log. */
const mostNotedAnHour = 100

export interface FoundCopy {
  readonly copy: CopyRow
  /** Why it is not served; null while it is. */
  readonly standstill: Standstill | null
  /** In words that whoever revoked it left; null otherwise. */
  readonly reason: string | null
}

/** The copy behind a link, held; null for unknown links and those of other tenants, which are one answer. */
export async function findCopyByLink(context: Context, token: string): Promise<FoundCopy | null> {
  const { tx } = context
  const read = readToken(token)
  const copy = read?.tenantId === tx.tenantId ? await lockCopyByLink(tx, read.hash) : undefined
  if (copy === undefined) return null
  const { keys } = await openCells(context)
  return {
    copy,
    standstill: await readStandstill(context, copy),
    reason: copy.end_reason === null ? null : keys.readText(cells.copyEndReason(copy.id), copy.end_reason),
  }
}

/** Why a copy is not served now; null while it is. */
export async function readStandstill(context: Context, copy: CopyRow): Promise<Standstill | null> {
  const now = context.services.clock.now()
  const nda = await findNda(context.tx, copy.nda_id)
  const valid =
    copy.certificate_ids.length === 0
      ? []
      : (await listAllCertificates(context)).items.filter(({ state }) => state === 'valid')
  return standstillOf(
    copy,
    {
      ndaInForce: nda !== undefined && stateOfNda(nda, dayOf(now)) === 'in_force',
      certificatesValid: copy.certificate_ids.every((id) => valid.some(({ certificateId }) => certificateId === id)),
    },
    now,
  )
}

/** Mails a code to the recipient, whoever asks; says how that went. */
export async function mailCode(
  context: Context,
  { copy, standstill }: FoundCopy,
  address: string | null,
): Promise<AccessOutcome> {
  const { tx, services } = context
  const now = services.clock.now()
  if (standstill !== null) return note(context, copy, standstill, address)
  const row = await lockRequest(tx, { id: copy.request_id })
  const asked = row && (await openCells(context)).asked(row.id, row.asked)
  if (!row || !asked) return note(context, copy, 'revoked', address)
  if ((await countCodes(tx, copy.id, new Date(now.getTime() - 3_600_000))) >= limits.codesPerHour)
    return note(context, copy, 'too_many_codes', address)
  const code = String(randomInt(100_000_000)).padStart(8, '0')
  await updateCode(tx, {
    id: copy.id,
    code_hash: hashCode(copy.id, code),
    code_until: new Date(now.getTime() + lifetimes.codeMs),
    code_tries: 0,
  })
  await writeLetter(context, row, {
    to: asked.email,
    template: 'attestation.code',
    params: { code: `${code.slice(0, 4)} ${code.slice(4)}`, minutes: lifetimes.codeMs / 60_000, number: copy.number },
  })
  return note(context, copy, 'code_sent', address)
}

/** A copy that was opened by its code, or why not. */
export type Opened =
  | { readonly outcome: 'served'; readonly copy: CopyRow; readonly blobKey: string }
  | { readonly outcome: Exclude<AccessOutcome, 'served' | 'code_sent' | 'too_many_codes'> }

/** Opens a copy by the code that was mailed: once, then it is used up. */
export async function openByCode(
  context: Context,
  { copy, standstill }: FoundCopy,
  code: string,
  address: string | null,
): Promise<Opened> {
  const { tx, services } = context
  if (standstill !== null || copy.blob_key === null) {
    const outcome = standstill ?? 'expired'
    await note(context, copy, outcome, address)
    return { outcome }
  }
  const judged = judgeCode(copy, hashCode(copy.id, code), services.clock.now())
  if (judged !== 'right') {
    await updateCode(tx, { ...copy, code_tries: copy.code_tries + 1 })
    await note(context, copy, judged, address)
    return { outcome: judged }
  }
  await updateCode(tx, { id: copy.id, code_hash: null, code_until: null, code_tries: 0 })
  await note(context, copy, 'served', address)
  return { outcome: 'served', copy, blobKey: copy.blob_key }
}

/** Notes that somebody came to a link that is over. */
export async function noteStandstill(context: Context, found: FoundCopy, address: string | null): Promise<void> {
  if (found.standstill !== null) await note(context, found.copy, found.standstill, address)
}

async function note(
  context: Context,
  copy: CopyRow,
  outcome: AccessOutcome,
  address: string | null,
): Promise<AccessOutcome> {
  const { tx, services } = context
  const at = services.clock.now()
  if (outcome !== 'served' && outcome !== 'code_sent') {
    const since = at.getTime() - 3_600_000
    const lately = (await listAccesses(tx, copy.id)).filter((one) => one.at.getTime() > since)
    if (lately.length >= mostNotedAnHour) return outcome
  }
  const id = newId(services.clock)
  const { keys } = await openCells(context)
  await insertAccess(tx, {
    id,
    copy_id: copy.id,
    at,
    outcome,
    address: address === null ? null : keys.seal(cells.address(id), address),
  })
  await record(context, {
    action:
      outcome === 'served'
        ? 'attestation.copy-served'
        : outcome === 'code_sent'
          ? 'attestation.code-sent'
          : 'attestation.copy-refused',
    object: { kind: 'attestation', id: copy.request_id },
    after: {
      copy: copy.id,
      outcome,
      access: id,
      ...(outcome === 'served' && { sha256: copy.sha256.toString('hex') }),
    },
  })
  return outcome
}
