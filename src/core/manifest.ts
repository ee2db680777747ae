/** The manifest of the core itself: evidence and the outbox, in the shape of a module. */
import type { Module } from './module.ts'
import { evidenceSearchSchema } from './evidence/contract.ts'
import { evidenceRoutes } from './evidence/routes.ts'
import { mailRoutes } from './mail/routes.ts'
import { sendQueuedMail } from './mail/send.ts'
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
    },
    routes: [...evidenceRoutes(registry), ...mailRoutes],
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [sendQueuedMail],
    confidentialColumns: [
      { table: 'mails', column: 'recipient', row: 'id' },
      { table: 'mails', column: 'body', row: 'id' },
      { table: 'idempotency_keys', column: 'answer', row: 'key' },
      { table: 'ledger_signing_keys', column: 'seed', row: 'id' },
    ],
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
      'current_facts',
      'heartbeats',
      'decisions',
      'statements',
      'claims',
      'judgements',
      'findings',
      'idempotency_keys',
      'mails',
      'data_keys',
      'duty_events',
    ],
  }
}
