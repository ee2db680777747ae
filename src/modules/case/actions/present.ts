/** Cases as people see them, in the reader's language. */
import { handsOf, titleCell } from '#core/case/case.ts'
import type { CaseKind, CaseTransition } from '#core/case/kind.ts'
import { missingFor, refusalOf } from '#core/case/rules.ts'
import { listClocks, listLinks, readFacts, type CaseRow, type ClockRow } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import type { CaseDetail, CaseStep, CaseSummary } from '../contract.ts'
import type { ListedCase } from '../store.ts'

/** A text of a catalogue in the reader's language. */
export function say(context: Pick<Context, 'actor' | 'services'>, key: string): string {
  return context.services.texts.text(context.actor.locale, key)
}

/** What a kind is called. */
export const nameKind = (context: Context, kind: string) => say(context, `case.kind.${kind}`)
/** What a state of a kind is called. */
export const nameState = (context: Context, kind: string, state: string) => say(context, `case.state.${kind}.${state}`)

/** The person with their name. */
export function personIn(names: ReadonlyMap<string, string>) {
  return (personId: string) => ({ personId, name: names.get(personId) ?? '—' })
}

/** Rows of a list. */
export async function presentCases(
  context: Context,
  registry: Registry,
  rows: readonly ListedCase[],
): Promise<CaseSummary[]> {
  const { tx, services } = context
  if (rows.length === 0) return []
  const keys = await services.vault.keysOf(tx)
  const owners = rows.flatMap((row) => row.owner_id ?? [])
  const person = personIn(owners.length === 0 ? new Map() : await services.personNames(tx, owners))
  const names = await nameCases(context, registry, rows)
  const clocks = await listClocks(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const due = clocks.find((clock) => clock.case_id === row.id && clock.stopped_at === null)
    return {
      id: row.id,
      number: row.number,
      kind: row.kind,
      kindName: nameKind(context, row.kind),
      title:
        row.title === null
          ? (names.get(row.id) ?? row.about ?? say(context, 'case.untitled'))
          : keys.openText(titleCell(row.id), row.title),
      state: row.state,
      stateName: nameState(context, row.kind, row.state),
      phase: row.phase,
      owner: row.owner_id === null ? null : person(row.owner_id),
      openedAt: row.opened_at.toISOString(),
      closedAt: row.closed_at?.toISOString() ?? null,
      due: due ? presentClock(context, row.kind, due) : null,
    }
  })
}

/** What cases are called whose kind knows it. */
async function nameCases(
  context: Context,
  registry: Registry,
  rows: readonly ListedCase[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const [kind, some] of Map.groupBy(rows, (row) => row.kind)) {
    const ids = some.map((row) => row.id)
    const named = await registry.caseKinds.get(kind)?.nameCases?.(context, ids)
    for (const [id, name] of named ?? []) names.set(id, name)
  }
  return names
}

/** A clock with what it is called. */
export function presentClock(context: Context, kind: string, clock: ClockRow): CaseDetail['clocks'][number] {
  return {
    name: clock.name,
    label: say(context, `case.clock.${kind}.${clock.name}`),
    startedAt: clock.started_at.toISOString(),
    dueAt: clock.due_at.toISOString(),
    legalDueAt: clock.legal_due_at?.toISOString() ?? null,
    stoppedAt: clock.stopped_at?.toISOString() ?? null,
    overdue: (clock.stopped_at ?? context.services.clock.now()) >= clock.due_at,
  }
}

/** What may come next, who may do it, and what is missing. */
export async function presentSteps(
  context: Context,
  registry: Registry,
  kind: CaseKind,
  row: CaseRow,
  links: CaseDetail['links'],
): Promise<CaseStep[]> {
  const steps = kind.transitions.filter((step) => step.from.includes(row.state))
  const facts = await readFacts(context.tx, row.id)
  return steps.map((step) => {
    const refusal = refusalOf(step, context.actor, handsOf(row))
    return {
      to: step.to,
      name: say(context, `case.step.${kind.kind}.${step.name}`),
      by: typeof step.by === 'object' ? ('person' as const) : step.by,
      href: step.by === 'action' ? (links.find((link) => link.href !== null)?.href ?? null) : null,
      fourEyes: step.fourEyes === true,
      needsReason: step.needsReason === true,
      mayNotBecause: refusal && say(context, `problem.${refusal}`),
      missing: missingFor(kind, step, facts).map((code) => say(context, `issue.${code}`)),
      roles: rolesFor(registry, step),
    }
  })
}

function rolesFor(registry: Registry, step: CaseTransition): string[] {
  return typeof step.by === 'object' ? [...(registry.permissions[step.by.permission] ?? [])] : []
}

/** The ordinary course that the case is on, with its present state; where that lies beside all of them, behind the first. */
export function presentCourse(context: Context, kind: CaseKind, row: CaseRow): CaseDetail['course'] {
  const course = kind.courses.find((states) => states.includes(row.state)) ?? [kind.initial, row.state]
  const here = course.indexOf(row.state)
  return course.map((state, index) => ({
    state,
    name: nameState(context, kind.kind, state),
    at: index < here ? ('past' as const) : index === here ? ('here' as const) : ('ahead' as const),
  }))
}

/** What the case is about, with the page that shows it. */
export async function presentLinks(context: Context, caseId: string): Promise<CaseDetail['links']> {
  const { tx, actor } = context
  const may = (permission: `${string}:${string}`) => 'permissions' in actor && actor.permissions.has(permission)
  const found: CaseDetail['links'] = []
  for (const { kind, id } of await listLinks(tx, [caseId])) {
    if (kind === 'claim') {
      const row = await tx.db
        .selectFrom('claims')
        .select('text')
        .where('tenant_id', '=', tx.tenantId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (row) found.push({ kind, id, text: row.text, href: may('claim:read') ? `/sentences/${id}` : null })
    } else if (kind === 'evidence') {
      const row = await tx.db
        .selectFrom('evidence')
        .select(['title', 'source_system'])
        .where('tenant_id', '=', tx.tenantId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (row)
        found.push({
          kind,
          id,
          text: row.title ?? row.source_system,
          href: may('evidence:read') ? `/evidence/${id}` : null,
        })
    } else if (kind === 'subject') {
      const row = await tx.db
        .selectFrom('subjects')
        .select(['name', 'external_id', 'kind'])
        .where('tenant_id', '=', tx.tenantId)
        .where('id', '=', id)
        .executeTakeFirst()
      const isPerson = row?.kind === 'person'
      if (row)
        found.push({
          kind,
          id,
          text: isPerson
            ? ((await context.services.personNames(tx, [id])).get(id) ?? '—')
            : (row.name ?? row.external_id),
          href: isPerson && may('person:read') ? `/people/${id}` : null,
        })
    } else {
      // A decision is shown where the sentence is, which is a link of its own.
      const row = await tx.db
        .selectFrom('decisions')
        .select(['kind', 'reason'])
        .where('tenant_id', '=', tx.tenantId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (row) found.push({ kind, id, text: `${say(context, `case.decision.${row.kind}`)}: ${row.reason}`, href: null })
    }
  }
  return found
}
