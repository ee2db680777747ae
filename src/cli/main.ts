/** The `beleg` command: a table of subcommands, each loaded only when it is called. */
import { defineCommand, runMain } from 'citty'
import { version } from '#platform/version.ts'

const main = defineCommand({
  meta: { name: 'beleg', version, description: 'The ISMS that proves its own security statement' },
  subCommands: {
    start: () => import('./commands/start.ts').then((m) => m.startCommand),
    prove: () => import('./commands/prove.ts').then((m) => m.proveCommand),
    evidence: () => import('./commands/evidence.ts').then((m) => m.evidenceCommand),
    ledger: () => import('./commands/ledger.ts').then((m) => m.ledgerCommand),
    verify: () => import('./commands/verify.ts').then((m) => m.verifyCommand),
    tenant: () => import('./commands/tenant.ts').then((m) => m.tenantCommand),
    doctor: () => import('./commands/doctor.ts').then((m) => m.doctorCommand),
    migrate: () => import('./commands/migrate.ts').then((m) => m.migrateCommand),
    sql: () => import('./commands/sql.ts').then((m) => m.sqlCommand),
    claims: () => import('./commands/claims.ts').then((m) => m.claimsCommand),
    catalog: () => import('./commands/catalog.ts').then((m) => m.catalogCommand),
  },
})

// A reader that has seen enough closes the pipe: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

await runMain(main)
