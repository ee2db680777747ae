/**
 * The weak control: a TLS server in this process that allows everything our library still has (TLS 1.0, CBC, anonymous
 * suites). The probe's client must get through to it in the same run, or its "refused" elsewhere means nothing: a plain
 * TLS 1.1 client fails in its own library. It talks over a pair of streams and listens nowhere.
 */
import { duplexPair, type Duplex } from 'node:stream'
import { connect, createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import { issueSelfSigned } from '#platform/crypto/self-signed.ts'
import { exchangeHello, weakSuites, writeClientHello } from './client-hello.ts'

/** All suites and no minimum of security: for probes and the control only. */
export const everythingCiphers = 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'

export interface ControlPeer {
  /** The client's end of a fresh connection to the control. */
  connect(): Duplex
}

let context: SecureContext | undefined

/** The control of this process. Its certificate is of no use to anybody: it is trusted nowhere. */
export function createControlPeer(now: Date): ControlPeer {
  context ??= createSecureContext({
    ...asPair(issueSelfSigned(['control.invalid'], now, new Date(now.getTime() + 86_400_000))),
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.2',
    ciphers: everythingCiphers,
  })
  const secureContext = context
  return {
    connect: () => {
      const [client, server] = duplexPair()
      const peer = new TLSSocket(server, { isServer: true, secureContext })
      // The client leaves as soon as it knows enough.
      peer.on('error', () => undefined)
      server.on('error', () => undefined)
      client.on('close', () => peer.destroy())
      return client
    },
  }
}

function asPair(issued: { certificate: string; privateKey: string }) {
  return { cert: issued.certificate, key: issued.privateKey }
}

/** True when a client with these ciphers completes TLS 1.0 and 1.1, and when our ClientHello is answered in kind. */
export async function passesControl(peer: ControlPeer, ciphers: string, timeoutMs: number): Promise<boolean> {
  const versions = ['TLSv1', 'TLSv1.1'] as const
  const handshakes = versions.map(
    (version) =>
      new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), timeoutMs)
        try {
          const socket = connect({
            socket: peer.connect(),
            rejectUnauthorized: false,
            minVersion: version,
            maxVersion: version,
            ciphers,
          })
          const finish = (ok: boolean) => {
            clearTimeout(timer)
            socket.destroy()
            resolve(ok)
          }
          socket.on('secureConnect', () => finish(socket.getProtocol() === version))
          socket.on('error', () => finish(false))
        } catch {
          clearTimeout(timer)
          resolve(false)
        }
      }),
  )
  const hellos = versions.map(async (version) => {
    const answer = await exchangeHello(peer.connect(), writeClientHello(version, [...weakSuites.keys()]), timeoutMs)
    return answer.kind === 'hello' && answer.version === version && weakSuites.has(answer.suite)
  })
  return (await Promise.all([...handshakes, ...hellos])).every(Boolean)
}
