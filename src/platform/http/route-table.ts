/**
 * The check that the type checker makes once more at start: every route declares permission, step-up and audit, names
 * its object parameters, and no two routes share a method and path. A server with a faulty table does not start.
 */
import type { Endpoint } from './endpoint.ts'

/** All faults of a table of endpoints, as English sentences; empty when it is sound. */
export function faultsOf(endpoints: readonly Endpoint[]): string[] {
  const faults: string[] = []
  const ids = new Set<string>()
  const places = new Set<string>()
  for (const endpoint of endpoints) {
    const name = `${endpoint.method} ${endpoint.path}`
    const place = `${endpoint.method} ${endpoint.path.replaceAll(/:[^/]+/g, ':')}`
    if (ids.has(endpoint.id)) faults.push(`${name}: the id ${endpoint.id} is taken`)
    if (places.has(place)) faults.push(`${name}: another route has this method and path`)
    ids.add(endpoint.id)
    places.add(place)
    if (!declaresAccess(endpoint)) faults.push(`${name}: declares no permission`)
    if (typeof endpoint.stepUp !== 'boolean') faults.push(`${name}: does not say whether it needs a step-up`)
    if (!declaresAudit(endpoint)) faults.push(`${name}: declares no audit`)
    else if (endpoint.method !== 'GET' && !('entry' in endpoint.audit))
      faults.push(`${name}: changes without a ledger entry`)
    const parameters = [...endpoint.path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] ?? '')
    for (const parameter of parameters) {
      if (!endpoint.params || !(parameter in endpoint.params.shape)) faults.push(`${name}: no schema for :${parameter}`)
      if (parameter.endsWith('Id') && !endpoint.objects?.includes(parameter))
        faults.push(`${name}: :${parameter} is not among its objects`)
    }
  }
  return faults
}

function declaresAccess({ access }: Endpoint): boolean {
  if (typeof access === 'string') return /^[a-z-]+:[a-z-]+$/.test(access)
  if (typeof access !== 'object' || access === null) return false
  return Object.values(access).some((reason) => typeof reason === 'string' && reason.length > 0)
}

function declaresAudit({ audit }: Endpoint): boolean {
  return (
    typeof audit === 'object' &&
    audit !== null &&
    Object.values(audit).some((text) => typeof text === 'string' && text.length > 0)
  )
}
