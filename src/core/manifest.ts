/** The manifest of the core itself: evidence and the outbox, in the shape of a module. */
import { findingKind, correctionKind } from './case/finding.ts'
import { reviewKind } from './case/review.ts'
import type { Module } from './module.ts'
import { evidenceSearchSchema } from './evidence/contract.ts'
import { evidenceRoutes } from './evidence/routes.ts'
import { mailRoutes } from './mail/routes.ts'
import { sendQueuedMail } from './mail/send.ts'
import { forgetDrafts } from './register/jobs.ts'
import { keyColumns } from './register/key-store.ts'
import type { Registry } from './registry.ts'

/** Built with the registry it becomes part of. */
export function coreManifest(registry: () => Registry): Module {
  return {
    name: 'core',
    permissions: {
      'evidence:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
      'evidence:push': ['owner', 'isb', 'measure-owner'],
      'evidence:upload': ['owner', 'isb', 'management', 'measure-owner'],
      'evidence:review': ['owner', 'isb', 'management', 'measure-owner'],
      'outbox:read': ['owner'],
      'case:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
      'case:work': ['owner', 'isb', 'management', 'measure-owner'],
      'case:verify': ['owner', 'isb', 'management'],
    },
    routes: [...evidenceRoutes(registry), ...mailRoutes],
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [sendQueuedMail],
    recurring: [forgetDrafts],
    confidentialColumns: [
      { table: 'cases', column: 'title', row: 'id' },
      { table: 'mails', column: 'recipient', row: 'id' },
      { table: 'mails', column: 'body', row: 'id' },
      { table: 'mails', column: 'unsubscribe', row: 'id' },
      { table: 'idempotency_keys', column: 'answer', row: 'key' },
      { table: 'ledger_signing_keys', column: 'seed', row: 'id' },
      ...keyColumns,
    ],
    caseKinds: [findingKind, correctionKind, reviewKind],
    lists: [{ id: 'evidence', permission: 'evidence:read', search: evidenceSearchSchema }],
    tables: [
      'ledger_pending',
      'ledger_tiles',
      'ledger_checkpoints',
      'ledger_signing_keys',
      'subjects',
      'evidence',
      'facts',
      'population_counts',
      'memberships',
      'heartbeats',
      'observation_spans',
      'judging_marks',
      'decisions',
      'statements',
      'claims',
      'judgements',
      'findings',
      'cases',
      'case_clocks',
      'case_links',
      'idempotency_keys',
      'documents',
      'document_files',
      'mails',
      'data_keys',
      'register_imports',
      'register_keys',
      'duty_events',
    ],
  }
}
