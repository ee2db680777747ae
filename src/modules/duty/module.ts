/** Duties in time: what is due when, who is reminded of it, who is away, and a calendar for each person. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { nameDutyCases } from './actions/case.ts'
import { dutyKind } from './case.ts'
import { dutySearchSchema, permissions } from './contract.ts'
import { dutyRecurring } from './jobs.ts'
import { dutyRoutes } from './routes.ts'

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function dutyModule(registry: () => Registry): Module {
  return {
    name: 'duty',
    permissions,
    routes: dutyRoutes(registry),
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    recurring: [dutyRecurring(registry)],
    caseKinds: [{ ...dutyKind, nameCases: (context, ids) => nameDutyCases(context, registry(), ids) }],
    confidentialColumns: [],
    lists: [{ id: 'duty', permission: 'duty:read', search: dutySearchSchema }],
    tables: [
      'duty_settings',
      'measure_owners',
      'duty_rhythms',
      'duty_occurrences',
      'duty_reminders',
      'deputies',
      'absences',
      'calendar_feeds',
    ],
  }
}
