/**
 * The measure catalogue: the one source of measures, validated when it is loaded. Modules attach duties and collectors
 * to these ids and add no titles of their own; `bind.ts` of the statement module recognises measures by `signals`.
 */
import { dataConcepts } from './concepts/data.ts'
import { identityConcepts } from './concepts/identity.ts'
import { operationConcepts } from './concepts/operation.ts'
import { organisationConcepts } from './concepts/organisation.ts'
import { backupContinuityMeasures } from './measures/backup-continuity.ts'
import { cryptographyHostingMeasures } from './measures/cryptography-hosting.ts'
import { detectionMeasures } from './measures/detection.ts'
import { governanceMeasures } from './measures/governance.ts'
import { identityAccessMeasures } from './measures/identity-access.ts'
import { peopleSupplierMeasures } from './measures/people-supplier.ts'
import { platformMeasures } from './measures/platform.ts'
import { riskAuditMeasures } from './measures/risk-audit.ts'
import { type Measure, measureSchema } from './measures/shape.ts'

export type { Measure }

/** One way to recognise a measure: every group must occur (any concept of it), none of `none` may. */
export interface Signal {
  weight: number
  all: readonly (readonly string[])[]
  none: readonly string[]
}

/** Concept name → terms; the term syntax stands in concepts/identity.ts. */
export const concepts: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({ ...identityConcepts, ...dataConcepts, ...operationConcepts, ...organisationConcepts }).map(
    ([name, terms]) => [name, [...new Set(terms.split(',').map((term) => term.trim()))].filter((term) => term !== '')],
  ),
)

/** Reads "0.9 backup daily|automatic !test". Throws on an unknown concept, so that a typing error never loads. */
export function parseSignal(line: string): Signal {
  const [weight, ...words] = line.split(' ')
  const signal = {
    weight: Number(weight),
    all: words.filter((word) => !word.startsWith('!')).map((word) => word.split('|')),
    none: words.filter((word) => word.startsWith('!')).map((word) => word.slice(1)),
  }
  if (!(signal.weight > 0 && signal.weight <= 1) || signal.all.length === 0) throw new Error(`bad signal "${line}"`)
  for (const concept of [...signal.all.flat(), ...signal.none]) {
    if (!concepts.has(concept)) throw new Error(`unknown concept "${concept}" in "${line}"`)
  }
  return signal
}

/** Every measure of every capability, in the order of the catalogue files. */
export const measures: readonly Measure[] = measureSchema
  .array()
  .parse([
    ...governanceMeasures,
    ...riskAuditMeasures,
    ...platformMeasures,
    ...identityAccessMeasures,
    ...cryptographyHostingMeasures,
    ...backupContinuityMeasures,
    ...detectionMeasures,
    ...peopleSupplierMeasures,
  ])

const byId = new Map(measures.map((measure) => [measure.id, measure]))
if (byId.size !== measures.length) throw new Error('two measures share an id')

/** The measure with this id, or undefined. */
export function measureById(id: string): Measure | undefined {
  return byId.get(id)
}

/** The parsed signals of each measure, by id. */
export const signals: ReadonlyMap<string, readonly Signal[]> = new Map(
  measures.map((measure) => [measure.id, measure.concepts.map(parseSignal)]),
)
