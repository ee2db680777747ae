/** A receiver of syslog for specs: TLS or in clear, reads by octet counting, and misbehaves when it is told to. */
import { once } from 'node:events'
import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTls } from 'node:tls'

/** What it does to a connection. */
export type Manner = 'takes' | 'cuts off' | 'never ends' | 'reads slowly'

export interface Receiver {
  readonly port: number
  /** Messages without their frames, in the order in which they came. */
  readonly messages: string[]
  readonly connections: () => number
  manner: Manner
  close(): Promise<void>
}

/** Listens on loopback. */
export async function startReceiver(tls: { cert: string; key: string } | null, port = 0): Promise<Receiver> {
  const messages: string[] = []
  const open = new Set<Socket>()
  let connections = 0
  const receiver = { manner: 'takes' as Manner }
  const serve = (socket: Socket) => {
    connections += 1
    socket.on('error', () => {})
    let rest = Buffer.alloc(0)
    let read = 0
    socket.on('data', (chunk: Buffer) => {
      read += chunk.length
      rest = Buffer.concat([rest, chunk])
      const left = takeFrames(rest, messages)
      if (left === null) return void socket.destroy()
      rest = left
      if (receiver.manner === 'cuts off' && read > 20_000) socket.destroy()
      if (receiver.manner === 'reads slowly') {
        socket.pause()
        setTimeout(() => socket.resume(), 5)
      }
    })
    socket.on('end', () => {
      if (receiver.manner !== 'never ends') socket.end()
    })
  }
  const server: Server = tls
    ? createTls({ ...tls, allowHalfOpen: true }, serve)
    : createPlain({ allowHalfOpen: true }, serve)
  server.on('tlsClientError', () => {})
  // Below TLS, so that a handshake that failed is closed too.
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(receiver, {
    port: (server.address() as AddressInfo).port,
    messages,
    connections: () => connections,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  })
}

/** MSG-LEN SP SYSLOG-MSG (RFC 5425 §4.3), as often as they are whole; returns what is not yet, null when it is none. */
function takeFrames(bytes: Buffer, into: string[]): Buffer<ArrayBuffer> | null {
  let at = 0
  for (;;) {
    const space = bytes.indexOf(0x20, at)
    if (space < 0) break
    const digits = bytes.toString('latin1', at, space)
    if (!/^[1-9]\d*$/.test(digits)) return null
    const end = space + 1 + Number(digits)
    if (end > bytes.length) break
    into.push(bytes.toString('utf8', space + 1, end))
    at = end
  }
  return Buffer.from(bytes.subarray(at))
}
