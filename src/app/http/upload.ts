/**
 * Receives one file of a multipart request: straight into an encrypted blob, with a cap, under a random key. The file
 * name is a label only. What the request does not keep is discarded.
 */
import type { Services } from '#core/context.ts'
import type { ReceivedFile } from '#core/module.ts'
import { Problem } from '#platform/http/problem.ts'
import type { FastifyRequest } from 'fastify'

export interface Upload {
  readonly file: ReceivedFile
  /** The other fields, as text. */
  readonly fields: Readonly<Record<string, string>>
  discard(): Promise<void>
}

/**
 * Stores the file part named "file".
 * @throws Problem 415 `input.unsupported_type`, 413 `input.too_large`, 400 `input.invalid` when the file is missing
 */
export async function receiveUpload(
  services: Services,
  tenantId: string,
  maxBytes: number,
  request: FastifyRequest,
): Promise<Upload> {
  if (!request.isMultipart()) throw new Problem(415, 'input.unsupported_type')
  const keys = await services.database.withTenant(tenantId, (tx) => services.vault.keysOf(tx))
  const fields: Record<string, string> = {}
  let file: ReceivedFile | null = null
  const discard = async () => {
    if (file) await services.blobs.remove(tenantId, file.blobKey)
  }
  try {
    for await (const part of request.parts({
      limits: { files: 1, fields: 50, fieldSize: 100_000, fileSize: maxBytes + 1 },
    })) {
      if (part.type === 'field') {
        fields[part.fieldname] = String(part.value)
      } else {
        const stored = await services.blobs.put(keys, part.file, { maxBytes })
        file = {
          blobKey: stored.key,
          bytes: stored.bytes,
          sha256: stored.sha256,
          fileName: cleanFileName(part.filename),
          mediaType: part.mimetype.slice(0, 100),
        }
        if (part.fieldname !== 'file')
          throw new Problem(400, 'input.invalid', {
            issues: [{ pointer: `/${part.fieldname}`, code: 'unknown_field' }],
          })
      }
    }
    if (file === null) throw new Problem(400, 'input.invalid', { issues: [{ pointer: '/file', code: 'required' }] })
    if (file.bytes === 0)
      throw new Problem(400, 'input.invalid', { issues: [{ pointer: '/file', code: 'empty_file' }] })
    return { file, fields, discard }
  } catch (error) {
    // Nobody reads the rest now; left in its pipe it would block the next request on this connection.
    request.raw.unpipe()
    request.raw.resume()
    await discard()
    throw isMalformed(error) ? new Problem(400, 'input.unreadable', { cause: error }) : error
  }
}

/** The parser gives these errors no code: a body that is cut short, or parts that are none. */
function isMalformed(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(Unexpected end of (form|multipart data|file)|Multipart: Boundary not found|Malformed (part header|content type))/.test(
      error.message,
    )
  )
}

/** The last path segment without control and formatting characters; only ever shown, never used as a path. */
function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  return last.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 200) || 'file'
}
