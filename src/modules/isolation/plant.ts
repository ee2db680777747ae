/**
 * Puts a row of the keeper's into every table of tenants, so that the attack on tables has something to reach for.
 * What routes need comes from their own specimens; what no route makes by itself comes from the core here. A table that
 * stays empty all the same is reported as such and proves nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Context, Services } from '#core/context.ts'
import { confirmHeartbeat } from '#core/evidence/store.ts'
import { ingestEvidence } from '#core/evidence/ingest.ts'
import { recordFactType } from '#core/evidence/record-duty.ts'
import { specimenRecord } from '#core/evidence/specimen.ts'
import { record } from '#core/ledger/record.ts'
import { sequenceBatch } from '#core/ledger/sequence.ts'
import { openSigningKeys } from '#core/ledger/signing-key.ts'
import { tileWidth } from '#core/ledger/tile.ts'
import { openFinding } from '#core/case/finding.ts'
import { markChange } from '#core/judging/mark.ts'
import { writeChanges } from '#core/judging/store.ts'
import type { Registry } from '#core/registry.ts'
import { createSyntheticAccount } from '#modules/identity/actions/begin.ts'
import { givePassword } from '#modules/identity/actions/sign-in.ts'
import { newId } from '#platform/database/id.ts'
import { type CanaryTenant, plantingContext, sweepPlanted } from './canary-tenant.ts'

/** Plants anew, from nothing: what was planted before goes. */
export async function plantEverywhere(services: Services, registry: Registry, keeper: CanaryTenant): Promise<void> {
  await sweepPlanted(services, keeper.id, [])
  const within = (run: (context: Context) => Promise<unknown>) =>
    services.database.withTenant(keeper.id, (tx) => run(plantingContext(services, registry, tx, null)))
  // Each in a transaction of its own: one planter that fails leaves its own table empty, and only that.
  const attempt = async (what: string, run: (context: Context) => Promise<unknown>) => {
    try {
      await within(run)
    } catch (error) {
      services.log.warn({ err: error, what }, 'the canary could not plant')
    }
  }
  let claimId: string | undefined
  for (const route of registry.routes) {
    const { specimen } = route
    if (!specimen) continue
    await attempt(route.endpoint.id, async (context) => {
      const planted = await specimen(context)
      claimId ??= planted.params.claimId
    })
  }
  await attempt('accounts', plantAccount)
  await attempt('evidence', plantAcceptedEvidence)
  await attempt('judgements', (context) => plantJudgement(context, claimId))
  await attempt('idempotency keys', plantIdempotencyKey)
  await attempt('ledger entries', plantLedgerEntries)
  await plantTree(services, keeper)
}

/** As many as fill a tile. */
async function plantLedgerEntries(context: Context): Promise<void> {
  for (let i = 0; i < tileWidth; i += 1)
    await record(context, { action: 'canary.planted', object: { kind: 'specimen', id: String(i) } })
}

/** A tree of the keeper's own, by a key of its own: the sequencer leaves the canary's tenants out. */
async function plantTree(services: Services, keeper: CanaryTenant): Promise<void> {
  try {
    const keys = await openSigningKeys(services, keeper.id)
    for (let tries = 0; tries < 20; tries += 1) {
      const batch = await sequenceBatch(services, { platformTenantId: keeper.id, keys, only: keeper.id })
      if (batch.entries !== null) return
      await sleep(50)
    }
  } catch (error) {
    services.log.warn({ err: error, what: 'tree of the ledger' }, 'the canary could not plant')
  }
}

/** An account that signed in, one step of a second sign-in, and a wrong guess. */
async function plantAccount(context: Context): Promise<void> {
  const anonymous: Context = { ...context, actor: { kind: 'anonymous', tenantId: context.tx.tenantId, locale: 'en' } }
  const { email, password } = await createSyntheticAccount(anonymous, { roles: ['owner'], name: 'Keeper' })
  await givePassword(anonymous, { email, password })
  await givePassword(anonymous, { email, password: `not ${password}` })
}

async function plantAcceptedEvidence(context: Context): Promise<void> {
  const { services, tx } = context
  const now = services.clock.now()
  const { id } = await ingestEvidence(context, new Map([[recordFactType.type, recordFactType]]), {
    source: { system: 'canary', id: newId(services.clock) },
    collector: 'isolation.canary',
    class: 'document',
    title: 'Specimen',
    observedFrom: now,
    observedTo: now,
    validUntil: null,
    facts: [specimenRecord('canary', now)],
    populations: [{ factType: recordFactType.type, expected: 1, seen: 1, reconciledAgainst: 'canary' }],
    recordedBy: null,
    state: 'accepted',
    file: null,
  })
  await confirmHeartbeat(tx, {
    collector: 'isolation.canary',
    evidenceId: id,
    at: now,
    knownAt: now,
    silentAfterMs: 60_000,
  })
}

async function plantJudgement(context: Context, claimId: string | undefined): Promise<void> {
  if (claimId === undefined) return
  const at = context.services.clock.now()
  const reason = { code: 'population.empty' }
  const judgement = { reason, duties: [] }
  const row = { fromAt: at, toAt: null, knownFrom: at, knownTo: null, status: 'contradicted' as const, judgement }
  await writeChanges(
    context.tx,
    [
      {
        claimId,
        closed: [],
        removed: [],
        ended: [],
        added: [{ ...row, ruleVersion: 'canary' }],
        present: { status: row.status, ...judgement, observedAt: null, nextAt: null },
      },
    ],
    at,
  )
  await markChange(context.tx, context.services.clock, [{ claim: claimId }], at)
  await openFinding(context, claimId, 'contradicted')
}

/** Written by the HTTP layer for real requests; no use-case makes one. */
async function plantIdempotencyKey({ tx, services }: Context): Promise<void> {
  await tx.db
    .insertInto('idempotency_keys')
    .values({
      tenant_id: tx.tenantId,
      key: newId(services.clock),
      request_hash: Buffer.alloc(32),
      created_at: services.clock.now(),
    })
    .execute()
}
