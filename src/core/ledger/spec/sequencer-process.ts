/** A process that may be killed: sequences until then. Its connections and keys come in BELEG_SPEC_SEQUENCER. */
import { systemClock } from '#platform/clock/clock.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { createVault } from '#platform/crypto/vault.ts'
import { openDatabase } from '#platform/database/database.ts'
import { createLog } from '#platform/log/log.ts'
import type pg from 'pg'
import { startSequencer } from '../sequencer.ts'

const given = JSON.parse(process.env.BELEG_SPEC_SEQUENCER ?? '{}') as {
  connections: Record<string, pg.ClientConfig>
  masterKey: string
  platform: string
}
const log = createLog({ level: 'fatal', process: 'sequencer' })
const database = openDatabase({ connection: (role) => given.connections[role] ?? {}, clock: systemClock, log })
const custodian = createCustodian('environment', Buffer.from(given.masterKey, 'base64'), true)
const vault = createVault({ custodian, database, clock: systemClock })
startSequencer({ database, clock: systemClock, vault, log }, given.platform)
process.stdout.write('started\n')
