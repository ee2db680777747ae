/** What a message is made of, and how long to wait after failures. Pure. */
import { cefLine, severityOf, type CefEntry } from '#modules/ledger/contract/cef.ts'

export interface Sender {
  readonly hostName: string
  readonly version: string
}

/** Log audit (RFC 5424 §6.2.1). */
const facility = 13

/**
 * One entry as syslog in the framing of octet counting (RFC 5425 §4.3, RFC 5424 §6). The message is UTF-8 without the
 * byte order mark that RFC 5424 would have: parsers of CEF look for `CEF:` at its beginning.
 */
export function frameOf(entry: CefEntry, { hostName, version }: Sender): Buffer {
  const weight = severityOf(entry.action)
  // Warning, notice, informational.
  const severity = weight >= 7 ? 4 : weight >= 5 ? 5 : 6
  const host = /^[!-~]{1,255}$/.test(hostName) ? hostName : '-'
  const message = Buffer.from(
    `<${facility * 8 + severity}>1 ${entry.recordedAt} ${host} beleg - ledger - ${cefLine(entry, version)}`,
    'utf8',
  )
  return Buffer.concat([Buffer.from(`${message.length} `, 'latin1'), message])
}

const firstPauseMs = 2_000
const longestPauseMs = 60_000

/** How long nothing is tried after so many failures in a row. */
export function pauseAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1))
}
