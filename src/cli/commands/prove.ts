/**
 * `beleg prove FILE`: reads a security statement, takes this very instance as its scope, runs every check and prints
 * which sentences are true now, why, and what would prove the rest. Uses the running instance or starts a throwaway
 * one; keeps nothing of the statement. Exit 0: fine; 1: a claim is contradicted, or with --strict a promise not
 * proven; 2: could not run.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attachToRunning } from '#app/attach.ts'
import { readConfig, type Config } from '#app/config.ts'
import { ensurePlatformTenant } from '#app/first-run.ts'
import type { Instance } from '#app/instance.ts'
import { startInstance } from '#app/start.ts'
import { judgeNow } from '#core/judging/judge.ts'
import type { ClaimJudgement } from '#core/status/view.ts'
import { maxStatementBytes } from '#modules/statement/reading/decode.ts'
import { readStatementFile, type ReadClaim } from '#modules/statement/reading/read.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { runNow } from '#platform/job/recurring.ts'
import { createLog } from '#platform/log/log.ts'
import { defineCommand } from 'citty'
import { readInputFile } from '../input-file.ts'
import { languageOf } from '../language.ts'
import { fail, say } from '../output.ts'
import { printProof, type ProvenClaim } from '../proof-table.ts'

export const proveCommand = defineCommand({
  meta: {
    name: 'prove',
    description: 'Run every check of this instance and say which sentences of a statement are true now.',
  },
  args: {
    file: { type: 'positional', required: true, description: 'Statement: txt, md, mdx, html, docx, pdf' },
    json: { type: 'boolean', description: 'One JSON document' },
    strict: { type: 'boolean', description: 'Exit 1 when any promise is not proven' },
    lang: { type: 'string', description: 'de or en' },
  },
  async run({ args }) {
    const locale = languageOf(args.lang)
    try {
      const read = await readStatementFile(await readInputFile(args.file, maxStatementBytes), args.file)
      const config = readConfig(process.env)
      const proof = await withInstance(config, (instance, throwaway) => prove(instance, throwaway, read.claims, locale))
      const count = (wanted: string) =>
        proof.claims.filter((claim) => claim.kind === 'promise' && claim.status === wanted).length
      const promises = proof.claims.filter((claim) => claim.kind === 'promise').length
      const summary = {
        promises,
        proven: count('proven') + count('due_soon'),
        contradicted: count('contradicted'),
        lapsed: count('lapsed'),
        unproven: count('unproven'),
      }
      if (args.json) say(JSON.stringify({ file: args.file, scope: proof.scope, summary, claims: proof.claims }))
      else printProof({ ...proof, summary, file: args.file }, locale)
      const contradicted = proof.claims.some((claim) => claim.status === 'contradicted')
      process.exitCode = contradicted || (args.strict && summary.proven < promises) ? 1 : 0
    } catch (error) {
      fail(error, locale)
    }
    // Connections of the attached database may linger for their idle time.
    process.exit()
  },
})

async function withInstance<T>(
  config: Config,
  work: (instance: Instance, throwaway: boolean) => Promise<T>,
): Promise<T> {
  const attached = await attachToRunning(config)
  if (attached) {
    try {
      return await work(attached.instance, false)
    } finally {
      await attached.instance.close()
    }
  }
  const directory = await mkdtemp(join(tmpdir(), 'beleg-prove-'))
  // As root the database server runs as another user, who has to get through.
  await chmod(directory, 0o711)
  const dataDirectory = join(directory, 'data')
  const running = await startInstance(
    readConfig({ BELEG_DATA: dataDirectory, BELEG_HTTP: '127.0.0.1:0', BELEG_HTTPS: '127.0.0.1:0' }),
    { log: createLog({ level: 'silent', process: 'prove' }), environment: {} },
  )
  try {
    return await work(running.instance, true)
  } finally {
    await running.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

async function prove(instance: Instance, throwaway: boolean, claims: readonly ReadClaim[], locale: Locale) {
  const { services, registry } = instance
  const runs = await Promise.all(
    registry.collectors.map((collector) =>
      runNow(services.database, collector.id, { requestedBy: 'prove', timeoutMs: 60_000 }).then(
        (run) => ({ collector: collector.id, outcome: run.outcome as string, error: run.error }),
        (error: unknown) => ({
          collector: collector.id,
          outcome: 'failed',
          error: error instanceof Error ? error.message : String(error),
        }),
      ),
    ),
  )
  const tenantId = await ensurePlatformTenant(services, instance.config.organisation)
  const at = services.clock.now()
  const judged = await services.database.withTenant(tenantId, async (tx) => {
    const rows = claims.map((claim, index) => ({
      id: String(index),
      kind: claim.kind,
      modality: claim.modality,
      quantifier: claim.quantifier,
      parameters: claim.parameters,
      measures: claim.measures.map((measure) => measure.id),
    }))
    const byId = await judgeNow(tx, registry, at, rows)
    return rows.map((row) => byId.get(row.id) ?? null)
  })
  return {
    scope: {
      instance: instance.services.publicUrl,
      dataDirectory: throwaway ? null : instance.config.dataDirectory,
      throwaway,
      at: at.toISOString(),
      runs,
    },
    claims: claims.map((claim, index) => present(claim, judged[index] ?? null, instance, locale)),
  }
}

function present(claim: ReadClaim, judgement: ClaimJudgement | null, instance: Instance, locale: Locale): ProvenClaim {
  const { services, registry } = instance
  const proven =
    judgement?.status === 'proven' || judgement?.status === 'due_soon' || judgement?.status === 'not_applicable'
  return {
    start: claim.start,
    end: claim.end,
    text: claim.text,
    section: claim.section,
    kind: claim.kind,
    quantifier: claim.quantifier,
    status: judgement?.status ?? null,
    reason:
      judgement === null
        ? null
        : {
            code: judgement.reason.code,
            text: services.texts.text(locale, `reason.${judgement.reason.code}`, judgement.reason.params),
          },
    measures: claim.measures.map((measure) => ({
      id: measure.id,
      status: judgement?.duties.filter((duty) => duty.measureId === measure.id).map((duty) => duty.status)[0] ?? null,
      wouldProve: judgement === null || proven ? null : (registry.measures.get(measure.id)?.proof[locale] ?? null),
    })),
  }
}
