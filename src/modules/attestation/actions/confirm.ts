/**
 * What the other side does after the address is confirmed: names who signs, and signs. Only somebody with an address of
 * the requester's own organisation can, at a link that is mailed there; whom it binds, the agreement says.
 */
import { moveCase } from '#core/case/case.ts'
import { findCase, listClocks } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import { conceal, record } from '#core/ledger/record.ts'
import { readToken, mintToken } from '#platform/crypto/token.ts'
import { addToDate, dayOf } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import { Problem } from '#platform/http/problem.ts'
import { attestationKind } from '../case.ts'
import { emailIndex } from '../cell.ts'
import { signPath } from '../contract.ts'
import { domainOf, isOfOrganisation } from '../rules.ts'
import { readDeskRow } from '../store/desk.ts'
import { findNdaInForce, findNdaText, insertNda, type NdaTextRow } from '../store/nda.ts'
import { listOfDomain, lockRequest, updateRequest, type RequestRow } from '../store/request.ts'
import { inWords, writeLetter } from './house.ts'
import { openCells } from './sealed.ts'

/** How many may be named one after the other: letters go to addresses that a stranger chooses. */
const mostNamed = 3

/** The request behind a link, held; null for unknown links and those of other tenants, which are one answer. */
export async function findByLink(
  { tx }: Pick<Context, 'tx'>,
  token: string,
  of: 'confirm' | 'sign',
): Promise<RequestRow | null> {
  const read = readToken(token)
  if (read?.tenantId !== tx.tenantId) return null
  return (await lockRequest(tx, of === 'confirm' ? { confirmHash: read.hash } : { signHash: read.hash })) ?? null
}

/** One entry a minute for a link, or whoever holds it could flood the ledger. */
const lately = new Map<string, number>()

/** Writes down that a link was tried which was used or has had its time. */
export async function recordUsedLink(context: Context, requestId: string, of: 'confirm' | 'sign'): Promise<void> {
  const now = context.services.clock.now().getTime()
  const key = `${of} ${requestId}`
  if (now - (lately.get(key) ?? 0) < 60_000) return
  if (lately.size > 10_000) lately.clear()
  lately.set(key, now)
  await record(context, {
    action: 'attestation.link-refused',
    object: { kind: 'attestation', id: requestId },
    after: { link: of },
  })
}

/** The case goes on where an agreement holds, or waits for one. */
export async function takeUp(context: Context, row: RequestRow): Promise<void> {
  const { tx, services } = context
  const nda = await findNdaInForce(tx, row.domain_index, dayOf(services.clock.now()))
  const found = await findCase(tx, row.id)
  if (found === undefined || (found.state !== 'requested' && found.state !== 'nda_pending')) return
  if (nda === undefined) {
    if (found.state === 'requested') await moveCase(context, attestationKind, row.id, 'nda_pending', {})
    return
  }
  const taken = { ...row, nda_id: nda.id }
  await updateRequest(tx, taken)
  await moveCase(context, attestationKind, row.id, 'in_review', {})
  const asked = (await openCells(context)).asked(row.id, row.asked)
  const [clock] = await listClocks(tx, [row.id])
  if (asked !== null && clock !== undefined)
    await writeLetter(context, taken, {
      to: asked.email,
      template: 'attestation.received',
      params: { due: inWords(context, row.locale, dayOf(clock.due_at)), number: found.number },
    })
}

/** Takes up whatever waited for an agreement with an organisation. */
export async function takeUpWaiting(context: Context, domainIndex: Buffer, except: string | null): Promise<void> {
  for (const { id, state } of await listOfDomain(context.tx, { domainIndex, except })) {
    const waiting = state === 'nda_pending' ? await lockRequest(context.tx, { id }) : undefined
    if (waiting) await takeUp(context, waiting)
  }
}

/**
 * Names who signs for the requester's organisation, and mails them the link.
 * @throws Problem 400 `attestation.invalid` for somebody of another organisation, 409 `attestation.too_many_named`
 */
export async function nameSignatory(
  context: Context,
  row: RequestRow,
  given: { readonly name: string; readonly role: string; readonly email: string },
): Promise<void> {
  const { tx, services } = context
  const sealed = await openCells(context)
  const asked = sealed.asked(row.id, row.asked)
  if (asked === null) throw new Problem(410, 'attestation.link_not_valid')
  if (!isOfOrganisation(given.email, domainOf(asked.email)))
    throw new Problem(400, 'attestation.invalid', { issues: [{ pointer: '/email', code: 'foreign_signatory' }] })
  const named = (sealed.signatory(row.id, row.signatory)?.named ?? 0) + 1
  if (named > mostNamed) throw new Problem(409, 'attestation.too_many_named')
  const { token, hash } = mintToken(tx.tenantId)
  const next = {
    ...row,
    signatory: sealed.sealSignatory(row.id, { ...given, named }),
    signatory_index: emailIndex(sealed.keys, given.email),
    sign_hash: hash,
  }
  await updateRequest(tx, next)
  await record(context, {
    action: 'attestation.signatory-named',
    object: { kind: 'attestation', id: row.id },
    after: { signatory: conceal(given.email) },
  })
  await writeLetter(context, next, {
    to: given.email,
    template: 'attestation.sign',
    params: { requester: asked.name, party: asked.organisation, link: `${services.publicUrl}${signPath(token)}` },
  })
}

/** What somebody is asked to sign. */
export interface Signature {
  readonly text: NdaTextRow
  readonly organisation: string
  readonly signatory: { readonly name: string; readonly role: string; readonly email: string }
  readonly months: number
}

/** @returns null where there is nothing to sign any more */
export async function readSignature(context: Context, row: RequestRow): Promise<Signature | null> {
  const sealed = await openCells(context)
  const asked = sealed.asked(row.id, row.asked)
  const signatory = sealed.signatory(row.id, row.signatory)
  const text = await findNdaText(context.tx)
  const found = await findCase(context.tx, row.id)
  if (asked === null || signatory === null || text === undefined || found?.state !== 'nda_pending') return null
  const { nda_months: months } = await readDeskRow(context.tx)
  const { name, role, email } = signatory
  return { text, organisation: asked.organisation, signatory: { name, role, email: email ?? '' }, months }
}

/**
 * Accepts the version of the agreement that was shown, for the requester's organisation.
 * @throws Problem 409 `attestation.text_changed` when another version came into force meanwhile
 */
export async function acceptNda(context: Context, row: RequestRow, shown: Signature, textId: string): Promise<void> {
  const { tx, services } = context
  const { text, organisation, signatory } = shown
  if (text.id !== textId) throw new Problem(409, 'attestation.text_changed')
  const sealed = await openCells(context)
  const id = newId(services.clock)
  const at = services.clock.now()
  const today = dayOf(at)
  const until = addToDate(today, `P${shown.months}M`)
  await insertNda(tx, {
    id,
    source: 'accepted',
    party: sealed.sealParty(id, { organisation, domain: domainOf(signatory.email) }),
    domain_index: row.domain_index,
    signatory: sealed.sealNdaSignatory(id, { ...signatory, named: 1 }),
    signatory_index: emailIndex(sealed.keys, signatory.email),
    text_id: text.id,
    blob_key: null,
    file_name: null,
    media_type: null,
    file_bytes: null,
    file_sha256: null,
    valid_from: today,
    valid_to: until,
    recorded_by: null,
    recorded_at: at,
  })
  await record(context, {
    action: 'nda.accepted',
    object: { kind: 'nda', id },
    after: {
      request: row.id,
      text: text.number,
      sha256: text.sha256.toString('hex'),
      organisation: conceal(organisation),
      signatory: conceal(`${signatory.name} ${signatory.email}`),
      validFrom: today,
      validTo: until,
    },
  })
  const noted = await writeLetter(context, row, {
    to: signatory.email,
    template: 'attestation.signed',
    params: {
      party: organisation,
      number: text.number,
      sha256: text.sha256.toString('hex'),
      until: inWords(context, row.locale, until),
      text: row.locale === 'en' ? text.text_en : text.text_de,
    },
  })
  await takeUp(context, noted)
  await takeUpWaiting(context, row.domain_index, row.id)
}
