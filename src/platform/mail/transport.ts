/** Sends mail by SMTP. TLS certificates are verified; a server without TLS is accepted on loopback only. */
import { createTransport } from 'nodemailer'

export interface Mail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Ends such mails by a POST without further questions (RFC 8058); null for mails that are owed. */
  readonly unsubscribeUrl: string | null
}

export interface MailTransport {
  /** Hands one mail to the server. @throws Error when the server does not take it */
  send(mail: Mail): Promise<void>
  close(): void
}

/** Opens a transport for an `smtp://` or `smtps://` URL. */
export function openMailTransport(url: string, from: string): MailTransport {
  const { hostname, protocol } = new URL(url)
  const loopback = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  const transport = createTransport(url, {
    from,
    ...(protocol === 'smtp:' && !loopback && { requireTLS: true }),
  })
  return {
    async send(mail) {
      await transport.sendMail({
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        messageId: `<${mail.id}@beleg>`,
        ...(mail.unsubscribeUrl !== null && {
          headers: {
            'List-Unsubscribe': { prepared: true, value: `<${mail.unsubscribeUrl}>` },
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
        }),
      })
    },
    close: () => transport.close(),
  }
}
