/** What the owner of the database can do to the ledger, past the application. */
import { commitTo, leafHash } from '#core/ledger/entry.ts'
import { entryColumns } from '#core/ledger/store.ts'
import type { House } from '#test/house.ts'
import { breakBySql, type Sabotage } from '#test/sabotage/sabotage.ts'
import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const collector = 'ledger.integrity'
const measure = 'ledger.integrity'

/** Runs statements with the guards of a table switched off, and on again: what a look finds is the deed alone. */
async function pastGuards(
  owner: pg.Client,
  table: string,
  statements: readonly [text: string, values: unknown[]][],
): Promise<void> {
  await owner.query('begin')
  try {
    await owner.query(`alter table ${table} disable trigger user`)
    for (const [text, values] of statements) await owner.query(text, values)
    await owner.query(`alter table ${table} enable trigger user`)
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}

/** Entries as a request would write them. */
async function addEntries({ owner, platformTenantId: tenantId }: House, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const [id, recordedAt, salt, payload] = [
      randomUUID(),
      new Date(),
      randomBytes(32),
      '{"who":{"kind":"system","name":"sabotage"}}',
    ]
    await owner.query(
      `insert into ledger_pending (tenant_id, id, recorded_at, action, object_kind, object_id, payload, salt, leaf_hash)
       values ($1, $2, $3, 'sabotage.prepared', 'ledger', 'x', $4, $5, $6)`,
      [
        tenantId,
        id,
        recordedAt,
        payload,
        salt,
        leafHash({ id, tenantId, recordedAt, commitment: commitTo(salt, payload), parts: [] }),
      ],
    )
  }
}

async function countPlaced({ owner, platformTenantId }: House): Promise<number> {
  const { rows } = await owner.query<{ n: string }>(
    'select count(*) as n from ledger_pending where tenant_id = $1 and leaf_index is not null',
    [platformTenantId],
  )
  return Number(rows[0]?.n)
}

type Row = Record<string, unknown>
const columns = ['tenant_id', ...entryColumns, 'leaf_index', 'sequenced_at']

/** Takes rows away and hands out what puts them back. */
async function remove({ owner, platformTenantId }: House, condition: string): Promise<() => Promise<void>> {
  const { rows } = await owner.query<Row>(
    `select ${columns.join(', ')} from ledger_pending where tenant_id = $1 and ${condition}`,
    [platformTenantId],
  )
  if (rows.length === 0) throw new Error('there is nothing to remove')
  await pastGuards(owner, 'ledger_pending', [
    [`delete from ledger_pending where tenant_id = $1 and ${condition}`, [platformTenantId]],
  ])
  const insert = `insert into ledger_pending (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`
  return () =>
    pastGuards(
      owner,
      'ledger_pending',
      rows.map((row) => [insert, columns.map((column) => row[column])]),
    )
}

export const ledgerSabotages: readonly Sabotage[] = [
  {
    id: 'ledger.row-updated',
    measure,
    collector,
    breakIt: async ({ house: { owner, platformTenantId } }) => {
      const { rows } = await owner.query<{ payload: string }>(
        'select payload from ledger_pending where tenant_id = $1 and leaf_index = 3',
        [platformTenantId],
      )
      const put = (payload: string) =>
        pastGuards(owner, 'ledger_pending', [
          [
            'update ledger_pending set payload = $2 where tenant_id = $1 and leaf_index = 3',
            [platformTenantId, payload],
          ],
        ])
      await put(`${rows[0]?.payload} `)
      return () => put(rows[0]?.payload ?? '')
    },
  },
  {
    id: 'ledger.payload-dropped',
    measure,
    collector,
    breakIt: async ({ house: { owner, platformTenantId } }) => {
      // As an expiry leaves it, which the ledger never announced: the leaf is what it was.
      const at = 'tenant_id = $1 and leaf_index = 7'
      const { rows } = await owner.query<{ payload: string; salt: Buffer }>(
        `select payload, salt from ledger_pending where ${at}`,
        [platformTenantId],
      )
      const put = (set: string, values: unknown[]) =>
        pastGuards(owner, 'ledger_pending', [
          [`update ledger_pending set ${set} where ${at}`, [platformTenantId, ...values]],
        ])
      await put(`commitment = sha256(salt || convert_to(payload, 'UTF8')), payload = null, salt = null`, [])
      return () => put('payload = $2, salt = $3, commitment = null', [rows[0]?.payload, rows[0]?.salt])
    },
  },
  { id: 'ledger.row-deleted', measure, collector, breakIt: ({ house }) => remove(house, 'leaf_index = 5') },
  {
    id: 'ledger.tail-truncated',
    measure,
    collector,
    breakIt: async ({ house }) => remove(house, `leaf_index >= ${(await countPlaced(house)) - 2}`),
  },
  {
    id: 'ledger.rows-swapped',
    measure,
    collector,
    breakIt: async ({ house: { owner, platformTenantId } }) => {
      const move = (from: number, to: number): [string, unknown[]] => [
        'update ledger_pending set leaf_index = $3 where tenant_id = $1 and leaf_index = $2',
        [platformTenantId, from, to],
      ]
      const swap = () => pastGuards(owner, 'ledger_pending', [move(2, 999_999_999), move(4, 2), move(999_999_999, 4)])
      await swap()
      return swap
    },
  },
  {
    id: 'ledger.tile-flipped',
    measure,
    collector,
    breakIt: async ({ house }) => {
      const { owner, platformTenantId } = house
      await addEntries(house, Math.max(0, 260 - (await countPlaced(house))))
      const read = async () =>
        (
          await owner.query<{ hashes: Buffer }>(
            'select hashes from ledger_tiles where tenant_id = $1 and level = 0 and tile_index = 0',
            [platformTenantId],
          )
        ).rows[0]
      for (let waitedMs = 0; (await read()) === undefined && waitedMs < 10_000; waitedMs += 100) await sleep(100)
      const tile = await read()
      if (!tile) throw new Error('the first tile never became full')
      const flipped = Buffer.from(tile.hashes)
      flipped[100] = (flipped[100] ?? 0) ^ 1
      const put = (hashes: Buffer) =>
        pastGuards(owner, 'ledger_tiles', [
          [
            'update ledger_tiles set hashes = $2 where tenant_id = $1 and level = 0 and tile_index = 0',
            [platformTenantId, hashes],
          ],
        ])
      await put(flipped)
      return () => put(tile.hashes)
    },
  },
  {
    id: 'ledger.sequencer-stopped',
    measure,
    collector,
    breakIt: async ({ house }) => {
      const { embedded } = house.running.instance
      if (!embedded) throw new Error('the house brings its own database')
      // Whoever holds the leader's lock and does nothing stops every sequencer there is.
      const holder = new pg.Client(embedded.connection('beleg_owner'))
      holder.on('error', () => {})
      await holder.connect()
      await holder.query('select pg_advisory_lock(1650812008, 1)')
      await addEntries(house, 1)
      return () => holder.end()
    },
  },
  {
    id: 'ledger.guard-dropped',
    measure,
    collector,
    breakIt: async ({ house: { owner } }) => {
      const { rows } = await owner.query<{ definition: string }>(
        `select pg_get_triggerdef(oid) as definition from pg_trigger where tgname = 'ledger_pending_kept'`,
      )
      await owner.query('drop trigger ledger_pending_kept on ledger_pending')
      return async () => {
        await owner.query(rows[0]?.definition ?? '')
      }
    },
  },
  breakBySql(
    { id: 'ledger.guard-disabled', measure, collector },
    'alter table ledger_checkpoints disable trigger ledger_checkpoints_kept',
    'alter table ledger_checkpoints enable trigger ledger_checkpoints_kept',
  ),
  breakBySql(
    { id: 'ledger.rights-granted', measure, collector },
    'grant update on ledger_pending to beleg_app',
    'revoke update on ledger_pending from beleg_app',
  ),
  {
    id: 'ledger.entries-swallowed',
    measure: 'ledger.admin-actions',
    collector: 'ledger.admin-actions',
    breakIt: async ({ house: { owner } }) => {
      await owner.query(`
        create function beleg.swallow() returns trigger language plpgsql as $$ begin return null; end $$;
        create trigger swallow before insert on ledger_pending for each row execute function beleg.swallow()`)
      return async () => {
        await owner.query('drop trigger swallow on ledger_pending; drop function beleg.swallow()')
      }
    },
  },
]
