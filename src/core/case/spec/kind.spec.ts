/** The tables of case kinds: sound ones end closed on every path, and contradictions stop the process. */
import { composeRegistry } from '#app/modules.ts'
import { createSurroundings } from '#app/surroundings.ts'
import type { Actor } from '#core/context.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findingKind } from '../finding.ts'
import { faultsOf, findStep, type CaseKind } from '../kind.ts'
import { refusalOf, submitterAfter } from '../rules.ts'

const registry = composeRegistry(createSurroundings({ publicUrl: null, databaseDirectory: null }))
const kinds = [...registry.caseKinds.values()]
const permissions = new Set<Permission>(Object.keys(registry.permissions) as Permission[])

const personWith = (personId: string): Actor => ({
  kind: 'account',
  tenantId: 't',
  accountId: `account-of-${personId}`,
  personId,
  sessionId: 's',
  roles: ['owner'],
  permissions,
  locale: 'de',
  stepUpAt: null,
})

describe('every kind of case', () => {
  it('is sound: seven kinds, none with a contradiction', () => {
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual([
      'attestation',
      'correction',
      'duty',
      'exception',
      'finding',
      'review',
      'task',
    ])
    for (const kind of kinds) expect(faultsOf(kind, permissions), kind.kind).toEqual([])
  })

  it('ends closed on every path: from wherever a walk comes, a closed state is at most as far as there are states', () => {
    for (const kind of kinds) {
      const states = Object.keys(kind.states)
      fc.assert(
        fc.property(fc.array(fc.nat(), { maxLength: 40 }), (choices) => {
          let state = kind.initial
          for (const choice of choices) {
            const next = kind.transitions.filter((step) => step.from.includes(state))
            if (next.length === 0) break
            state = next[choice % next.length]?.to ?? state
          }
          let edge = new Set([state])
          for (let steps = 0; steps <= states.length; steps += 1) {
            if ([...edge].some((one) => kind.states[one]?.closes)) return true
            edge = new Set(
              [...edge].flatMap((one) => kind.transitions.filter((s) => s.from.includes(one)).map((s) => s.to)),
            )
          }
          return false
        }),
      )
    }
  })

  it('comes to a state that judges work only by another natural person than the one who submitted it', () => {
    const people = ['anna', 'bert', 'carl']
    for (const kind of kinds) {
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.nat(), fc.constantFrom(...people)), { maxLength: 60 }), (moves) => {
          let state = kind.initial
          let submitter: string | null = 'anna'
          for (const [choice, who] of moves) {
            const steps = kind.transitions.filter((step) => step.from.includes(state))
            const step = steps[choice % Math.max(steps.length, 1)]
            if (!step) break
            const hands = { submittedBy: submitter, workerId: null }
            if (refusalOf(step, personWith(who), hands) !== null) continue
            // What was let pass under four eyes had another submitter.
            if (step.fourEyes && submitter === who) return false
            submitter = submitterAfter(kind, step.to, who, submitter, step.fourEyes === true)
            state = step.to
          }
          return true
        }),
      )
    }
  })

  it('refuses the same person with another account, and the one the work was given to', () => {
    const verify = findStep(findingKind, 'implemented', 'verified')
    if (!verify) throw new Error('findings are not verified')
    expect(refusalOf(verify, personWith('anna'), { submittedBy: 'anna', workerId: null })).toBe('four_eyes.same_person')
    const other: Actor = { ...personWith('anna'), accountId: 'a-second-account' } as Actor
    expect(refusalOf(verify, other, { submittedBy: 'anna', workerId: null })).toBe('four_eyes.same_person')
    expect(refusalOf(verify, personWith('bert'), { submittedBy: 'anna', workerId: 'bert' })).toBe(
      'four_eyes.same_person',
    )
    expect(refusalOf(verify, personWith('carl'), { submittedBy: 'anna', workerId: 'bert' })).toBeNull()
  })

  it('leaves to the system what only it observes', () => {
    for (const kind of kinds)
      for (const step of kind.transitions.filter(({ by }) => by === 'system'))
        expect(refusalOf(step, personWith('anna'), { submittedBy: null, workerId: null })).toBe('case.system_only')
  })
})

describe('a kind that contradicts itself', () => {
  const sound: CaseKind = {
    kind: 'thing',
    initial: 'open',
    states: { open: { phase: 'open' }, waiting: { phase: 'deciding' }, closed: { phase: 'verified', closes: true } },
    courses: [['open', 'waiting', 'closed']],
    guards: { ready: () => null },
    transitions: [
      { name: 'submit', from: ['open'], to: 'waiting', by: { permission: 'case:work' }, guards: ['ready'] },
      { name: 'approve', from: ['waiting'], to: 'closed', by: { permission: 'case:verify' }, fourEyes: true },
    ],
    clocks: [{ name: 'due', startsIn: ['open'], stopsIn: ['closed'], deadline: { duration: 'P1D' } }],
  }
  const [submit, approve] = sound.transitions
  const faults = (over: Partial<CaseKind>) => faultsOf({ ...sound, ...over }, permissions)
  if (!submit || !approve) throw new Error('the sound kind has two steps')

  it('is named: an unknown guard, state or permission, a state that nothing leads to, no way to close', () => {
    expect(faultsOf(sound, permissions)).toEqual([])
    expect(faults({ guards: {} })).toEqual([
      'the case kind thing asks the guard ready in submit, which it does not have',
    ])
    expect(faults({ initial: 'nowhere' })).toContain(
      'the case kind thing speaks of the state nowhere in its beginning, which it does not have',
    )
    expect(faults({ states: { ...sound.states, island: { phase: 'open' } } })).toEqual([
      'the case kind thing never comes to island',
      'the case kind thing cannot be closed from island',
    ])
    expect(faults({ transitions: [submit] })).toContain('the case kind thing cannot be closed from open')
    expect(faults({ transitions: [submit, { ...approve, by: { permission: 'nobody:holds' } }] })).toEqual([
      'the case kind thing needs nobody:holds for approve, which nobody declares',
    ])
  })

  it('is named: four eyes where nobody submitted, two ways between two states, a phase that is not what it says', () => {
    expect(faults({ transitions: [{ ...submit, fourEyes: true }, approve] })).toEqual([
      'the case kind thing wants four eyes in submit where nobody submitted anything',
    ])
    expect(faults({ transitions: [submit, { ...submit, name: 'again' }, approve] })).toEqual([
      'the case kind thing leads twice from open to waiting',
    ])
    expect(faults({ states: { ...sound.states, waiting: { phase: 'deciding', closes: true } } })).toContain(
      'the case kind thing is closed in waiting, which is deciding',
    )
  })
})
