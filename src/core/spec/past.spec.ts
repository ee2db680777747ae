/** The past, by properties over arbitrary histories (domain.md §1.2 and (c) 1–4). Pure; what is stored is past-record.spec.ts. */
import fc from 'fast-check'
import { rejudge } from '#core/judging/rejudge.ts'
import { compare } from '#core/judging/recompute.ts'
import type { StoredJudgement } from '#core/judging/store.ts'
import { readTimeline, sweep, type JudgedRow, type RecordedRow } from '#core/judging/timeline.ts'
import { changesOf, statusOf, type ClaimHistory, type SubjectHistory, type VoiceSpan } from '#core/status/history.ts'
import { at, decision, hourMs, switchDuty } from '#core/spec/status-world.ts'
import { evidenceClasses, quantifiers } from '#core/vocabulary.ts'
import { describe, expect, it } from 'vitest'

const begin = 0
const end = 72

/** An instant between the beginning and the end, on a coarse grid so that things coincide. */
const hour = fc.integer({ min: begin * 4, max: end * 4 }).map((quarters) => quarters / 4)
/** How much later it was known; mostly at once. */
const late = fc.oneof(fc.constant(0), fc.constant(0.25), fc.integer({ min: 0, max: 40 }))

const anySubject: fc.Arbitrary<Omit<SubjectHistory, 'id' | 'externalId'>> = fc
  .record({
    joined: hour,
    stays: fc.option(fc.integer({ min: 1, max: 40 })),
    correctedLater: fc.option(fc.integer({ min: 1, max: 30 })),
    seen: fc.array(
      fc.record({
        on: fc.constantFrom(true, true, false, null),
        hours: hour,
        late,
        superseded: fc.option(fc.integer({ min: 1, max: 30 })),
        class: fc.constantFrom(...evidenceClasses),
        id: fc.uuid(),
        validHours: fc.option(fc.integer({ min: 0, max: 30 })),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ joined, stays, correctedLater, seen }) => {
    const leftAt = stays === null ? null : at(joined + stays)
    const version = { source: 'list', joinedAt: at(joined), leftAt: null, knownFrom: at(joined), knownTo: null }
    const learnedAt = at(joined + (stays ?? 0) + (correctedLater ?? 0))
    const memberships =
      leftAt === null
        ? [version]
        : [
            { ...version, knownTo: learnedAt },
            { ...version, leftAt, knownFrom: learnedAt },
          ]
    return {
      kind: 'thing',
      name: null,
      memberships,
      sightings: memberships,
      observations: seen.map((o) => ({
        evidenceId: o.id,
        class: o.class,
        observedAt: at(o.hours),
        knownAt: at(o.hours + o.late),
        knownTo: o.superseded === null ? null : at(o.hours + o.late + o.superseded),
        validUntil: o.validHours === null ? null : at(o.hours + o.validHours),
        inDoubt: o.on === null,
        data: { on: o.on },
      })),
    }
  })

const anyVoice: fc.Arbitrary<VoiceSpan[]> = fc
  .array(
    fc.record({ gap: fc.integer({ min: 1, max: 20 }), heard: fc.integer({ min: 0, max: 20 }), fails: fc.boolean() }),
    {
      maxLength: 5,
    },
  )
  .map((stretches) => {
    let from = begin
    return stretches.map(({ gap, heard, fails }): VoiceSpan => {
      from += gap
      const span = {
        fromAt: at(from),
        toAt: at(from + heard),
        knownFrom: at(from),
        silentAfterMs: 2 * hourMs,
        evidenceId: fails ? null : 'heard',
        failure: fails ? 'timeout' : null,
      }
      from += heard
      return span
    })
  })

const anyHistory: fc.Arbitrary<ClaimHistory> = fc
  .record({
    quantifier: fc.constantFrom(...quantifiers),
    subjects: fc.array(anySubject, { maxLength: 3 }),
    counts: fc.array(fc.record({ hours: hour, late, missing: fc.integer({ min: 0, max: 1 }), id: fc.uuid() }), {
      maxLength: 4,
    }),
    voice: fc.option(anyVoice),
    dismissed: fc.option(fc.record({ from: hour, lasts: fc.integer({ min: 1, max: 30 }), decidedLater: late })),
    whenEmpty: fc.constantFrom('proves' as const, 'unproven' as const),
    trigger: fc.constantFrom('continuous' as const, 'calendar' as const),
    grace: fc.option(fc.constant('PT5H')),
  })
  .map((given) => ({
    kind: 'promise' as const,
    modality: 'does' as const,
    quantifier: given.quantifier,
    parameters: [{ name: 'interval', value: 'P1D', unit: 'duration' }],
    decisions:
      given.dismissed === null
        ? []
        : [
            decision('not_applicable', {
              decidedAt: at(given.dismissed.from + given.dismissed.decidedLater),
              validFrom: at(given.dismissed.from),
              validUntil: at(given.dismissed.from + given.dismissed.lasts),
            }),
          ],
    measures: [
      {
        measureId: 'thing.on',
        duties: [
          {
            duty: switchDuty({
              whenEmpty: given.whenEmpty,
              trigger: given.trigger,
              ...(given.grace !== null && { grace: given.grace }),
            }),
            subjects: given.subjects.map((subject, index) => ({
              ...subject,
              id: `thing-${index}`,
              externalId: `thing-${index}`,
            })),
            counts: given.counts.map((count) => ({
              source: 'list',
              evidenceId: count.id,
              observedAt: at(count.hours),
              knownAt: at(count.hours + count.late),
              knownTo: null,
              expected: given.subjects.length,
              seen: given.subjects.length - count.missing,
              reconciledAgainst: 'a second list',
            })),
            voice: given.voice,
          },
        ],
      },
    ],
  }))

/** Judging at these hours, and at last at the end. */
const anyRounds = fc
  .array(hour, { maxLength: 8 })
  .map((hours) => [...new Set([...hours, end])].toSorted((a, b) => a - b))

/** Keeps the record as the judge does: each time from what has become known since, from the first instant it is about. */
function keepRecord(history: ClaimHistory, rounds: readonly number[]): RecordedRow<StoredJudgement>[] {
  let record: RecordedRow<StoredJudgement>[] = []
  let judgedAt = at(begin)
  let nextAt: Date | null = null
  for (const round of rounds) {
    const now = at(round)
    const learned = changesOf(history).known.some((k) => k > judgedAt.getTime() && k <= now.getTime())
    const rows = record.filter((row) => row.knownTo === null) as JudgedRow<StoredJudgement>[]
    // The judge is told by marks since when; the beginning is always early enough.
    const since = rows[0]?.fromAt ?? at(begin)
    const change = rejudge(
      'claim',
      history,
      { rows, judgedAt, nextAt, since, learned: learned || rows.length === 0 },
      now,
    )
    if (change === null) return []
    const is = (row: RecordedRow<StoredJudgement>) => (key: { fromAt: Date; knownFrom: Date }) =>
      row.fromAt.getTime() === key.fromAt.getTime() && row.knownFrom.getTime() === key.knownFrom.getTime()
    record = record
      .filter((row) => !change.removed.some(is(row)))
      .map((row) => {
        const closed = change.closed.find(is(row))
        if (closed) return { ...row, knownTo: closed.knownTo, toAt: closed.toAt }
        const ended = change.ended.find(is(row))
        return ended ? { ...row, toAt: ended.toAt } : row
      })
      .concat(change.added)
      .toSorted((a, b) => a.fromAt.getTime() - b.fromAt.getTime() || a.knownFrom.getTime() - b.knownFrom.getTime())
    judgedAt = now
    nextAt = change.present.nextAt
  }
  return record
}

const upTo = at(end)

describe('the past of a sentence', () => {
  it('is stored as status() tells it for every instant, as known then and as known today', () => {
    fc.assert(
      fc.property(anyHistory, anyRounds, (history, rounds) => {
        const record = keepRecord(history, rounds)
        const frozen = compare(sweep(history, at(begin), upTo, null), readTimeline(record, 'then'), at(begin), upTo, 0)
        const today = compare(sweep(history, at(begin), upTo, upTo), readTimeline(record, 'today'), at(begin), upTo, 0)
        expect({ frozen, today }).toEqual({ frozen: [], today: [] })
      }),
      { numRuns: 300 },
    )
  })

  it('does not depend on when or how often it was judged', () => {
    fc.assert(
      fc.property(anyHistory, anyRounds, (history, rounds) => {
        const plain = (timeline: ReturnType<typeof readTimeline>) =>
          timeline.map(({ fromAt, toAt, status }) => ({ fromAt, toAt, status }))
        const often = keepRecord(history, rounds)
        const once = keepRecord(history, [end])
        for (const known of ['then', 'today'] as const)
          expect(plain(readTimeline(often, known))).toEqual(plain(readTimeline(once, known)))
      }),
      { numRuns: 150 },
    )
  })

  it('as it was known then is frozen: late knowledge does not rewrite it', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: begin, max: end }), (history, when) => {
        const earlier = readTimeline(keepRecord(history, [when]), 'then')
        const later = readTimeline(keepRecord(history, [when, end]), 'then')
        expect(
          compare(
            earlier.map((p) => ({ ...p, ruleVersion: '' })),
            later,
            at(begin),
            at(when),
            0,
          ).filter((difference) => difference.toAt > difference.fromAt),
        ).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('never shows silence, a failed run or a list that does not add up as proven, at any instant', () => {
    fc.assert(
      fc.property(anyHistory, hour, (history, when) => {
        const [duty] = history.measures[0]?.duties ?? []
        const instant = at(when)
        const spans = (duty?.voice ?? []).filter((s) => s.fromAt <= instant)
        const heardUntil = Math.max(
          ...spans.filter((s) => s.failure === null).map((s) => s.toAt.getTime() + s.silentAfterMs),
        )
        const silent = spans.some((s) => s.failure === null) && heardUntil <= instant.getTime()
        const failed = spans.at(-1)?.failure != null
        if (!silent && !failed) return
        const judged = statusOf(history, instant)
        if (history.quantifier === 'may' || judged?.status === 'not_applicable') return
        expect(['proven', 'due_soon']).not.toContain(judged?.status)
      }),
      { numRuns: 300 },
    )
  })
})
