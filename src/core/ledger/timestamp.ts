/**
 * The client side of RFC 3161, over HTTP (§3.4): a request for a timestamp over some bytes, and the checks that an
 * answer is a token for just this request. Who signed it and by which certificate is for whoever verifies it later;
 * asked for with the certificate in it, the token can be verified by itself.
 */
import { createHash, randomBytes } from 'node:crypto'
import { derTag, expectDer, readDer, readOneDer, writeDer, writeDerInteger, DerError } from '#platform/crypto/der.ts'
import { postOut } from '#platform/http/outgoing.ts'

/** Tokens with their chain of certificates are some kilobytes. */
const maxBytes = 262_144
const timeoutMs = 10_000

/** Contents of object identifiers. */
const oid = {
  sha256: Buffer.from('608648016503040201', 'hex'),
  signedData: Buffer.from('2a864886f70d010702', 'hex'),
  timestampInfo: Buffer.from('2a864886f70d0109100104', 'hex'),
}

export type TimestampFault = 'unreadable' | 'refused' | 'not_a_token' | 'other_imprint' | 'other_nonce'

/** Why an answer is no timestamp of ours. */
export class TimestampError extends Error {
  override readonly name = 'TimestampError'
  readonly fault: TimestampFault
  constructor(fault: TimestampFault, detail: string, cause?: unknown) {
    super(`${fault}: ${detail}`, cause === undefined ? undefined : { cause })
    this.fault = fault
  }
}

export interface TimestampRequest {
  readonly body: Buffer
  readonly digest: Buffer
  /** As it stands in the request: minimal, big-endian. */
  readonly nonce: Buffer
}

/** A TimeStampReq (§2.4.1) over the SHA-256 of some bytes, with a nonce and a wish for the certificate. */
export function formatTimestampRequest(bytes: Uint8Array, random: Uint8Array = randomBytes(16)): TimestampRequest {
  const digest = createHash('sha256').update(bytes).digest()
  const nonce = writeDerInteger(random)
  const body = writeDer(
    derTag.sequence,
    writeDerInteger(Buffer.of(1)),
    writeDer(
      derTag.sequence,
      writeDer(derTag.sequence, writeDer(derTag.oid, oid.sha256), writeDer(0x05)),
      writeDer(derTag.octets, digest),
    ),
    nonce,
    writeDer(derTag.boolean, Buffer.of(0xff)),
  )
  return { body, digest, nonce: readOneDer(nonce, derTag.integer).content }
}

/**
 * The token of a TimeStampResp (§2.4.2): granted, of type TSTInfo, with our imprint and our nonce.
 * @throws TimestampError
 */
export function readTimestampResponse(
  answer: Uint8Array,
  request: TimestampRequest,
): { token: Buffer; generatedAt: Date } {
  try {
    return readResponse(answer, request)
  } catch (error) {
    if (error instanceof DerError) throw new TimestampError('unreadable', error.message, error)
    throw error
  }
}

function readResponse(answer: Uint8Array, request: TimestampRequest): { token: Buffer; generatedAt: Date } {
  const [status, token] = readDer(readOneDer(answer, derTag.sequence).content)
  const [code] = readDer(expectDer(status, derTag.sequence).content)
  const granted = expectDer(code, derTag.integer).content
  // 0 granted, 1 granted with modifications; everything else is a refusal (§2.4.2).
  if (granted.length !== 1 || (granted[0] ?? 9) > 1) throw new TimestampError('refused', `status ${granted.join('.')}`)
  if (token === undefined) throw new TimestampError('not_a_token', 'granted, and nothing with it')

  // ContentInfo, SignedData and EncapsulatedContentInfo of RFC 5652 §3, §5.1, §5.2.
  const [type, explicit] = readDer(expectDer(token, derTag.sequence).content)
  if (!expectDer(type, derTag.oid).content.equals(oid.signedData)) throw new TimestampError('not_a_token', 'not signed')
  const signed = readDer(readOneDer(expectDer(explicit, 0xa0).content, derTag.sequence).content)
  const [contentType, content] = readDer(expectDer(signed[2], derTag.sequence).content)
  if (!expectDer(contentType, derTag.oid).content.equals(oid.timestampInfo)) {
    throw new TimestampError('not_a_token', 'something else was signed')
  }
  const info = readDer(
    readOneDer(readOneDer(expectDer(content, 0xa0).content, derTag.octets).content, derTag.sequence).content,
  )

  // TSTInfo: version, policy, imprint, serial number, time; then optional ones, of which the nonce is the integer.
  const [algorithm, digest] = readDer(expectDer(info[2], derTag.sequence).content)
  const [hash] = readDer(expectDer(algorithm, derTag.sequence).content)
  if (
    !expectDer(hash, derTag.oid).content.equals(oid.sha256) ||
    !expectDer(digest, derTag.octets).content.equals(request.digest)
  ) {
    throw new TimestampError('other_imprint', 'it stamped other bytes')
  }
  const nonce = info.slice(5).find((value) => value.tag === derTag.integer)
  if (nonce?.content.equals(request.nonce) !== true)
    throw new TimestampError('other_nonce', 'it answers another request')
  return { token: token.whole, generatedAt: readTime(expectDer(info[4], derTag.time).content.toString('latin1')) }
}

/** GeneralizedTime as §2.4.2 restricts it: UTC, seconds, and a fraction where there is one. */
function readTime(text: string): Date {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text)
  if (!match) throw new TimestampError('not_a_token', 'without a time')
  const [, year, month, day, hour, minute, second, fraction = ''] = match
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`)
  if (Number.isNaN(at.getTime())) throw new TimestampError('not_a_token', 'with no such time')
  return at
}

/** Asks an authority for a timestamp over some bytes. @throws TimestampError, or Error when no answer came */
export async function askTimestamp(
  url: string,
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<{ token: Buffer; generatedAt: Date }> {
  const request = formatTimestampRequest(bytes)
  const answer = await postOut({
    url,
    contentType: 'application/timestamp-query',
    body: request.body,
    maxBytes,
    timeoutMs,
    ...(signal && { signal }),
  })
  if (answer.status !== 200) throw new Error(`it answered ${answer.status}`)
  return readTimestampResponse(answer.body, request)
}
