/** Identity: people, accounts with two factors, sessions, API keys, and the proof that no account has fewer. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { confidentialColumns } from './cell.ts'
import { accountCollector } from './collector.ts'
import { permissions } from './contract.ts'
import { permissionsDocument } from './document.ts'
import { duties, factTypes } from './fact.ts'
import { forgetSpent } from './jobs.ts'
import { identityRoutes } from './routes.ts'

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function identityModule(registry: () => Registry): Module {
  return {
    name: 'identity',
    permissions,
    routes: identityRoutes(registry),
    factTypes,
    duties,
    collectors: [accountCollector],
    jobs: [],
    documentKinds: [permissionsDocument(registry)],
    recurring: [forgetSpent],
    confidentialColumns,
    tables: [
      'people',
      'accounts',
      'credentials',
      'totp_factors',
      'recovery_codes',
      'sessions',
      'login_transactions',
      'enrolments',
      'account_resets',
      'api_keys',
      'login_attempts',
      'known_places',
      'sign_ins',
    ],
  }
}
