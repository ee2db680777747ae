/**
 * `npm run sabotage`: breaks each thing on a running instance with its shipped intervals, waits (no collector is
 * called), measures until the sentences turn, repairs, and measures until they are back. Prints a row each; with
 * --json a line each and the totals last. Exit 1 when something was missed or turned for no reason.
 */
import { styleText } from 'node:util'
import { statuses } from '#core/vocabulary.ts'
import { readStatementNow } from '#modules/statement/actions/read.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { startHouse } from '#test/house.ts'
import { sabotages } from './list.ts'
import type { Sabotage, SabotageWorld } from './sabotage.ts'

interface Row {
  readonly measure: string
  readonly sabotage: string
  readonly intervalMs: number
  /** From the deed to the changed status; null when it was never seen. */
  readonly redMs: number | null
  /** From the repair to the status before; null when it never came back. */
  readonly greenMs: number | null
  /** From the evidence of the observation to the changed status. */
  readonly observationToRedMs: number | null
  readonly before: string
}

const json = process.argv.includes('--json')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const pollMs = 50

let skewMs = 0
const house = await startHouse({}, { clock: { now: () => new Date(systemClock.now().getTime() + skewMs) } })
let exitCode = 1
try {
  // Two administrators, so that there is an account to break and names and addresses to read.
  const admin = await house.enrolAdministrator()
  const world: SabotageWorld = {
    house,
    colleague: await house.invite(admin, { name: 'Ben Beispiel', roles: ['isb'] }),
    setClock: (byMs) => {
      skewMs = byMs
    },
  }
  const chosen = sabotages.filter((one) => wanted.length === 0 || wanted.some((word) => one.id.includes(word)))
  const rows: Row[] = []
  for (const sabotage of chosen) {
    const row = await attempt(world, sabotage)
    rows.push(row)
    print(row)
  }
  const caught = rows.filter((row) => row.redMs !== null && row.redMs <= row.intervalMs + 1_000)
  const totals = {
    sabotages: rows.length,
    caught: caught.length,
    falseGreens: rows.filter((row) => row.redMs === null || row.redMs > row.intervalMs + 1_000).length,
    falseReds: rows.filter((row) => row.greenMs === null).length,
    slowestObservationToRedMs: Math.max(0, ...rows.map((row) => row.observationToRedMs ?? 0)),
  }
  process.stdout.write(`${json ? JSON.stringify(totals) : summarise(totals)}\n`)
  exitCode =
    rows.length > 0 && totals.falseGreens === 0 && totals.falseReds === 0 && totals.slowestObservationToRedMs <= 1_000
      ? 0
      : 1
} finally {
  await house.stop()
}
process.exit(exitCode)

async function attempt(world: SabotageWorld, sabotage: Sabotage): Promise<Row> {
  const collector = world.house.running.instance.registry.collectors.find(({ id }) => id === sabotage.collector)
  if (!collector) throw new Error(`${sabotage.id} waits for the collector ${sabotage.collector}, which does not exist`)
  const intervalMs = sabotage.withinMs ?? collector.detectsWithinMs
  const turnsTo = sabotage.turnsTo ?? 'contradicted'
  await sabotage.prepare?.(world)
  const before = await settled(world, sabotage.measure)
  // What is red already cannot turn red: that would count as caught whatever is broken.
  if (before === turnsTo) throw new Error(`${sabotage.measure} is ${turnsTo} before ${sabotage.id} is tried`)
  const brokenAt = Date.now()
  const repair = await sabotage.breakIt(world)
  const red = await waitFor(
    () => statusOf(world, sabotage.measure),
    (now) => now === turnsTo,
    intervalMs + 5_000,
  )
  const redAt = Date.now()
  const redMs = red === null ? null : redAt - brokenAt
  const observationToRedMs = red === null ? null : await sinceObservation(world, sabotage.collector, brokenAt, redAt)
  await repair()
  const repairedAt = Date.now()
  const green = await waitFor(
    () => statusOf(world, sabotage.measure),
    (now) => now === before,
    2 * intervalMs + 5_000,
  )
  return {
    measure: sabotage.measure,
    sabotage: sabotage.id,
    intervalMs,
    redMs,
    greenMs: green === null ? null : Date.now() - repairedAt,
    observationToRedMs,
    before: before,
  }
}

/** The worst status among the sentences that rest on the measure, as a reader of the statement sees it. */
async function statusOf({ house }: SabotageWorld, measure: string): Promise<string> {
  const { services, registry } = house.running.instance
  const statement = await services.database.withTenant(house.platformTenantId, (tx) =>
    readStatementNow({ tx, services }, registry, 'de'),
  )
  const resting = statement.claims.filter((claim) => claim.measures.includes(measure) && claim.status !== null)
  const [worst] = resting.toSorted(
    (a, b) => statuses.indexOf(a.status ?? 'proven') - statuses.indexOf(b.status ?? 'proven'),
  )
  if (!worst?.status) throw new Error(`no sentence rests on ${measure}`)
  return worst.status
}

/** From the newest evidence after the deed to the status as a reader saw it; null when it took none. */
async function sinceObservation(
  { house: { owner, platformTenantId } }: SabotageWorld,
  collector: string,
  brokenAt: number,
  redAt: number,
): Promise<number | null> {
  const { rows } = await owner.query<{ recorded: Date | null }>(
    'select max(recorded_at) as recorded from evidence where tenant_id = $1 and collector = $2 and recorded_at between $3 and $4',
    [platformTenantId, collector, new Date(brokenAt), new Date(redAt)],
  )
  return rows[0]?.recorded ? redAt - rows[0].recorded.getTime() : null
}

/** The status once it has stayed the same for a while: what a repair has to bring back. */
async function settled(world: SabotageWorld, measure: string): Promise<string> {
  let now = await statusOf(world, measure)
  let since = Date.now()
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && Date.now() - since < 3_000; await pause(200)) {
    const next = await statusOf(world, measure)
    if (next !== now) since = Date.now()
    now = next
  }
  return now
}

async function waitFor<T>(look: () => Promise<T>, found: (value: T) => boolean, timeoutMs: number): Promise<T | null> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await pause(pollMs)) {
    const value = await look()
    if (found(value)) return value
  }
  return null
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function print(row: Row): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(row)}\n`)
    return
  }
  const seconds = (ms: number | null) => (ms === null ? styleText('red', 'never') : `${(ms / 1000).toFixed(1)} s`)
  const cells = [
    row.measure.padEnd(30),
    row.sabotage.padEnd(48),
    `within ${(row.intervalMs / 1000).toFixed(0)} s`.padEnd(12),
    `red ${seconds(row.redMs)}`.padEnd(12),
    `${row.before} again ${seconds(row.greenMs)}`,
  ]
  process.stdout.write(`${cells.join(' ')}\n`)
}

function summarise(totals: {
  sabotages: number
  caught: number
  falseGreens: number
  falseReds: number
  slowestObservationToRedMs: number
}): string {
  return `${totals.caught} of ${totals.sabotages} caught, ${totals.falseGreens} missed, ${totals.falseReds} not repaired; slowest from observation to red ${totals.slowestObservationToRedMs} ms`
}
