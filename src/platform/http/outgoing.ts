/**
 * Requests to servers of others, whose addresses an operator configured. What comes back is bytes of a stranger: at
 * most so many, within so much time, and never from another address than the one that was asked.
 */

export interface OutgoingRequest {
  readonly url: string
  readonly contentType: string
  readonly body: string | Uint8Array
  readonly maxBytes: number
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export interface ForeignAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: Buffer
}

/** @throws Error saying why there is no answer: unreachable, too slow, too large, or a redirect */
export async function postOut(request: OutgoingRequest): Promise<ForeignAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs)
  const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal])
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: { 'content-type': request.contentType, 'user-agent': 'beleg' },
      body: typeof request.body === 'string' ? request.body : new Uint8Array(request.body),
      redirect: 'manual',
      signal,
    })
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      throw new Error('it sent us elsewhere')
    }
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length
      // Leaving the loop ends the connection.
      if (bytes > request.maxBytes) throw new Error(`it answered more than ${request.maxBytes} bytes`)
      chunks.push(chunk)
    }
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: Buffer.concat(chunks),
    }
  } catch (cause) {
    if (timeout.aborted) throw new Error(`no answer within ${request.timeoutMs} ms`, { cause })
    // "fetch failed" says nothing; its cause does.
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : null
    throw inner === null ? cause : new Error(inner.message || String(inner), { cause })
  }
}
