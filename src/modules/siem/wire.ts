/**
 * One delivery: connect, send, and end the connection in order. Syslog knows no acknowledgement, so a delivery counts
 * only when the receiver, after our end, ended its side as well: it does so when it has read everything that came before
 * the end. Whatever else happens, the delivery has failed and is repeated as a whole.
 */
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Problem } from '#platform/http/problem.ts'
import { nameOf, readAuthority, type SiemTarget } from './target.ts'

/** Until a connection stands, and until the receiver takes more or ends its side. */
export interface Patience {
  readonly connectMs: number
  readonly progressMs: number
}
const patient: Patience = { connectMs: 5_000, progressMs: 10_000 }

/**
 * Sends frames and resolves when the receiver has read them all.
 * @throws Problem 500 `siem.ca_unreadable`, 502 `siem.unreachable`, `siem.not_trusted`, `siem.broken_off`,
 * `siem.not_confirmed`
 */
export async function deliver(
  target: SiemTarget,
  frames: readonly Buffer[],
  signal: AbortSignal,
  patience: Patience = patient,
): Promise<void> {
  const params = { target: nameOf(target) }
  const socket = await open(target, signal, patience.connectMs)
  try {
    await hand(socket, frames, signal, patience.progressMs, params)
  } finally {
    socket.destroy()
  }
}

/** OpenSSL's and Node's ways to say that a certificate is not believed. */
const distrust = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|ISSUER/

async function open(target: SiemTarget, signal: AbortSignal, connectMs: number): Promise<Socket> {
  const { host, port } = target
  const ca = await readAuthority(target)
  const socket = target.tls
    ? connectTls({
        host,
        port,
        ...(isIP(host) === 0 && { servername: host }),
        ...(ca !== undefined && { ca }),
        minVersion: 'TLSv1.2',
        rejectUnauthorized: true,
      })
    : connectPlain({ host, port })
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }) => {
      socket.destroy()
      const problem = target.tls && distrust.test(error.code ?? '') ? notTrusted : unreachable
      reject(problem(nameOf(target), error))
    }
    const timer = setTimeout(() => fail(new Error(`no connection within ${connectMs} ms`)), connectMs)
    const abort = () => fail(new Error('stopped'))
    signal.addEventListener('abort', abort, { once: true })
    const settle = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
    socket.once('error', (error) => {
      settle()
      fail(error)
    })
    socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      settle()
      socket.removeAllListeners('error')
      // From here on an error is told by 'close' to whoever hands over.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

function unreachable(target: string, cause: Error): Problem {
  return new Problem(502, 'siem.unreachable', { params: { target, detail: cause.message }, cause })
}

function notTrusted(target: string, cause: Error): Problem {
  return new Problem(502, 'siem.not_trusted', { params: { target, detail: cause.message }, cause })
}

/** Writes at the receiver's pace, ends, and waits for the receiver's end. */
function hand(
  socket: Socket,
  frames: readonly Buffer[],
  signal: AbortSignal,
  progressMs: number,
  params: { target: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = false
    let next = 0
    const fail = (problem: Problem) => {
      settle()
      reject(problem)
    }
    const abort = () => fail(brokenOff('stopped'))
    const brokenOff = (detail: string) => new Problem(502, 'siem.broken_off', { params: { ...params, detail } })
    const settle = () => {
      socket.setTimeout(0)
      signal.removeEventListener('abort', abort)
    }
    signal.addEventListener('abort', abort, { once: true })
    socket.setTimeout(progressMs, () =>
      fail(sent ? new Problem(502, 'siem.not_confirmed', { params }) : brokenOff('no progress')),
    )
    socket.on('error', (error) => fail(brokenOff(error.message)))
    socket.on('end', () => {
      if (!sent) return fail(brokenOff('ended before everything was sent'))
      settle()
      resolve()
    })
    socket.on('close', () => fail(brokenOff('closed')))
    // What a receiver says is of no interest, but unread it would stand in the way of its end.
    socket.resume()
    const write = () => {
      for (; next < frames.length;) {
        const frame = frames[next]
        next += 1
        if (frame !== undefined && !socket.write(frame)) return void socket.once('drain', write)
      }
      socket.end(() => {
        sent = true
      })
    }
    write()
  })
}
