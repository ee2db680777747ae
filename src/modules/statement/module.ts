/** The statement: sentences, their proof, and decisions about them. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { endRequest, exceptionKind } from './exception-case.ts'
import { evidenceDocument } from './document/evidence-document.ts'
import { periodDocument, periodOfClaimDocument } from './document/period-document.ts'
import { statementDocument } from './document/statement-document.ts'
import { takeEffect } from './actions/version.ts'
import { confidentialColumns } from './cell.ts'
import { statementRoutes } from './routes.ts'
import { watchDuties, watchFactTypes } from './watch/duty.ts'
import { pageCollector, type PageAddresses } from './watch/watch.ts'

/** `addresses`: where the public pages of this instance are reached; null where nothing is served to be watched. */
export function statementModule(registry: () => Registry, addresses: PageAddresses | null = null): Module {
  return {
    name: 'statement',
    permissions: {
      'statement:read': ['owner', 'isb', 'management', 'measure-owner', 'employee', 'auditor', 'customer'],
      'claim:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
      'statement:draft': ['owner', 'isb'],
      'statement:approve': ['owner', 'isb', 'management'],
      'statement:publish': ['owner', 'isb', 'management'],
      'customer-contract:read': ['owner', 'isb', 'management', 'auditor'],
      'customer-contract:write': ['owner', 'isb'],
      'decision:request': ['owner', 'isb', 'measure-owner'],
      'decision:decide': ['owner', 'isb', 'management'],
    },
    routes: statementRoutes(registry),
    ...(addresses === null
      ? { factTypes: [], duties: [], collectors: [] }
      : { factTypes: watchFactTypes, duties: watchDuties, collectors: [pageCollector(addresses)] }),
    jobs: [endRequest, takeEffect(registry)],
    caseKinds: [exceptionKind],
    documentKinds: [
      statementDocument(registry),
      evidenceDocument(registry),
      periodDocument(registry),
      periodOfClaimDocument(registry),
    ],
    confidentialColumns,
    tables: [
      'claim_edits',
      'statement_authors',
      'statement_answers',
      'statement_notices',
      'statement_settings',
      'customer_contracts',
    ],
  }
}
