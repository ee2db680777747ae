/** Isolation: attacks on every route and every table from another tenant, and the look into the database's catalogue. */
import { defineDuty, defineFactType } from '#core/duty.ts'
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { canaryCollector } from './canary.ts'
import { factTypes, functionFactSchema, roleFactSchema, routeFactSchema, tableFactSchema } from './contract.ts'
import { rowSecurityCollector } from './row-security.ts'
import { judgeDefinerFunction, judgeRolePrivileges, judgeRouteIsolation, judgeTableSecurity } from './rules.ts'

const route = defineFactType({
  type: factTypes.route,
  subjectKind: 'route',
  title: { de: 'Trennung an einer Schnittstelle', en: 'Isolation at a route' },
  schema: routeFactSchema,
})
const table = defineFactType({
  type: factTypes.table,
  subjectKind: 'table',
  title: { de: 'Zeilenschutz einer Tabelle', en: 'Row security of a table' },
  schema: tableFactSchema,
})
const role = defineFactType({
  type: factTypes.role,
  subjectKind: 'database-role',
  title: { de: 'Rechte einer Datenbankrolle', en: 'Privileges of a database role' },
  schema: roleFactSchema,
})
const definer = defineFactType({
  type: factTypes.function,
  subjectKind: 'database-function',
  title: { de: 'Funktion mit Rechten ihres Eigentümers', en: 'Function with its owner’s rights' },
  schema: functionFactSchema,
})

const continuous = { trigger: 'continuous', maxAge: 'PT24H', minimumClass: 'machine', whenEmpty: 'unproven' } as const
const rowSecurity = { ...continuous, collector: 'isolation.row-security' } as const

const duties = [
  defineDuty(route, {
    ...continuous,
    id: 'isolation.tenant-separation/routes',
    measure: 'isolation.tenant-separation',
    predicate: judgeRouteIsolation,
    collector: 'isolation.canary',
  }),
  // The same look proves two promises: the wider one rests on it too.
  ...(['isolation.tenant-separation', 'isolation.row-security'] as const).flatMap((measure) => [
    defineDuty(table, { ...rowSecurity, id: `${measure}/tables`, measure, predicate: judgeTableSecurity }),
    defineDuty(role, { ...rowSecurity, id: `${measure}/roles`, measure, predicate: judgeRolePrivileges }),
    defineDuty(definer, { ...rowSecurity, id: `${measure}/functions`, measure, predicate: judgeDefinerFunction }),
  ]),
]

/** What the attacks need to know of the instance. */
export interface Surroundings {
  readonly registry: () => Registry
  /** Base URLs of the servers of this instance that this process reaches, the preferred one first. */
  readonly serverUrls: () => readonly string[]
}

export function isolationModule(around: Surroundings): Module {
  return {
    name: 'isolation',
    permissions: {},
    routes: [],
    factTypes: [route, table, role, definer],
    duties,
    collectors: [rowSecurityCollector(around.registry), canaryCollector(around.registry, around.serverUrls)],
    jobs: [],
    confidentialColumns: [],
    tables: [],
  }
}
