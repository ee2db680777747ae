/**
 * The client of the HTTP bench, a process of its own: keep-alive connections that each send the next request when the
 * last answer is complete. Reads no more of an answer than where it ends, because the client shares the machine.
 *
 * `node load.ts PORT CONNECTIONS MILLISECONDS` prints the number of answers.
 */
import { connect } from 'node:net'

/** What every request carries: what a browser would send, in short. */
export const requestHeaders = {
  'accept-encoding': 'gzip, deflate, br',
  'accept-language': 'de-DE,de;q=0.9',
  accept: 'text/html',
} as const

const headEnd = Buffer.from('\r\n\r\n')

/** Sends requests for a while. @returns the number of answers; throws when one is not 200 */
export async function sendRequests(port: number, connections: number, durationMs: number): Promise<number> {
  const headers = Object.entries({ host: `127.0.0.1:${port}`, connection: 'keep-alive', ...requestHeaders }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  const request = Buffer.from(`GET / HTTP/1.1\r\n${headers.join('')}\r\n`)
  const until = performance.now() + durationMs
  const counts = await Promise.all(Array.from({ length: connections }, () => converse(port, request, until)))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function converse(port: number, request: Buffer, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let answers = 0
    /** Bytes of the present answer that are still to come; negative before its head was seen. */
    let missing = -1
    let head: Buffer = Buffer.alloc(0)
    socket.setNoDelay(true)
    socket.on('connect', () => socket.write(request))
    socket.on('error', reject)
    socket.on('close', () => resolve(answers))
    socket.on('data', (chunk: Buffer) => {
      if (missing < 0) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
        const end = head.indexOf(headEnd)
        if (end === -1) return
        const text = head.toString('latin1', 0, end)
        const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
        if (!text.startsWith('HTTP/1.1 200') || length === undefined)
          return void socket.destroy(new Error(`an answer of another kind: ${text}`))
        missing = Number(length) - (head.length - end - headEnd.length)
        head = Buffer.alloc(0)
      } else {
        missing -= chunk.length
      }
      if (missing > 0) return
      missing = -1
      answers += 1
      if (performance.now() < until) socket.write(request)
      else socket.end()
    })
  })
}

if (import.meta.main) {
  const [port = 0, connections = 1, durationMs = 1000] = process.argv.slice(2).map(Number)
  console.log(await sendRequests(port, connections, durationMs))
}
