/** How often one address may ask for something within a time, in this process; more than that is refused. */
import type { Clock } from '#platform/clock/clock.ts'
import { Problem } from '#platform/http/problem.ts'

/** So many addresses are remembered; strangers make up no more than that in memory. */
const mostRemembered = 10_000

/** @throws Problem 429 `trust.too_many_requests` from what it returns */
export function createRequestLimit(
  clock: Clock,
  given: { readonly most: number; readonly withinMs: number },
): (address: string) => void {
  const asked = new Map<string, { count: number; readonly until: number }>()
  return (address) => {
    const now = clock.now().getTime()
    const known = asked.get(address)
    if (known === undefined || known.until <= now) {
      if (asked.size >= mostRemembered) for (const [one, { until }] of asked) if (until <= now) asked.delete(one)
      if (asked.size >= mostRemembered) asked.clear()
      asked.set(address, { count: 1, until: now + given.withinMs })
      return
    }
    known.count += 1
    if (known.count <= given.most) return
    const seconds = Math.ceil((known.until - now) / 1000)
    throw new Problem(429, 'trust.too_many_requests', { headers: { 'retry-after': String(seconds) } })
  }
}
