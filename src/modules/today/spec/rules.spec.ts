/** Whom a case concerns, and what comes first. */
import type { Actor } from '#core/context.ts'
import { correctionKind, findingKind } from '#core/case/finding.ts'
import { reviewKind } from '#core/case/review.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TodayItem } from '../contract.ts'
import { byUrgency, concerns } from '../rules.ts'

const actor = (personId: string, ...permissions: Permission[]): Extract<Actor, { kind: 'account' }> => ({
  kind: 'account',
  tenantId: 't',
  accountId: 'a',
  personId,
  sessionId: 's',
  roles: [],
  permissions: new Set(permissions),
  locale: 'de',
  stepUpAt: null,
})
const row = (state: string, phase: string, ownerId: string | null = null, submittedBy: string | null = null) => ({
  state,
  phase,
  owner_id: ownerId,
  submitted_by: submittedBy,
})

describe('a case concerns', () => {
  it('its owner, or everybody who may work when it has none, and nobody who may not', () => {
    const anna = actor('anna', 'case:work')
    expect(concerns(findingKind, row('raised', 'open'), anna)).toBe(true)
    expect(concerns(findingKind, row('raised', 'open', 'anna'), anna)).toBe(true)
    expect(concerns(findingKind, row('raised', 'open', 'bert'), anna)).toBe(false)
    expect(concerns(findingKind, row('raised', 'open'), actor('anna', 'case:read'))).toBe(false)
  })

  it('another person than the one who submitted, once something is submitted', () => {
    const judge = actor('anna', 'case:work', 'case:verify')
    expect(concerns(correctionKind, row('text-proposed', 'deciding', null, 'bert'), judge)).toBe(true)
    expect(concerns(correctionKind, row('text-proposed', 'deciding', null, 'anna'), judge)).toBe(false)
    expect(concerns(findingKind, row('implemented', 'done', 'anna', 'bert'), judge)).toBe(false)
    expect(concerns(findingKind, row('implemented', 'done', 'bert', 'bert'), judge)).toBe(true)
    expect(concerns(findingKind, row('implemented', 'done', 'bert', 'bert'), actor('anna', 'case:work'))).toBe(false)
  })

  it('a reviewer only with the right to review', () => {
    const waiting = row('waiting', 'deciding', null, 'bert')
    expect(concerns(reviewKind, waiting, actor('anna', 'evidence:review'))).toBe(true)
    expect(concerns(reviewKind, waiting, actor('anna', 'case:work'))).toBe(false)
    expect(concerns(reviewKind, waiting, actor('bert', 'evidence:review'))).toBe(false)
  })
})

describe('the order', () => {
  const item = (over: Partial<TodayItem>): TodayItem => ({
    id: 'x',
    kind: 'task',
    label: '',
    title: '',
    detail: '',
    number: null,
    claim: null,
    dueAt: null,
    overdue: false,
    href: '/',
    since: '2026-01-01T00:00:00.000Z',
    stood: null,
    ...over,
  })
  const claim = (status: 'contradicted' | 'lapsed' | 'proven', breaksAt: string | null = null) => ({
    id: 'c',
    text: '',
    status,
    breaksAt,
  })

  it('puts the overdue first, then what is broken, then what breaks next', () => {
    const wanted = [
      item({ id: 'overdue', overdue: true, dueAt: '2026-01-01T00:00:00.000Z' }),
      item({ id: 'contradicted', claim: claim('contradicted') }),
      item({ id: 'lapsed', claim: claim('lapsed') }),
      item({ id: 'breaks soon', claim: claim('proven', '2026-02-01T00:00:00.000Z') }),
      item({ id: 'breaks later', claim: claim('proven', '2026-03-01T00:00:00.000Z') }),
      item({ id: 'due', dueAt: '2026-02-01T00:00:00.000Z' }),
      item({ id: 'whenever' }),
      item({ id: 'step', kind: 'first-steps' }),
    ]
    expect(
      wanted
        .toReversed()
        .toSorted(byUrgency)
        .map(({ id }) => id),
    ).toEqual(wanted.map(({ id }) => id))
  })

  it('is one order: whoever comes before somebody who comes before a third comes before the third', () => {
    const any = fc
      .record({
        id: fc.string({ maxLength: 3 }),
        overdue: fc.boolean(),
        dueAt: fc.constantFrom(null, '2026-01-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z'),
        claim: fc.constantFrom(
          null,
          claim('contradicted'),
          claim('proven', '2026-03-01T00:00:00.000Z'),
          claim('proven'),
        ),
      })
      .map(item)
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        const sorted = [a, b, c].toSorted(byUrgency)
        return sorted.every((one, i) => sorted.slice(i + 1).every((later) => byUrgency(one, later) <= 0))
      }),
    )
  })
})
