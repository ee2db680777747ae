/** Two parts, two natural persons: evidence of one who was both proves nothing, and still counts against. */
import { z } from 'zod'
import { describe, expect, test } from 'vitest'
import { defineDuty, defineFactType } from '../duty.ts'
import type { Module } from '../module.ts'
import { createRegistry, type CatalogueMeasure } from '../registry.ts'
import { findProof, status } from '../status/status.ts'
import type { ClaimView, KnownObservation } from '../status/view.ts'
import type { EvidenceClass } from '../vocabulary.ts'

const drillType = defineFactType({
  type: 'drill.result',
  subjectKind: 'system',
  title: { de: 'Übung', en: 'Drill' },
  schema: z.strictObject({ worked: z.boolean(), tester: z.string().nullable(), operator: z.string().nullable() }),
})
const drill = defineDuty(drillType, {
  id: 'drill.done/each',
  measure: 'drill.done',
  trigger: 'calendar',
  predicate: ({ worked }) =>
    worked ? { outcome: 'pass', reason: 'drill.worked' } : { outcome: 'fail', reason: 'drill.failed' },
  maxAge: 'P92D',
  minimumClass: 'document',
  whenEmpty: 'unproven',
  separation: [['tester', 'operator']],
  persons: ({ tester, operator }) => ({ tester, operator }),
})

const noon = new Date('2026-03-01T12:00:00Z')
const daysBefore = (days: number) => new Date(noon.getTime() - days * 86_400_000)
let counter = 0
function saw(
  days: number,
  data: { worked?: boolean; tester?: string | null; operator?: string | null },
  evidenceClass: EvidenceClass = 'machine',
): KnownObservation {
  counter += 1
  return {
    evidenceId: `evidence-${counter}`,
    class: evidenceClass,
    observedAt: daysBefore(days),
    knownAt: daysBefore(days),
    validUntil: null,
    data: { worked: true, tester: 'ada', operator: 'ben', ...data },
  }
}
function claim(observations: readonly KnownObservation[]): ClaimView {
  const subject = { id: 'db', kind: 'system', externalId: 'db', name: null, joinedAt: daysBefore(400), observations }
  const population = {
    expected: 1,
    seen: 1,
    reconciledAgainst: 'list',
    silentFrom: null,
    failure: null,
    observed: true,
  }
  return {
    kind: 'promise',
    modality: 'does',
    quantifier: 'at_least',
    parameters: [],
    decisions: [],
    measures: [{ measureId: drill.measure, duties: [{ duty: drill, subjects: [subject], population }] }],
  }
}
const judge = (...observations: KnownObservation[]) => {
  const judged = status(claim(observations), noon)
  return { status: judged?.status, reason: judged?.duties[0]?.subjects[0]?.reason.code }
}

test('what one person was both in is in doubt, so that the state before it is kept at hand', () => {
  const drills: Module = {
    name: 'drill',
    permissions: {},
    routes: [],
    factTypes: [drillType],
    duties: [drill],
    collectors: [],
    jobs: [],
    confidentialColumns: [],
    tables: [],
  }
  const measure: CatalogueMeasure = {
    id: drill.measure,
    capability: 'C1',
    title: { de: 'Übung', en: 'Drill' },
    proof: { de: 'Beweis', en: 'Proof' },
    evidenceClass: 'document',
    maxAge: 'P92D',
    trigger: 'calendar',
  }
  const known = createRegistry([drills], [measure]).factTypes.get(drillType.type)
  expect(known?.inDoubt?.({ worked: true, tester: 'ada', operator: 'ada' })).toBe(true)
  expect(known?.inDoubt?.({ worked: true, tester: 'ada', operator: 'ben' })).toBe(false)
})

describe('Where tester and operator must be two', () => {
  test('a drill by two persons proves', () => {
    expect(judge(saw(10, {}))).toEqual({ status: 'proven', reason: 'drill.worked' })
  })
  test('a drill by one person proves nothing and says so', () => {
    expect(judge(saw(10, { operator: 'ada' }))).toEqual({ status: 'unproven', reason: 'separation.same_person' })
  })
  test('a drill that does not say by whom proves nothing', () => {
    expect(judge(saw(10, { operator: null }))).toEqual({ status: 'unproven', reason: 'separation.person_unknown' })
  })
  test('an older drill by two goes on proving, for as long as it is good', () => {
    expect(judge(saw(30, {}), saw(10, { operator: 'ada' }))).toEqual({ status: 'proven', reason: 'drill.worked' })
    expect(judge(saw(93, {}), saw(10, { operator: 'ada' })).status).toBe('lapsed')
    const [subject] = claim([saw(30, {}), saw(10, { operator: 'ada' })]).measures[0]?.duties[0]?.subjects ?? []
    if (!subject) throw new Error('there is a subject')
    expect(findProof(subject, drill, claim([]), noon)).toMatchObject({ observedAt: daysBefore(30) })
  })
  test('a failure is heard whoever reports it', () => {
    expect(judge(saw(10, { worked: false, operator: 'ada' })).status).toBe('contradicted')
  })
  test('whoever checked themselves cannot clear a failure, two persons can', () => {
    const failed = saw(20, { worked: false })
    expect(judge(failed, saw(10, { operator: 'ada' })).status).toBe('contradicted')
    expect(judge(failed, saw(10, {})).status).toBe('proven')
  })
})
