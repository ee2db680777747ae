/** What feeds of the public face share (Atom, RFC 4287): ids for good and escaped text. */
import { createHash } from 'node:crypto'

/** An id for good, whatever address the feed is read at (§4.2.6): a UUID of version 8 out of a hash (RFC 9562 §5.8). */
export function stableId(name: string): string {
  const bytes = createHash('sha256').update(`beleg feed ${name}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** For content and double-quoted attributes; what no XML may hold is left out (XML 1.0 §2.2). */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
