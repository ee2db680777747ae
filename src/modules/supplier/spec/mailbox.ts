/** A mail server of a few lines (RFC 5321): takes everything, keeps what came, byte for byte. */
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface Mailbox {
  readonly url: string
  /** Whole messages with their headers, in the order in which they came, long lines joined. */
  readonly mails: { readonly to: string; readonly message: string }[]
  close(): Promise<void>
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: Mailbox['mails'] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    let [to, inData, text] = ['', false, '']
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 mailbox')
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (;;) {
        const end = inData ? '\r\n.\r\n' : '\r\n'
        const at = text.indexOf(end)
        if (at === -1) return
        const line = text.slice(0, at)
        text = text.slice(at + end.length)
        if (inData) {
          mails.push({ to, message: line })
          inData = false
          say('250 taken')
        } else if (/^DATA/i.test(line)) {
          inData = true
          say('354 go on')
        } else {
          to = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1] ?? to
          say(/^QUIT/i.test(line) ? '221 bye' : '250 mailbox')
        }
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on a port, so it is no pipe.
  const { port } = server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** A header of a message, unfolded; null when it has none. */
export function headerOf(message: string, name: string): string | null {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  return (
    head
      .split('\r\n')
      .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      ?.slice(name.length + 1)
      .trim() ?? null
  )
}

/** The text of a message, decoded from quoted-printable (RFC 2045 §6.7), base64 or as it stands. */
export function textOf(message: string): string {
  const body = message.slice(message.indexOf('\r\n\r\n') + 4)
  const encoding = headerOf(message, 'Content-Transfer-Encoding')?.toLowerCase()
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
