/** The list of subprocessors as strangers see it: what is current, what is to come, and everything made known so far. */
import type { Context } from '#core/context.ts'
import { bySubject, openRow } from '#core/register/row.ts'
import { listCurrentRows } from '#core/register/store.ts'
import { noticeDaysOf } from '#modules/statement/actions/compare.ts'
import { dayOf, startOfDay } from '#platform/clock/calendar.ts'
import { supplierShape as shape } from '../contract.ts'
import type { Announcement, Item } from '../contract/public-list.ts'
import { listOn, spansOf, type ListedNow, type Span } from '../rules.ts'
import { findList, listAnnouncements, listSubprocessorIds, type AnnouncementRow } from '../store.ts'

type Doors = Pick<Context, 'tx' | 'services'>

export interface PublicList {
  readonly current: readonly ListedNow[]
  /** With the end of the objection period, where one was announced. */
  readonly planned: readonly (Item & { readonly objectionUntil: string | null })[]
  /** Newest first. */
  readonly history: readonly Announcement[]
  readonly noticeDays: number
  readonly asOf: Date
  /** The answer holds until then and no longer. */
  readonly validUntil: Date
}

/** How long an answer holds at most. */
const holdsMs = 60_000
const mostAnnouncements = 1_000

/** Whether the page of the tenant leads to the list. */
export async function isListShown({ tx }: Pick<Context, 'tx'>): Promise<boolean> {
  return (await findList(tx))?.shown === true
}

/** Null while it is not shown. */
export async function readPublicList({ tx, services }: Doors): Promise<PublicList | null> {
  if (!(await isListShown({ tx }))) return null
  const now = services.clock.now()
  const list = listOn(await readSpans({ tx, services }), dayOf(now))
  const history = (await listAnnouncements(tx, mostAnnouncements)).map(presentAnnouncement)
  const next = list.nextOn === null ? Infinity : startOfDay(list.nextOn).getTime()
  return {
    current: list.current,
    planned: list.planned.map((item) => ({ ...item, objectionUntil: objectionTo(item, history) })),
    history,
    noticeDays: await noticeDaysOf(tx),
    asOf: now,
    validUntil: new Date(Math.min(now.getTime() + holdsMs, next)),
  }
}

/** Every supplier that is, was or will be a subprocessor, with its days on the list. */
export async function readSpans({ tx, services }: Doors): Promise<{ supplierId: string; spans: Span[] }[]> {
  const ids = await listSubprocessorIds(tx)
  if (ids.length === 0) return []
  const keys = await services.vault.keysOf(tx)
  const versions = (await listCurrentRows(tx, shape, ids)).map((row) => openRow(keys, shape, row))
  return [...bySubject(versions)].map(([supplierId, own]) => ({ supplierId, spans: spansOf(own) }))
}

/** Until when customers can object to what is to come, as it was announced last. */
function objectionTo({ supplierId, effectiveOn }: Item, history: readonly Announcement[]): string | null {
  const told = history.find(({ items }) =>
    items.some((item) => item.supplierId === supplierId && item.effectiveOn === effectiveOn),
  )
  return told?.objectionUntil ?? null
}

/** An announcement in the shape of the contract. */
export function presentAnnouncement(row: AnnouncementRow): Announcement {
  return {
    id: row.id,
    announcedAt: row.announced_at.toISOString(),
    objectionUntil: row.objection_until,
    items: [...row.items],
    sha256: row.sha256.toString('hex'),
  }
}
