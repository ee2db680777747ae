/** What holds of versions of an entry, whatever changes it sees in whatever order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activeDays, amendEntry, beginEntry, compareVersions, isReturn, versionOn, type Version } from '../version.ts'
import type { Fields } from '../contract/shape.ts'

const life = { startField: 'start', endField: 'end' } as const
const days = Array.from(
  { length: 40 },
  (_, i) => `2026-${i < 20 ? '01' : '02'}-${String((i % 20) + 1).padStart(2, '0')}`,
)
const day = fc.constantFrom(...days)

/** A change as a form or a file tells it: never one that ends before it begins. */
const change = fc
  .record(
    {
      on: day,
      team: fc.constantFrom('a', 'b', 'c'),
      tier: fc.constantFrom('1', '2'),
      start: day,
      end: fc.option(day, { nil: null }),
    },
    { requiredKeys: ['on'] },
  )
  .filter(({ start, end }) => typeof start !== 'string' || typeof end !== 'string' || end >= start)
  .map(({ on, ...fields }) => ({ on, fields: fields as Fields }))
const began = fc.record({ on: day, start: day }).map(({ on, start }) => ({ on, fields: entry(start) }))

function entry(start: string): Fields {
  return { team: 'a', tier: '2', start, end: null }
}

/** Everything that was told and makes sense, in the order in which it was told; what a form would refuse is left out. */
function tell(first: { on: string; fields: Fields }, changes: readonly { on: string; fields: Fields }[]): Version[][] {
  const states = [beginEntry(life, first.fields, first.on)]
  for (const one of changes) {
    const next = amendEntry(life, states.at(-1) ?? [], one)
    if (next.every(({ fields }) => fields.end === null || String(fields.end) >= String(fields.start))) states.push(next)
  }
  return states
}

const history = fc.tuple(began, fc.array(change, { maxLength: 12 })).map(([first, changes]) => tell(first, changes))

describe('the versions of an entry', () => {
  it('follow each other without overlap, none is empty, and no two neighbours say the same', () => {
    fc.assert(
      fc.property(history, (states) => {
        for (const versions of states) {
          expect(versions.length).toBeGreaterThan(0)
          for (const [i, { validFrom, validTo, episode, fields }] of versions.entries()) {
            const next = versions[i + 1]
            if (validTo !== null) expect(validTo > validFrom).toBe(true)
            if (next === undefined) continue
            expect(validTo).toBe(next.validFrom)
            expect(next.episode).toBeGreaterThanOrEqual(episode)
            if (next.episode === episode) expect(next.fields).not.toEqual(fields)
          }
          expect(versions.at(-1)?.validTo).toBeNull()
        }
      }),
    )
  })

  it('begin a time of their own for a return, whichever former time it is told of', () => {
    const told = (versions: Version[], on: string, fields: Fields) => amendEntry(life, versions, { on, fields })
    let versions = beginEntry(life, entry('2026-01-01'), '2026-01-01')
    versions = told(versions, '2026-01-02', { end: '2026-01-05' })
    versions = told(versions, '2026-01-07', { start: '2026-01-07' })
    versions = told(versions, '2026-01-08', { end: '2026-01-13' })
    versions = told(versions, '2026-02-06', { start: '2026-02-06' })
    versions = told(versions, '2026-01-03', { start: '2026-02-17' })
    expect([...new Set(versions.map(({ episode }) => episode))]).toEqual([1, 2, 3, 4])
  })

  it('are the same when the same is told twice', () => {
    fc.assert(
      fc.property(history, change, (states, one) => {
        const versions = states.at(-1) ?? []
        const once = amendEntry(life, versions, one)
        // A return begins on its own first day: on a day before that, the same words would be about the time before it.
        const base = versionOn(versions, one.on)?.fields ?? {}
        const on = isReturn(life, base, one.fields) ? String(one.fields.start) : one.on
        expect(amendEntry(life, once, { ...one, on })).toEqual(once)
      }),
    )
  })

  it('say from the day on what was told, and before it all but first and last day as they did', () => {
    fc.assert(
      fc.property(history, day, fc.constantFrom('a', 'b', 'c'), (states, on, team) => {
        const before = states.at(-1) ?? []
        const after = amendEntry(life, before, { on, fields: { team } })
        const told = versionOn(before, on)
        for (const one of days.filter((day) => day >= (before[0]?.validFrom ?? ''))) {
          const [then, now] = [versionOn(before, one), versionOn(after, one)]
          const isTold = then !== undefined && then === told && (one >= on || on < then.validFrom)
          expect(now?.fields, one).toEqual(isTold ? { ...then.fields, team } : then?.fields)
        }
      }),
    )
  })

  it('are restored by ending what a change added and adding what it ended', () => {
    fc.assert(
      fc.property(history, change, (states, one) => {
        const before = states.at(-1) ?? []
        const after = amendEntry(life, before, one)
        const { ended, added } = compareVersions(before, after)
        const kept = after.filter((version) => !added.includes(version))
        const restored = [...kept, ...ended].toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
        expect(restored).toEqual(before)
      }),
    )
  })
})

describe('the days of an entry', () => {
  it('are those on which its version lies between first and last day', () => {
    fc.assert(
      fc.property(history, (states) => {
        const versions = states.at(-1) ?? []
        const spans = activeDays(life, versions)
        for (const one of days) {
          const held = versions.find(
            ({ validFrom, validTo }) => validFrom <= one && (validTo === null || one < validTo),
          )
          const { start, end } = held?.fields ?? {}
          const expected = held !== undefined && String(start) <= one && (end === null || one <= String(end))
          const within = spans.filter(({ from, to }) => from <= one && (to === null || one < to))
          expect(within.length, one).toBe(expected ? 1 : 0)
        }
        for (const [i, { from, to }] of spans.entries()) {
          if (to !== null) expect(to > from).toBe(true)
          const next = spans[i + 1]
          if (next) expect(to !== null && to < next.from).toBe(true)
        }
      }),
    )
  })
})
