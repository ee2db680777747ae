/**
 * Reads a file that somebody named on the command line. Promises: never more than the limit is kept, whatever lies
 * behind the name (a disk image, a device that never ends), and what is wrong with the file is a Problem.
 */
import { open } from 'node:fs/promises'
import { Problem } from '#platform/http/problem.ts'

/** The bytes of a file, or with "-" of standard input. @throws Problem `file.missing`, `file.is_directory`, `file.too_large`, `file.closed` */
export async function readInputFile(path: string, limitBytes: number): Promise<Buffer> {
  if (path === '-') return readToEnd(path, process.stdin, limitBytes)
  try {
    const file = await open(path, 'r')
    try {
      const info = await file.stat()
      if (info.isFile() && info.size > limitBytes) throw tooLarge(path, limitBytes)
      // A pipe or device has no size, and a file may grow meanwhile.
      return await readToEnd(path, file.createReadStream({ autoClose: false }), limitBytes)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw explainFile(error, path)
  }
}

async function readToEnd(path: string, source: AsyncIterable<Buffer>, limitBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of source) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes > limitBytes) throw tooLarge(path, limitBytes)
  }
  return Buffer.concat(pieces)
}

function tooLarge(file: string, limitBytes: number): Problem {
  return new Problem(413, 'file.too_large', { params: { file, limitBytes } })
}

function explainFile(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error && !(error instanceof Problem) ? String(error.code) : null
  if (code === null) return error
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new Problem(404, 'file.missing', { params: { file }, cause: error })
  if (code === 'EISDIR') return new Problem(400, 'file.is_directory', { params: { file }, cause: error })
  return new Problem(400, 'file.closed', { params: { file, reason: code }, cause: error })
}
