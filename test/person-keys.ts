/** Keys of persons in a directory that goes with the process, under a master key that nobody keeps. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPersonKeys, type PersonKeys } from '#core/ledger/person-key.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'

export function createPersonKeys(): PersonKeys {
  const directory = mkdtempSync(join(tmpdir(), 'beleg-persons-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  return openPersonKeys(directory, createCustodian('environment', randomBytes(32), true))
}
