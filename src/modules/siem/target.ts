/** Where entries are forwarded to: a receiver of syslog over TLS (RFC 5425), or in clear on this machine alone. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Problem } from '#platform/http/problem.ts'

export interface SiemTarget {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** PEM of the certificates that the receiver's has to come from; null: those that Node trusts. */
  readonly caFile: string | null
}

/** As it is stored and shown: `tls://siem.example:6514`. */
export function nameOf({ host, port, tls }: SiemTarget): string {
  return `${tls ? 'tls' : 'tcp'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * The certificates of the own authority; undefined when there is none. Read at every connection, so that a renewed file
 * counts at once.
 * @throws Problem 500 `siem.ca_unreadable`
 */
export async function readAuthority({ caFile }: SiemTarget): Promise<string | undefined> {
  if (caFile === null) return undefined
  try {
    const pem = await readFile(caFile, 'utf8')
    // Only the first is looked at: a file that is none at all is what people get wrong.
    void new X509Certificate(pem)
    return pem
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new Problem(500, 'siem.ca_unreadable', { params: { path: caFile, detail }, cause })
  }
}
