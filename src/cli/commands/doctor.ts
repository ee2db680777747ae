/**
 * `beleg doctor`: looks at configuration, keys, database, processes and observations, and says what is wrong. With
 * `--recompute` it also computes every status anew, over the past, and holds it against what is stored. Changes nothing.
 * Exit 0: healthy; 1: something is wrong; 2: could not look.
 */
import { attachToRunning } from '#app/attach.ts'
import { readConfig } from '#app/config.ts'
import { ensurePlatformTenant } from '#app/first-run.ts'
import { reportForwarding, type ForwardingReport } from '#app/forwarding.ts'
import { recomputeTenants, type RecomputedTenant } from '#app/recompute.ts'
import { styleText } from 'node:util'
import { defineCommand } from 'citty'
import { languageOf } from '../language.ts'
import { fail, say } from '../output.ts'

interface Finding {
  readonly what: string
  readonly ok: boolean
  readonly detail: string
}

/** More than so many entries behind without a failure: the SIEM takes less than there is. */
const farBehind = 10_000

function forwardingFinding(report: ForwardingReport, german: boolean): Finding {
  const { target, entriesBehind, failure, succeededAt } = report
  const behind = german ? `${entriesBehind} Einträge warten` : `${entriesBehind} entries wait`
  const never = german ? 'noch nie geliefert' : 'nothing delivered yet'
  const detail = [target, behind, failure ?? succeededAt?.toISOString() ?? never].join(', ')
  return { what: 'SIEM', ok: failure === null && entriesBehind <= farBehind, detail }
}

function recomputeFindings(tenants: readonly RecomputedTenant[], german: boolean): Finding[] {
  return tenants.flatMap(({ tenant, claims, periods, pending, disagreements }): Finding[] => {
    const what = german ? 'Nachrechnung' : 'Recomputation'
    if (pending)
      return [{ what, ok: false, detail: `${tenant}: ${german ? 'noch nicht beurteilt' : 'not judged yet'}` }]
    const count = german ? `${claims} Sätze, ${periods} Zeiträume` : `${claims} sentences, ${periods} periods`
    return [
      { what, ok: disagreements.length === 0, detail: `${tenant}: ${count}` },
      ...disagreements.map((one) => ({
        what: one.claimId,
        ok: false,
        detail: [
          `${one.fromAt.toISOString()}–${one.toAt.toISOString()}`,
          `${one.stored ?? '–'} ≠ ${one.computed ?? '–'}`,
          german
            ? one.known === 'then'
              ? 'damals bekannt'
              : 'heute bekannt'
            : one.known === 'then'
              ? 'known then'
              : 'known today',
        ].join(', '),
      })),
    ]
  })
}

export const doctorCommand = defineCommand({
  meta: { name: 'doctor', description: 'Look whether everything of the running instance is as it should be.' },
  args: {
    json: { type: 'boolean' },
    recompute: { type: 'boolean', description: 'compute every status anew, over the past, and compare' },
    lang: { type: 'string', description: 'de or en' },
  },
  async run({ args }) {
    const locale = languageOf(args.lang)
    const german = locale === 'de'
    try {
      const config = readConfig(process.env)
      const attached = await attachToRunning(config)
      if (!attached) {
        process.stderr.write(
          german
            ? `Hier läuft keine Instanz (${config.dataDirectory}).\n`
            : `No instance runs here (${config.dataDirectory}).\n`,
        )
        process.exit(2)
      }
      const { instance, processes } = attached
      const { services } = instance
      const health = await services.database.health()
      const tenantId = await ensurePlatformTenant(services, config.organisation)
      const heartbeats = await services.database.withTenant(tenantId, (tx) =>
        tx.db
          .selectFrom('heartbeats')
          .select(['collector', 'confirmed_at', 'failure', 'silent_after_ms'])
          .where('tenant_id', '=', tenantId)
          .execute(),
      )
      const forwarding = await reportForwarding(instance, locale)
      const audit = args.recompute ? await recomputeTenants(instance) : null
      const now = services.clock.now().getTime()
      const findings: Finding[] = [
        {
          what: german ? 'Datenbank' : 'Database',
          ok: health.ready,
          detail: `PostgreSQL ${health.version ?? '?'}, ${health.latencyMs.toFixed(1)} ms`,
        },
        ...(['server', 'worker'] as const).map((role) => {
          const running = processes.filter((process) => process.role === role || process.role === 'all')
          return {
            what: role === 'server' ? 'Server' : 'Worker',
            ok: running.length > 0,
            detail: running.map((process) => `${process.host}:${process.pid}`).join(', ') || '–',
          }
        }),
        ...instance.registry.collectors.map((collector) => {
          const heartbeat = heartbeats.find((row) => row.collector === collector.id)
          const ageMs = heartbeat?.confirmed_at ? now - heartbeat.confirmed_at.getTime() : Infinity
          const silent = ageMs > (heartbeat?.silent_after_ms ?? 0)
          const age = Number.isFinite(ageMs) ? `${Math.round(ageMs / 1000)} s` : german ? 'nie' : 'never'
          return { what: collector.id, ok: !silent && heartbeat?.failure == null, detail: heartbeat?.failure ?? age }
        }),
        ...(forwarding === null ? [] : [forwardingFinding(forwarding, german)]),
        ...(audit === null ? [] : recomputeFindings(audit, german)),
      ]
      await instance.close()
      const healthy = findings.every((finding) => finding.ok)
      if (args.json) say(JSON.stringify({ healthy, findings, ...(audit !== null && { recomputed: audit }) }))
      else
        for (const { what, ok, detail } of findings)
          say(`${ok ? styleText('green', '●') : styleText('red', '✖')} ${what.padEnd(28)} ${detail}`)
      process.exit(healthy ? 0 : 1)
    } catch (error) {
      fail(error, locale)
    }
  },
})
