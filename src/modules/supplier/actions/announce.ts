/**
 * What becomes of the public list when the register changes: made known in the same transaction, frozen and hashed, and
 * mailed to customers and subscribers afterwards. What comes too early is refused as a whole.
 */
import { createHash } from 'node:crypto'
import type { Context } from '#core/context.ts'
import { canonicalJson } from '#core/document/freeze.ts'
import { record } from '#core/ledger/record.ts'
import type { WrittenEntry } from '#core/register/register.ts'
import { noticeDaysOf } from '#modules/statement/actions/compare.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import { Problem } from '#platform/http/problem.ts'
import { enqueue } from '#platform/job/job.ts'
import type { Item } from '../contract/public-list.ts'
import { compareSpans, earliestEffectOn, objectionUntil, spansOf } from '../rules.ts'
import { findList, insertAnnouncement } from '../store.ts'
import { tellOfAnnouncement } from './tell.ts'

/**
 * Makes known what changed, once the list was shown.
 * @throws Problem 400 `subprocessor.too_early` naming all that needs more notice
 */
export async function announceChanges(context: Context, entries: readonly WrittenEntry[]): Promise<void> {
  const { tx, services } = context
  if ((await findList(tx)) === undefined) return
  const today = dayOf(services.clock.now())
  const noticeDays = await noticeDaysOf(tx)
  const earliestOn = earliestEffectOn(today, noticeDays)
  const compared = entries.map(({ subjectId, before, versions }) =>
    compareSpans(subjectId, spansOf(before), spansOf(versions), { today, earliestOn }),
  )
  const tooEarly = compared.flatMap((one) => one.tooEarly)
  if (tooEarly.length > 0)
    throw new Problem(400, 'subprocessor.too_early', {
      params: { days: noticeDays, earliest: earliestOn, names: tooEarly.map(({ name }) => name).join(', ') },
      issues: tooEarly.map(({ name, on }) => ({
        pointer: '/fields/startsOn',
        code: 'objection_period_runs',
        params: { name, on, earliest: earliestOn },
      })),
    })
  const items = compared.flatMap((one) => one.items)
  if (items.length > 0) await makeKnown(context, items, objectionUntil(items, today, noticeDays))
}

/** Freezes an announcement and has everybody told. */
export async function makeKnown(
  context: Context,
  items: readonly Item[],
  until: string | null,
  { byMail = true } = {},
): Promise<void> {
  const { tx, services } = context
  const id = newId(services.clock)
  const sha256 = hashItems(items)
  await insertAnnouncement(tx, { id, announced_at: services.clock.now(), objection_until: until, items, sha256 })
  await record(context, {
    action: 'subprocessors.announced',
    object: { kind: 'subprocessor-announcement', id },
    after: { sha256: sha256.toString('hex'), items: items.length, objectionUntil: until },
  })
  if (byMail) await enqueue(tx, tellOfAnnouncement, { announcementId: id })
}

/** SHA-256 of what was made known, as canonical JSON (RFC 8785). */
export function hashItems(items: readonly Item[]): Buffer {
  return createHash('sha256').update(canonicalJson(items), 'utf8').digest()
}
