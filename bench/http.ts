/**
 * The public page of a running instance against node:http alone serving the same bytes under the same headers: what
 * routing, negotiation and freshness cost. Both in processes of their own under the same client, one after the other;
 * requests per second of CPU that the serving process used. The instance serves and leaves the work to another process,
 * as the documentation recommends beyond one machine.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { startTestInstance } from '#test/instance.ts'
import { interleave, median, rounded, slices, type Bench, type Metric } from './bench.ts'
import { requestHeaders } from './load.ts'
import { cpuSecondsOf } from './process.ts'

const connections = 16

export const http: Bench = {
  name: 'http',
  title: 'The public page against node:http alone, requests per second of server CPU',
  run: async ({ quick, say }): Promise<Metric[]> => {
    const instance = await startTestInstance({ environment: { BELEG_ROLE: 'server' } })
    try {
      const port = Number(new URL(instance.url).port)
      const page = await fetchPage(port)
      say(`${page.body.length} bytes of ${page.headers['content-encoding'] ?? 'plain'} text`)
      const bare = await startBare(page)
      try {
        const sliceMs = quick ? 100 : 1_500
        const speeds = await interleave(
          {
            ours: () => requestsPerCpuSecond(instance.pid, port, sliceMs),
            bare: () => requestsPerCpuSecond(bare.pid, bare.port, sliceMs),
          },
          quick ? 5 : slices,
        )
        const [ours, other] = [median(speeds.ours), median(speeds.bare)]
        say(`${ours.toFixed(0)} through the instance, ${other.toFixed(0)} by node:http alone`)
        return [
          { name: 'cached_page', value: rounded(ours / other), goal: 0.9, direction: 'at_least', unit: 'ratio' },
          {
            name: 'requests_per_cpu_second',
            value: rounded(ours),
            goal: rounded(0.9 * other),
            direction: 'at_least',
            unit: 'per second',
          },
        ]
      } finally {
        bare.child.kill()
      }
    } finally {
      await instance.stop()
    }
  },
}

interface Page {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

async function fetchPage(port: number): Promise<Page> {
  const sent = request({ host: '127.0.0.1', port, path: '/', headers: requestHeaders }).end()
  // Of the event 'response'.
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage]
  const body = await buffer(response)
  if (response.statusCode !== 200) throw new Error(`the public page was answered with ${response.statusCode}`)
  const own = new Set(['date', 'connection', 'keep-alive'])
  const headers = Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) => (own.has(name) ? [] : [[name, String(value)]])),
  )
  return { headers, body }
}

async function startBare({ headers, body }: Page): Promise<{ child: ChildProcess; port: number; pid: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify({ headers, body: body.toString('base64') }))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, port: Number(String(line).trim()), pid: child.pid ?? 0 }
}

async function requestsPerCpuSecond(pid: number, port: number, sliceMs: number): Promise<number> {
  const before = cpuSecondsOf(pid)
  const client = spawn(
    process.execPath,
    [join(import.meta.dirname, 'load.ts'), ...[port, connections, sliceMs].map(String)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const answers = Number(String(await buffer(client.stdout)).trim())
  if (!(answers > 0)) throw new Error('the client got no answer')
  return answers / (cpuSecondsOf(pid) - before)
}
