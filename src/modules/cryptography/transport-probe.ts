/**
 * The transport probe: finds what listens, and meets each endpoint as a client would, with real handshakes. It states
 * facts only. Promises: "refused" is the peer's own word; a client that could not have offered the old versions is
 * found out by the control in the same run; what did not answer is reported as such.
 */
import { createConnection, isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { Clock } from '#platform/clock/clock.ts'
import { exchangeHello, type HelloAnswer, type HelloVersion, weakSuites, writeClientHello } from './client-hello.ts'
import type { HandshakeFact, ListenersFact, TlsVersion } from './contract.ts'
import { createControlPeer, everythingCiphers, passesControl } from './control-peer.ts'
import { listListeningSockets, type ListeningSocket } from './listening-socket.ts'
import { isLoopback } from '#platform/http/loopback.ts'

export interface TransportProbeOptions {
  readonly clock: Clock
  /** Processes whose sockets count, descendants included; this one by default. */
  readonly pids?: readonly number[]
  /** Listeners the program knows of: the second source, and the only one where the kernel does not tell. */
  readonly listeners?: readonly ListeningSocket[]
  /** Where people reach this instance, such as `https://isms.example.com`; probed too. */
  readonly publicUrls?: readonly string[]
  /** Longest wait for one answer. */
  readonly timeoutMs?: number
  /** For tests: what the client offers with old versions, and another /proc. */
  readonly clientCiphers?: string
  readonly procRoot?: string
}

export interface TransportObservation {
  readonly listeners: ListenersFact
  readonly endpoints: readonly { readonly externalId: string; readonly fact: HandshakeFact }[]
}

interface Target extends ListeningSocket {
  readonly externalId: string
  readonly found: 'socket' | 'declared'
  readonly host: string
  readonly serverName?: string
}

interface Attempt {
  readonly outcome: 'accepted' | 'refused' | 'closed' | 'clear' | 'silent' | 'unreachable' | 'own'
  readonly version?: TlsVersion
  readonly detail: string
}

/**
 * Runs the probe once. About 40 ms for three endpoints on the reference machine; the wait is long only for one that says
 * nothing, and generous because this process may be busy serving meanwhile.
 */
export async function probeTransport(options: TransportProbeOptions): Promise<TransportObservation> {
  const timeoutMs = options.timeoutMs ?? 1500
  const ciphers = options.clientCiphers ?? everythingCiphers
  const declared = options.listeners ?? []
  const [listed, controlOk] = await Promise.all([
    listListeningSockets(options.pids ?? [process.pid], options.procRoot),
    passesControl(createControlPeer(options.clock.now()), ciphers, timeoutMs),
  ])
  const sockets = listed?.sockets ?? declared
  const shown = new Set(sockets.map(nameOf))
  const targets = [
    ...sockets.map((socket) => targetOf(socket, listed === null ? 'declared' : 'socket')),
    ...(options.publicUrls ?? []).map(targetOfUrl),
  ]
  const endpoints = await Promise.all(
    targets.map(async (target) => ({
      externalId: target.externalId,
      fact: await meet(target, { timeoutMs, ciphers, controlOk, clock: options.clock }),
    })),
  )
  return {
    listeners: {
      method: listed === null ? 'declared' : 'proc',
      unreadable: listed?.unreadable ?? 0,
      sockets: sockets.length,
      missing: declared.map(nameOf).filter((name) => !shown.has(name)),
    },
    endpoints,
  }
}

const nameOf = ({ address, port }: ListeningSocket) =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

function targetOf(socket: ListeningSocket, found: Target['found']): Target {
  // "Any" addresses are met over loopback: it is the same socket, and no firewall stands before it.
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[socket.address] ?? socket.address
  return { ...socket, found, host, externalId: `tcp:${nameOf(socket)}` }
}

function targetOfUrl(text: string): Target {
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port)
  const target = { address: host, port, host, found: 'declared' as const, externalId: url.origin }
  return isIP(host) === 0 ? { ...target, serverName: host } : target
}

async function meet(
  target: Target,
  run: { timeoutMs: number; ciphers: string; controlOk: boolean; clock: Clock },
): Promise<HandshakeFact> {
  const { timeoutMs } = run
  const [clear, modern, old, weak] = await Promise.all([
    speakClear(target, timeoutMs),
    Promise.all((['TLSv1.2', 'TLSv1.3'] as const).map((version) => shake(target, version, undefined, run))),
    Promise.all((['SSLv3', 'TLSv1', 'TLSv1.1'] as const).map((version) => offerOld(target, version, run))),
    searchWeakSuites(target, timeoutMs),
  ])
  const attempts = [...modern.map(({ attempt }) => attempt), ...old]
  const accepted = attempts.flatMap((a) => (a.outcome === 'accepted' && a.version ? [a.version] : []))
  const refused = attempts.flatMap((a) => (a.outcome === 'refused' && a.version ? [a.version] : []))
  // A peer that closes on an old version and talks on a new one has refused; one that always closes has said nothing.
  const talks = accepted.includes('TLSv1.2') || accepted.includes('TLSv1.3')
  if (talks) refused.push(...old.flatMap((a) => (a.outcome === 'closed' && a.version ? [a.version] : [])))
  const spokeTls = accepted.length > 0 || attempts.some((a) => a.outcome === 'refused')
  const answeredClear = attempts.some((a) => a.outcome === 'clear')
  const protocol = spokeTls
    ? 'tls'
    : clear.status !== null && clear.status > 0
      ? 'http'
      : clear.status === 0 || answeredClear
        ? 'other'
        : 'none'
  const certificate = modern.map((m) => m.certificate).find((found) => found !== null) ?? null
  const trouble = [
    clear.trouble,
    ...attempts.map((a) => (a.outcome === 'accepted' || a.outcome === 'refused' ? null : a.detail)),
  ]
  return {
    address: target.address,
    port: target.port,
    loopbackOnly: isLoopback(target.address),
    found: target.found,
    protocol,
    accepted: [...new Set(accepted)].sort(),
    refused: [...new Set(refused)].sort(),
    weakCiphers: weak.chosen,
    weakCiphersSearched: weak.finished || (talks && weak.closed),
    clearStatus: clear.status,
    certificate,
    control: run.controlOk ? 'ok' : 'failed',
    trouble: [...new Set(trouble.filter((text): text is string => text !== null && text !== ''))].sort(),
  }
}

/** Connects; the error's code when that fails. */
function dial(target: Target, timeoutMs: number): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: target.host, port: target.port, noDelay: true })
    const timer = setTimeout(() => {
      socket.destroy()
      resolve('connect timeout')
    }, timeoutMs)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(socket)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      resolve(error.code ?? error.message)
    })
  })
}

/** HTTP in clear: the status of the answer, 0 for an answer that is not HTTP, null for none. */
async function speakClear(
  target: Target,
  timeoutMs: number,
): Promise<{ status: number | null; trouble: string | null }> {
  const socket = await dial(target, timeoutMs)
  if (typeof socket === 'string') return { status: null, trouble: socket }
  return new Promise((resolve) => {
    let received = Buffer.alloc(0)
    const finish = (trouble: string | null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ status: readClearAnswer(received), trouble: received.length > 0 ? null : trouble })
    }
    const timer = setTimeout(() => finish('no answer in clear'), timeoutMs)
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece])
      if (received.length >= 12) finish(null)
    })
    socket.on('error', () => finish(null))
    socket.on('close', () => finish(null))
    socket.write(`GET / HTTP/1.1\r\nHost: ${target.serverName ?? target.host}\r\nConnection: close\r\n\r\n`)
  })
}

function readClearAnswer(bytes: Buffer): number | null {
  if (bytes.length === 0) return null
  // An alert is how a TLS listener answers what is no handshake.
  if (bytes[0] === 21 && bytes[1] === 3) return null
  const match = /^HTTP\/\d\.\d (\d{3})/.exec(bytes.toString('latin1'))
  return match === null ? 0 : Number(match[1])
}

/** One handshake by the TLS library with exactly one version. */
function shake(
  target: Target,
  version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3',
  ciphers: string | undefined,
  run: { timeoutMs: number; clock: Clock },
): Promise<{ attempt: Attempt; certificate: HandshakeFact['certificate'] }> {
  return new Promise((resolve) => {
    let socket: TLSSocket
    try {
      socket = connectTls({
        host: target.host,
        port: target.port,
        minVersion: version,
        maxVersion: version,
        // A probe looks at every certificate; what clients would say of it is a fact of its own (`distrust`).
        rejectUnauthorized: false,
        ...(target.serverName === undefined ? {} : { servername: target.serverName }),
        ...(ciphers === undefined ? {} : { ciphers }),
      })
    } catch (error) {
      resolve({ attempt: { outcome: 'own', version, detail: String(error) }, certificate: null })
      return
    }
    const finish = (attempt: Omit<Attempt, 'version'>, certificate: HandshakeFact['certificate'] = null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ attempt: { ...attempt, version }, certificate })
    }
    const timer = setTimeout(() => finish({ outcome: 'silent', detail: 'timeout' }), run.timeoutMs)
    socket.on('secureConnect', () => {
      const presented = socket.getPeerCertificate()
      const distrust = socket.authorizationError
      finish(
        { outcome: 'accepted', detail: '' },
        Object.keys(presented).length === 0 ? null : describeCertificate(presented, distrust, run.clock),
      )
    })
    socket.on('error', (error: NodeJS.ErrnoException) => finish(explainFailure(error)))
  })
}

/** Tells the peer's alert from our own library's failure. */
function explainFailure(error: NodeJS.ErrnoException): Omit<Attempt, 'version'> {
  const code = error.code ?? ''
  // OpenSSL marks what came over the wire: "… SSL alert number 70".
  if (/SSL alert number \d+/.test(error.message)) return { outcome: 'refused', detail: code }
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH|UNKNOWN_PROTOCOL/.test(code))
    return { outcome: 'clear', detail: code }
  if (/^(ECONNRESET|EPIPE)$/.test(code) || /before secure TLS connection/.test(error.message)) {
    return { outcome: 'closed', detail: code || 'closed' }
  }
  if (/^E(CONNREFUSED|HOSTUNREACH|NETUNREACH|TIMEDOUT|NOTFOUND|AI_AGAIN|ADDRNOTAVAIL)$/.test(code)) {
    return { outcome: 'unreachable', detail: code }
  }
  return { outcome: 'own', detail: code || error.message }
}

function describeCertificate(presented: PeerCertificate, distrust: Error | undefined, clock: Clock) {
  const [from, to, nowMs] = [new Date(presented.valid_from), new Date(presented.valid_to), clock.now().getTime()]
  const validity =
    to.getTime() <= nowMs ? ('expired' as const) : from.getTime() > nowMs ? ('not_yet' as const) : ('current' as const)
  return {
    subject: String(presented.subject?.CN ?? presented.subjectaltname ?? ''),
    notBefore: from.toISOString(),
    notAfter: to.toISOString(),
    validity,
    daysLeft: Math.floor((to.getTime() - nowMs) / 86_400_000),
    keyType:
      presented.modulus !== undefined
        ? 'rsa'
        : presented.nistCurve !== undefined || presented.asn1Curve !== undefined
          ? 'ec'
          : 'other',
    keyBits: presented.bits ?? null,
    selfSigned: JSON.stringify(presented.issuer) === JSON.stringify(presented.subject),
    // Typed as an Error, in truth its code as a string.
    distrust: distrust ? String(distrust) : null,
  }
}

async function hello(target: Target, message: Buffer, timeoutMs: number): Promise<HelloAnswer | string> {
  const socket = await dial(target, timeoutMs)
  return typeof socket === 'string' ? socket : exchangeHello(socket, message, timeoutMs)
}

/** Strong suites too: a server that would speak an old version with any suite at all is to say so. */
const anySuite = [0xc02b, 0xc02c, 0xc02f, 0xc030, 0x009e, 0x009f, 0xcca8, 0xcca9, ...weakSuites.keys()]

/**
 * Offers an old version twice: by the library, which can finish the handshake, and by hand with every suite there ever
 * was, which no library offers. Accepted when either is; refused when neither is and the peer said so by an alert.
 */
async function offerOld(
  target: Target,
  version: Exclude<HelloVersion, 'TLSv1.2'>,
  run: { timeoutMs: number; ciphers: string; clock: Clock },
): Promise<Attempt> {
  const message = writeClientHello(version, anySuite, target.serverName)
  const byHand = hello(target, message, run.timeoutMs)
  // SSLv3 is in no library: asked by hand a second time instead.
  const second: Promise<Attempt> =
    version === 'SSLv3'
      ? hello(target, message, run.timeoutMs).then((answer) => explainAnswer(answer, version))
      : shake(target, version, run.ciphers, run).then(({ attempt }) => attempt)
  const attempts = [explainAnswer(await byHand, version), await second]
  for (const outcome of ['accepted', 'clear', 'unreachable', 'silent'] as const) {
    const found = attempts.find((attempt) => attempt.outcome === outcome)
    if (found !== undefined) return found
  }
  return (
    attempts.find((a) => a.outcome === 'refused') ??
    attempts.find((a) => a.outcome === 'own') ?? {
      outcome: 'closed',
      version,
      detail: 'closed',
    }
  )
}

function explainAnswer(answer: HelloAnswer | string, version: TlsVersion): Attempt {
  if (typeof answer === 'string') return { outcome: 'unreachable', version, detail: answer }
  switch (answer.kind) {
    case 'hello':
      // A peer that chooses another version than the highest offered accepts that one.
      return { outcome: 'accepted', version: answer.version, detail: '' }
    case 'alert':
      return { outcome: 'refused', version, detail: `alert ${answer.description}` }
    case 'closed':
      return { outcome: 'closed', version, detail: 'closed' }
    case 'clear':
      return { outcome: 'clear', version, detail: 'not TLS' }
    case 'silent':
      return { outcome: 'silent', version, detail: 'timeout' }
  }
}

/** How many weak suites are named; one is enough to fail. */
const namedSuites = 8

/** Offers all weak suites under TLS 1.2, then all but the chosen one, and so on, until the peer refuses. */
async function searchWeakSuites(target: Target, timeoutMs: number) {
  const left = new Set(weakSuites.keys())
  const chosen: string[] = []
  while (chosen.length < namedSuites) {
    const answer = await hello(target, writeClientHello('TLSv1.2', [...left], target.serverName), timeoutMs)
    if (typeof answer === 'string') return { chosen, finished: false, closed: false }
    if (answer.kind !== 'hello') return { chosen, finished: answer.kind === 'alert', closed: answer.kind === 'closed' }
    const name = weakSuites.get(answer.suite)
    // A suite that was not offered, or again one that no longer is: no peer to learn more from.
    if (name === undefined || !left.delete(answer.suite)) return { chosen, finished: false, closed: false }
    chosen.push(name)
  }
  return { chosen, finished: false, closed: false }
}
