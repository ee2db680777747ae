/** A name server with a zone in memory, over UDP: answers TXT questions (RFC 1035), and NXDOMAIN for names it has not. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export interface Zone {
  /** As BELEG_DNS_SERVERS takes it. */
  readonly address: string
  /** Records by name, in lower case. */
  readonly records: Map<string, string>
  close(): Promise<void>
}

export async function serveZone(): Promise<Zone> {
  const records = new Map<string, string>()
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    const labels: string[] = []
    let at = 12
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.toString('latin1', at + 1, at + 1 + length))
      at += 1 + length
    }
    const asked = question.subarray(12, at + 5)
    const text = records.get(labels.join('.').toLowerCase())
    const head = Buffer.alloc(12)
    question.copy(head, 0, 0, 2)
    // An authoritative answer, recursion as wished; 3 is "no such name".
    head.writeUInt16BE(0x8580 | (text === undefined ? 3 : 0), 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(text === undefined ? 0 : 1, 6)
    const bytes = Buffer.from(text ?? '', 'utf8')
    const answer = Buffer.concat([
      // The name of the question, TXT, IN, a minute, length.
      Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 60, 0, bytes.length + 1, bytes.length]),
      bytes,
    ])
    socket.send(Buffer.concat([head, asked, ...(text === undefined ? [] : [answer])]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    records,
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}
