/**
 * What the modules together declare, in the form the core works with. Built once per process; a duty for an unknown
 * measure or fact type, or two modules claiming the same thing, stops the process.
 */
import { separationBreach } from './status/separation.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import type { Localised } from '#platform/i18n/locale.ts'
import { collectConfidentialColumns, type ConfidentialColumn } from '#platform/crypto/confidential.ts'
import type { JobDefinition } from '#platform/job/job.ts'
import { faultsOf, type CaseKind } from './case/kind.ts'
import type { Collector } from './collector.ts'
import type { Services } from './context.ts'
import type { DocumentKind } from './document/kind.ts'
import type { Duty, FactType } from './duty.ts'
import { recordDuty, recordFactType } from './evidence/record-duty.ts'
import type { FilteredList, Module, Route } from './module.ts'
import type { BuiltInRole, PermissionTable } from './permission.ts'
import type { Population } from './population.ts'
import type { EvidenceClass } from './vocabulary.ts'

/** A measure of the catalogue, as far as the core reads it. */
export interface CatalogueMeasure {
  readonly id: string
  readonly capability: string
  readonly title: Localised
  readonly proof: Localised
  readonly evidenceClass: EvidenceClass
  readonly maxAge: string
  readonly trigger: 'continuous' | 'calendar' | 'event'
}

export interface Registry {
  readonly modules: readonly Module[]
  readonly routes: readonly Route[]
  readonly permissions: PermissionTable
  readonly factTypes: ReadonlyMap<string, FactType>
  readonly populations: ReadonlyMap<string, Population>
  readonly measures: ReadonlyMap<string, CatalogueMeasure>
  readonly dutiesOf: (measureId: string) => readonly Duty[]
  readonly collectors: readonly Collector[]
  readonly jobs: readonly JobDefinition<Services>[]
  readonly confidentialColumns: readonly ConfidentialColumn[]
  readonly tables: readonly string[]
  readonly lists: ReadonlyMap<string, FilteredList>
  readonly caseKinds: ReadonlyMap<string, CaseKind>
  readonly documentKinds: ReadonlyMap<string, DocumentKind>
  /** Whether a person may file evidence for a measure by hand. */
  readonly acceptsUpload: (measureId: string) => boolean
}

/**
 * Composes the manifests with the catalogue.
 * @throws Error naming every contradiction
 */
export function createRegistry(modules: readonly Module[], catalogue: readonly CatalogueMeasure[]): Registry {
  const faults: string[] = []
  const measures = new Map(catalogue.map((measure) => [measure.id, measure]))
  const factTypes = new Map<string, FactType>([[recordFactType.type, recordFactType]])
  for (const factType of modules.flatMap((m) => m.factTypes)) {
    if (factTypes.has(factType.type)) faults.push(`two modules declare the fact type ${factType.type}`)
    factTypes.set(factType.type, factType)
  }
  const populations = new Map<string, Population>()
  for (const population of modules.flatMap((m) => m.populations ?? [])) {
    if (populations.has(population.id)) faults.push(`two modules declare the population ${population.id}`)
    if (factTypes.has(population.id)) faults.push(`${population.id} is a population and a fact type`)
    populations.set(population.id, population)
  }
  const duties = new Map<string, Duty[]>()
  for (const duty of modules.flatMap((m) => m.duties)) {
    if (!measures.has(duty.measure))
      faults.push(`the duty ${duty.id} is for ${duty.measure}, which the catalogue does not know`)
    if (!factTypes.has(duty.factType)) faults.push(`the duty ${duty.id} judges ${duty.factType}, which nobody declares`)
    if ((duty.trigger === 'event') !== (duty.event !== undefined))
      faults.push(`the duty ${duty.id} waits for an event without saying which, or names one without waiting for it`)
    if (duty.separation !== undefined && duty.persons === undefined)
      faults.push(`the duty ${duty.id} separates persons that it cannot tell`)
    if (duty.population !== undefined && !populations.has(duty.population))
      faults.push(`the duty ${duty.id} is about ${duty.population}, which nobody declares`)
    duties.set(duty.measure, [...(duties.get(duty.measure) ?? []), duty])
  }
  const byRecord = new Set<string>()
  for (const measure of catalogue) {
    // Where no module observes, a reviewed record proves what its class may prove.
    if (duties.has(measure.id) || (measure.evidenceClass !== 'attested' && measure.evidenceClass !== 'document'))
      continue
    duties.set(measure.id, [recordDuty(measure)])
    byRecord.add(measure.id)
  }
  const permissions: Record<Permission, readonly BuiltInRole[]> = {}
  for (const [permission, roles] of modules.flatMap(
    (m) => Object.entries(m.permissions) as [Permission, readonly BuiltInRole[]][],
  )) {
    if (permission in permissions) faults.push(`two modules declare the permission ${permission}`)
    permissions[permission] = roles
  }
  const routes = modules.flatMap((m) => m.routes)
  for (const { endpoint } of routes) {
    if (typeof endpoint.access === 'string' && !(endpoint.access in permissions)) {
      faults.push(`${endpoint.id} needs ${endpoint.access}, which nobody declares`)
    }
  }
  const lists = new Map<string, FilteredList>()
  for (const list of modules.flatMap((m) => m.lists ?? [])) {
    if (lists.has(list.id)) faults.push(`two modules declare the list ${list.id}`)
    if (!(list.permission in permissions))
      faults.push(`the list ${list.id} needs ${list.permission}, which nobody declares`)
    lists.set(list.id, list)
  }
  const caseKinds = new Map<string, CaseKind>()
  for (const kind of modules.flatMap((m) => m.caseKinds ?? [])) {
    if (caseKinds.has(kind.kind)) faults.push(`two modules declare the case kind ${kind.kind}`)
    caseKinds.set(kind.kind, kind)
    faults.push(...faultsOf(kind, new Set(Object.keys(permissions))))
  }
  const documentKinds = new Map<string, DocumentKind>()
  for (const kind of modules.flatMap((m) => m.documentKinds ?? [])) {
    if (documentKinds.has(kind.id)) faults.push(`two modules declare the kind of document ${kind.id}`)
    if (!(kind.permission in permissions))
      faults.push(`the kind of document ${kind.id} needs ${kind.permission}, which nobody declares`)
    documentKinds.set(kind.id, kind)
  }
  const collectors = modules.flatMap((m) => m.collectors)
  for (const duty of [...duties.values()].flat()) {
    if (duty.collector !== undefined && !collectors.some((collector) => collector.id === duty.collector)) {
      faults.push(`the duty ${duty.id} waits for the collector ${duty.collector}, which does not exist`)
    }
  }
  for (const [type, factType] of factTypes) {
    const judging = [...duties.values()].flat().filter((duty) => duty.factType === type)
    factTypes.set(type, {
      ...factType,
      // `checkFacts` has parsed the data by the schema of its type.
      inDoubt: (data) =>
        judging.some(
          (duty) =>
            duty.applies?.(data) !== false &&
            // What one person was both in proves nothing, so that what was known before still counts.
            (duty.predicate(data, []).outcome === 'unknown' || separationBreach(duty, data) !== null),
        ),
    })
  }
  if (faults.length > 0) throw new Error(`The modules contradict each other:\n- ${faults.join('\n- ')}`)
  return {
    modules,
    routes,
    permissions,
    factTypes,
    populations,
    measures,
    dutiesOf: (measureId) => duties.get(measureId) ?? [],
    collectors,
    jobs: modules.flatMap((m) => m.jobs),
    confidentialColumns: collectConfidentialColumns(modules.map((m) => m.confidentialColumns)),
    tables: modules.flatMap((m) => m.tables),
    lists,
    caseKinds,
    documentKinds,
    acceptsUpload: (measureId) => byRecord.has(measureId),
  }
}
