/** A case of a past instant is its present row with every later change taken back. */
import { describe, expect, it } from 'vitest'
import { undoChanges, type CaseChangeEntry } from '../past.ts'
import { findingKind } from '../finding.ts'

const at = new Date('2026-03-01T00:00:00Z')
const started = new Date('2026-02-20T00:00:00Z')
const clock = { name: 'plan', started_at: started, due_at: new Date('2026-04-01T00:00:00Z') }
const row = { state: 'implemented', owner_id: 'olga' }
const undo = (later: readonly CaseChangeEntry[], clocks = [clock]) => undoChanges(findingKind, row, clocks, later, at)
const moved = (state: string): CaseChangeEntry => ({ action: 'case.moved', before: { state } })
const changed = (before: Record<string, unknown>): CaseChangeEntry => ({ action: 'case.changed', before })

describe('a case of a past instant', () => {
  it('stood as it stands now when nothing was changed since', () => {
    expect(undo([])).toEqual({ state: 'implemented', ownerId: 'olga', dueAt: null })
  })

  it('stood as before the first change since, whatever came after', () => {
    expect(
      undo([moved('planned'), changed({ owner: 'vera' }), moved('raised'), changed({ owner: null })]),
    ).toMatchObject({ state: 'raised', ownerId: null })
  })

  it('was due when it was due then, on the clock that ran then', () => {
    expect(undo([moved('raised'), changed({ 'due.plan': '2026-03-10T00:00:00.000Z' })]).dueAt).toEqual(
      new Date('2026-03-10T00:00:00Z'),
    )
    const later = { ...clock, started_at: new Date('2026-03-05T00:00:00Z') }
    expect(undo([moved('raised')], [later]).dueAt).toBeNull()
  })

  it('is not told from what has expired: unknown stays unknown until an older entry says it', () => {
    const gone: CaseChangeEntry = { action: 'case.moved', before: null }
    expect(undo([gone])).toMatchObject({ state: null, dueAt: undefined })
    expect(undo([gone, moved('raised')])).toMatchObject({ state: 'raised' })
    expect(undo([{ action: 'case.changed', before: null }]).ownerId).toBeUndefined()
    expect(undo([{ action: 'case.changed', before: null }, changed({ owner: 'vera' })]).ownerId).toBe('vera')
  })
})
