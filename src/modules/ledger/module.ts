/** The ledger as a promise: nothing recorded can be changed unseen, and every administrative act is recorded. */
import { defineDuty, defineFactType } from '#core/duty.ts'
import { noOutlets, type Outlets } from '#core/ledger/outlet.ts'
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { adminActionsCollector } from './admin-actions.ts'
import { confidentialColumns } from './cell.ts'
import {
  actionFactSchema,
  factTypes,
  ledgerSearchSchema,
  rightsFactSchema,
  treeFactSchema,
  triggerFactSchema,
} from './contract.ts'
import { integrityCollector } from './integrity.ts'
import { ledgerJobs } from './jobs.ts'
import { ledgerRoutes } from './routes.ts'
import { judgeAction, judgeRights, judgeTree, judgeTrigger } from './rules.ts'

const tree = defineFactType({
  type: factTypes.tree,
  subjectKind: 'ledger',
  title: { de: 'Baum eines Hauptbuchs', en: 'Tree of a ledger' },
  schema: treeFactSchema,
})
const trigger = defineFactType({
  type: factTypes.trigger,
  subjectKind: 'ledger-trigger',
  title: { de: 'Wächter einer Tabelle des Hauptbuchs', en: 'Guard of a table of the ledger' },
  schema: triggerFactSchema,
})
const rights = defineFactType({
  type: factTypes.rights,
  subjectKind: 'ledger-table',
  title: { de: 'Rechte an einer Tabelle des Hauptbuchs', en: 'Rights on a table of the ledger' },
  schema: rightsFactSchema,
})
const action = defineFactType({
  type: factTypes.action,
  subjectKind: 'route',
  title: { de: 'Eintrag einer Handlung', en: 'Entry of an action' },
  schema: actionFactSchema,
})

const continuous = { trigger: 'continuous', maxAge: 'PT24H', minimumClass: 'machine', whenEmpty: 'unproven' } as const
const integrity = { ...continuous, measure: 'ledger.integrity', collector: 'ledger.integrity' } as const

const duties = [
  defineDuty(tree, { ...integrity, id: 'ledger.integrity/trees', predicate: judgeTree }),
  defineDuty(trigger, { ...integrity, id: 'ledger.integrity/guards', predicate: judgeTrigger }),
  defineDuty(rights, { ...integrity, id: 'ledger.integrity/rights', predicate: judgeRights }),
  defineDuty(action, {
    ...continuous,
    id: 'ledger.admin-actions/entries',
    measure: 'ledger.admin-actions',
    predicate: judgeAction,
    collector: 'ledger.admin-actions',
  }),
]

/** The manifest; the collectors try the routes of the registry it becomes part of. */
export function ledgerModule(registry: () => Registry, outlets: Outlets = noOutlets): Module {
  return {
    name: 'ledger',
    permissions: {
      'ledger:read': ['owner', 'isb', 'auditor'],
      'ledger:export': ['owner', 'isb', 'auditor'],
      'ledger:publish': ['owner', 'isb'],
      'ledger:rotate-key': ['owner'],
    },
    routes: ledgerRoutes(outlets),
    factTypes: [tree, trigger, rights, action],
    duties,
    collectors: [integrityCollector(), adminActionsCollector(registry)],
    jobs: [],
    recurring: ledgerJobs(outlets),
    confidentialColumns,
    lists: [{ id: 'ledger', permission: 'ledger:read', search: ledgerSearchSchema }],
    tables: ['head_recipients'],
  }
}
