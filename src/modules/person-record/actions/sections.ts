/** The sections of a person's record, the same for page and document; people stand in them by their ids. */
import type { Context } from '#core/context.ts'
import type { PeriodOfDays } from '#core/document/kind.ts'
import { actionTitle } from '#core/ledger/action-title.ts'
import type { Registry } from '#core/registry.ts'
import type { AccountView } from '#modules/identity/contract.ts'
import { listFulfilledBy } from '#modules/duty/actions/case.ts'
import { listVersionsBetween } from '#modules/workforce/actions.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { z } from 'zod'
import type { Cell, Section } from '../contract.ts'
import { standingsOf, type AccountEvent } from '../rules.ts'
import {
  listAccountEntries,
  listCasesActedIn,
  listDecisions,
  listEntriesOf,
  listFactsAbout,
  listFiled,
  listMemberships,
  type EntryRow,
  type Stretch,
} from '../store.ts'

/** Rows of a section; it says when there are more. */
const most = 1_000

export interface RecordWish {
  readonly personId: string
  readonly account: AccountView | null
  readonly locale: Locale
  readonly days: PeriodOfDays
  readonly stretch: Stretch
}

type Row = readonly Cell[]

/** Entries about access, by whoever made them. */
const aboutAccess = ['account.%', 'account-reset.%', 'factor.%', 'api-key.%', 'enrolment.created']
/** Attempts and uses are no changes. */
const attempts = ['%refused', '%.used', '%.listed', '%.read', 'account.locale_changed']
/** What has a section of its own, or says how somebody worked and not what they answer for. */
const told = [...aboutAccess, 'case.%', 'decision.%', 'evidence.%', 'session.%', 'login.%', 'enrolment.%', 'mail.%']

/** Tells everything that is known, section by section. */
export async function tellSections(context: Context, registry: Registry, wish: RecordWish): Promise<Section[]> {
  const { tx, services } = context
  const { personId, account, locale, days, stretch } = wish
  const t = (key: string) => services.texts.text(locale, `person-record.${key}`)
  const person = personCells(context)
  const section = (id: string, columns: readonly string[], rows: readonly Row[]): Section => ({
    id,
    title: t(`${id}.title`),
    empty: t(`${id}.empty`),
    columns: columns.map((column) => t(`column.${column}`)),
    rows: rows.slice(0, most).map((row) => [...row]),
    isCut: rows.length > most,
  })

  const versions = await listVersionsBetween(tx, personId, days, stretch.knownAt)
  const entries = account === null ? [] : await listAccountEntries(tx, account.accountId)
  const standings =
    account === null ? [] : standingsOf({ ...account, createdAt: new Date(account.createdAt) }, entries.map(eventOf))
  const access = await listEntriesOf(tx, personId, {
    ...stretch,
    like: aboutAccess,
    unlike: attempts,
    about: true,
    limit: most + 1,
  })
  const memberships = await listMemberships(tx, personId, account?.accountId ?? null, stretch)
  const decisions = await listDecisions(tx, personId, stretch, most + 1)
  const filed = await listFiled(tx, personId, stretch, most + 1)
  const kept = await listFulfilledBy(
    tx,
    filed.map(({ id }) => id),
  )
  const facts = await listFactsAbout(tx, personId, account?.accountId ?? null, stretch, most + 1)
  const cases = await listCasesActedIn(tx, personId, stretch, most + 1)
  const acts = await listEntriesOf(tx, personId, {
    ...stretch,
    like: ['%'],
    unlike: [...told, ...attempts, ...readingActions(registry)],
    about: false,
    limit: most + 1,
  })
  await person.load([
    ...versions.flatMap(({ manager_id: manager, deputy_id: deputy }) => [manager, deputy]),
    ...access.map((entry) => entry.person_id),
    ...decisions.flatMap((decision) => [decision.requested_by, decision.decided_by]),
  ])
  const nameRoles = (roles: readonly string[] | null): Cell => ({
    text: roles === null ? t('unknown') : roles.map((role) => services.texts.text(locale, `role.${role}`)).join(', '),
  })
  const entry = (row: EntryRow): Cell => ({
    text: actionTitle(services.texts, locale, row.action),
    href: `/ledger/${row.id}`,
  })

  return [
    section(
      'employment',
      ['from', 'to', 'employment', 'department', 'manager', 'deputy', 'joined', 'left'],
      versions.map((version) => [
        { on: version.valid_from },
        version.valid_to === null ? null : { on: version.valid_to },
        { text: services.texts.text(locale, `register.choice.${version.kind}`) },
        version.department === null ? null : { text: version.department },
        person.of(version.manager_id),
        person.of(version.deputy_id),
        { on: version.joined_on },
        version.left_on === null ? null : { on: version.left_on },
      ]),
    ),
    section(
      'account',
      ['from', 'to', 'account', 'roles', 'state'],
      standings
        .filter(({ fromAt, toAt }) => fromAt <= stretch.until && (toAt === null || toAt > stretch.from))
        .toReversed()
        .map(({ fromAt, toAt, roles, state }): Row => [
          { at: fromAt.toISOString() },
          toAt === null || toAt > stretch.until ? null : { at: toAt.toISOString() },
          { code: account?.accountId ?? '' },
          nameRoles(roles),
          { text: state === null ? t('unknown') : t(`state.${state}`) },
        ]),
    ),
    section(
      'access',
      ['at', 'what', 'who'],
      access.map((row) => [{ at: row.recorded_at.toISOString() }, entry(row), person.of(row.person_id)]),
    ),
    section(
      'population',
      ['population', 'as', 'joined_at', 'left_at'],
      memberships.map((row) => [
        { text: titleOf(registry, row.population, locale) },
        { text: t(row.kind === 'account' ? 'as.account' : 'as.person') },
        { at: row.joined_at.toISOString() },
        row.left_at === null || row.left_at > stretch.until ? null : { at: row.left_at.toISOString() },
      ]),
    ),
    section(
      'fact',
      ['at', 'fact', 'as', 'says', 'class', 'evidence'],
      facts.map((row) => [
        { at: row.observed_at.toISOString() },
        { text: titleOf(registry, row.type, locale) },
        { text: t(row.kind === 'account' ? 'as.account' : 'as.person') },
        { code: tellData(row.data) },
        { text: services.texts.text(locale, `document.class.${row.class}`) },
        { text: row.evidence_id.slice(-12), href: `/evidence/${row.evidence_id}` },
      ]),
    ),
    section(
      'decision',
      ['requested_at', 'kind', 'object', 'requested_by', 'decided_at', 'decided_by', 'outcome'],
      decisions.map((row) => [
        { at: row.requested_at.toISOString() },
        { code: row.kind },
        { code: `${row.object_kind} ${row.object_id}` },
        person.of(row.requested_by),
        row.decided_at === null ? null : { at: row.decided_at.toISOString() },
        person.of(row.decided_by),
        { text: t(`outcome.${row.outcome ?? 'open'}`) },
      ]),
    ),
    section(
      'evidence',
      ['at', 'evidence', 'class', 'review', 'duty', 'due_at', 'in_time'],
      filed.flatMap((row): Row[] => {
        const head: Row = [
          { at: row.recorded_at.toISOString() },
          { text: row.title ?? row.source_system, href: `/evidence/${row.id}` },
          { text: services.texts.text(locale, `document.class.${row.class}`) },
          { text: t(`review.${row.state}`) },
        ]
        const duties = kept.filter((one) => one.evidence_id === row.id)
        if (duties.length === 0) return [[...head, null, null, null]]
        return duties.map((one): Row => [
          ...head,
          { code: one.duty_id },
          { at: one.due_at.toISOString() },
          { text: t(one.done_at < one.due_at ? 'yes' : 'no') },
        ])
      }),
    ),
    section(
      'case',
      ['number', 'case_kind', 'steps', 'first_at', 'last_at'],
      cases.map((row) => [
        { text: String(row.number), href: `/cases/${row.id}` },
        { text: services.texts.text(locale, `case.kind.${row.kind}`) },
        { text: String(row.steps) },
        { at: row.first_at.toISOString() },
        { at: row.last_at.toISOString() },
      ]),
    ),
    section(
      'act',
      ['at', 'what', 'object'],
      acts.map((row) => [
        { at: row.recorded_at.toISOString() },
        entry(row),
        { code: `${row.object_kind} ${row.object_id}` },
      ]),
    ),
  ]
}

/** Cells with people, whose names are looked up once. */
function personCells({ tx, services }: Context) {
  const names = new Map<string, string>()
  return {
    async load(ids: readonly (string | null)[]) {
      const wanted = [...new Set(ids.filter((id) => id !== null))]
      for (const [id, name] of wanted.length === 0 ? [] : await services.personNames(tx, wanted)) names.set(id, name)
    },
    of: (personId: string | null): Cell =>
      personId === null ? null : { person: { personId, name: names.get(personId) ?? '—' } },
  }
}

/** A fact as it was stated; its schema lets no name in. */
function tellData(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : JSON.stringify(value)}`)
    .join('; ')
}

function titleOf(registry: Registry, id: string, locale: Locale): string {
  return (registry.populations.get(id) ?? registry.factTypes.get(id))?.title[locale] ?? id
}

/** Looks are none of what somebody answers for. */
function readingActions(registry: Registry): string[] {
  return registry.routes.flatMap(({ endpoint: { audit } }) => ('reads' in audit ? [audit.reads] : []))
}

const fieldsSchema = z.record(z.string(), z.unknown())
const payloadSchema = z.object({ what: z.object({ before: fieldsSchema.optional(), after: fieldsSchema.optional() }) })

/** Nothing for what the entry does not say; null for what has expired, or is not ours: integrity names it. */
function eventOf({ action, recorded_at: at, payload }: EntryRow): AccountEvent {
  try {
    const { what } = payloadSchema.parse(JSON.parse(payload ?? ''))
    return { action, at, before: what.before ?? {}, after: what.after ?? {} }
  } catch {
    return { action, at, before: null, after: null }
  }
}
