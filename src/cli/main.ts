/** The `beleg` command: a table of subcommands, each loaded only when it is called. */
import { defineCommand, runMain } from 'citty'
import { version } from '#app/version.ts'

const main = defineCommand({
  meta: { name: 'beleg', version, description: 'The ISMS that proves its own security statement' },
  subCommands: {
    start: () => import('./commands/start.ts').then((m) => m.startCommand),
    prove: () => import('./commands/prove.ts').then((m) => m.proveCommand),
    claims: () => import('./commands/claims.ts').then((m) => m.claimsCommand),
  },
})

await runMain(main)
