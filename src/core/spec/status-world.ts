/** Builds views for the specs of status(): one fact type that says whether something is on, and arbitrary histories. */
import fc from 'fast-check'
import { z } from 'zod'
import { defineDuty, defineFactType, type Duty } from '../duty.ts'
import type {
  ClaimView,
  DecisionView,
  DutyView,
  KnownObservation,
  ObservedSubject,
  PopulationView,
} from '../status/view.ts'
import { evidenceClasses, quantifiers } from '../vocabulary.ts'

export const noon = new Date('2026-03-01T12:00:00Z')
export const hourMs = 3_600_000

/** An instant so many hours after noon. */
export function at(hours: number): Date {
  return new Date(noon.getTime() + hours * hourMs)
}

export const switchType = defineFactType({
  type: 'thing.switch',
  subjectKind: 'thing',
  title: { de: 'Schalter', en: 'Switch' },
  schema: z.strictObject({ on: z.boolean().nullable() }),
})

/** A duty that everything be on. */
export function switchDuty(over: Partial<Duty> = {}): Duty {
  return {
    ...defineDuty(switchType, {
      id: 'thing.on/all',
      measure: 'thing.on',
      trigger: 'continuous',
      predicate: ({ on }) =>
        on === null
          ? { outcome: 'unknown', reason: 'thing.unclear' }
          : on
            ? { outcome: 'pass', reason: 'thing.on' }
            : { outcome: 'fail', reason: 'thing.off' },
      maxAge: 'PT24H',
      minimumClass: 'export',
      whenEmpty: 'unproven',
    }),
    ...over,
  }
}

let counter = 0

/** One observation; later ones get later ids. */
export function saw(on: boolean | null, hours: number, over: Partial<KnownObservation> = {}): KnownObservation {
  counter += 1
  return {
    evidenceId: `evidence-${String(counter).padStart(6, '0')}`,
    class: 'machine',
    observedAt: at(hours),
    knownAt: at(hours),
    validUntil: null,
    data: { on },
    ...over,
  }
}

export function thing(id: string, observations: readonly KnownObservation[], joinedHours = -1000): ObservedSubject {
  return { id, kind: 'thing', externalId: id, name: null, joinedAt: at(joinedHours), observations }
}

/** A reconciled population of these subjects, unless told otherwise. */
export function duty(
  subjects: readonly ObservedSubject[],
  over: { population?: Partial<PopulationView>; duty?: Partial<Duty> } = {},
): DutyView {
  return {
    duty: switchDuty(over.duty),
    subjects,
    population: {
      expected: subjects.length,
      seen: subjects.length,
      reconciledAgainst: 'a second list',
      silentFrom: null,
      failure: null,
      observed: subjects.length > 0,
      ...over.population,
    },
  }
}

export function claim(view: DutyView, over: Partial<ClaimView> = {}): ClaimView {
  return {
    kind: 'promise',
    modality: 'does',
    quantifier: 'every',
    parameters: [],
    measures: [{ measureId: 'thing.on', duties: [view] }],
    decisions: [],
    ...over,
  }
}

export function decision(kind: DecisionView['kind'], over: Partial<DecisionView> = {}): DecisionView {
  return {
    id: kind,
    kind,
    subjectId: null,
    decidedAt: at(-10),
    validFrom: at(-10),
    validUntil: at(1000),
    revokedAt: null,
    ...over,
  }
}

/** Any observation from two days before noon to noon. */
export const anyObservation: fc.Arbitrary<KnownObservation> = fc
  .record({
    on: fc.constantFrom(true, true, false, null),
    hours: fc.integer({ min: -48, max: 0 }),
    late: fc.integer({ min: 0, max: 24 }),
    class: fc.constantFrom(...evidenceClasses),
    id: fc.uuid(),
    validHours: fc.option(fc.integer({ min: -24, max: 48 })),
  })
  .map(({ on, hours, late, class: evidenceClass, id, validHours }) => ({
    evidenceId: id,
    class: evidenceClass,
    observedAt: at(hours),
    knownAt: at(hours + late),
    validUntil: validHours === null ? null : at(validHours),
    data: { on },
  }))

/** Any claim over any history of up to four subjects. */
export const anyClaim: fc.Arbitrary<ClaimView> = fc
  .record({
    quantifier: fc.constantFrom(...quantifiers),
    histories: fc.array(fc.array(anyObservation, { maxLength: 6 }), { maxLength: 4 }),
    expectedMore: fc.integer({ min: -1, max: 1 }),
    reconciled: fc.boolean(),
    silentHours: fc.option(fc.integer({ min: -5, max: 5 })),
    failed: fc.boolean(),
    whenEmpty: fc.constantFrom('proves' as const, 'unproven' as const),
    trigger: fc.constantFrom('continuous' as const, 'calendar' as const),
    number: fc.boolean(),
  })
  .map((given) => {
    const subjects = given.histories.map((observations, index) => thing(`thing-${index}`, observations))
    const view = duty(subjects, {
      duty: { whenEmpty: given.whenEmpty, trigger: given.trigger },
      population: {
        expected: given.reconciled ? Math.max(0, subjects.length + given.expectedMore) : null,
        reconciledAgainst: given.reconciled ? 'a second list' : null,
        silentFrom: given.silentHours === null ? null : at(given.silentHours),
        failure: given.failed ? 'timeout' : null,
      },
    })
    return claim(view, {
      quantifier: given.quantifier,
      parameters: given.number ? [{ name: 'interval', value: 'P1D', unit: 'duration' }] : [],
    })
  })
