/** Keys of persons in a directory that goes with the process, under a master key that nobody keeps. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPersonKeys, type PersonKeys } from '#core/ledger/person-key.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'

let root: string | null = null

export function createPersonKeys(): PersonKeys {
  if (root === null) {
    root = mkdtempSync(join(tmpdir(), 'beleg-persons-'))
    process.once('exit', () => rmSync(root ?? '', { recursive: true, force: true }))
  }
  const directory = mkdtempSync(join(root, 'keys-'))
  return openPersonKeys(directory, createCustodian('environment', randomBytes(32), true))
}
