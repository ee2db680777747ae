/**
 * `beleg verify BUNDLE [--since HEAD] [--key KEY] [--tsa PEM] [--witness VKEY]`: verifies a bundle of a ledger offline. Exit 0: everything holds; 1:
 * something does not, and the first entry concerned is named; 2: the bundle could not be judged. The work is all in one
 * file without dependencies, `src/trust/verify/verify.ts`, which runs by itself too.
 */
import { runVerifier } from '#trust/verify/verify.ts'
import { defineCommand } from 'citty'
import { say } from '../output.ts'

export const verifyCommand = defineCommand({
  meta: { name: 'verify', description: 'Verify a bundle of a ledger, offline.' },
  args: {
    bundle: { type: 'positional', required: true, description: 'The bundle, as `beleg ledger export` wrote it' },
    since: { type: 'string', description: 'File with a signed head that was kept: the bundle has to continue it' },
    key: { type: 'string', description: 'Base64 of the Ed25519 keys that are trusted, separated by commas' },
    tsa: {
      type: 'string',
      description: 'Files with certificates in PEM of timestamp authorities that are trusted, separated by commas',
    },
    witness: {
      type: 'string',
      description: 'Verifier keys of witnesses who have to have cosigned, separated by commas',
    },
    json: { type: 'boolean', description: 'Print the report as JSON' },
  },
  run({ args }) {
    const keys = args.key?.split(',')
    process.exitCode = runVerifier(
      args.bundle,
      {
        ...(args.since !== undefined && { since: args.since }),
        ...(keys && { keys }),
        ...(args.tsa !== undefined && { authorities: args.tsa.split(',') }),
        ...(args.witness !== undefined && { witnesses: args.witness.split(',') }),
        ...(args.json && { json: true }),
      },
      say,
    )
  },
})
