/** PDF files with text → text and blocks. What stands on the pages is found in a worker, what it means in pdf-layout. */
import { Worker } from 'node:worker_threads'
import { Problem } from '#platform/http/problem.ts'
import type { ExtractedStatement } from './block.ts'
import { layOutPages } from './pdf-layout.ts'
import type { PdfAnswer, PdfRequest } from './pdf-worker.ts'

/** A statement has a few pages, a catalogue of measures some dozens. */
const mostPages = 400
const mostText = 4_000_000
const timeoutMs = 30_000
const heapMb = 512
/** Fewer letters on a page than this, on average, are stamps and page numbers around a picture. */
const fewestLettersPerPage = 20

/**
 * @throws Problem 422 `statement.encrypted`, `statement.no_text` (scanned pages), `statement.unreadable`; 413
 * `statement.too_large`
 */
export async function extractPdf(bytes: Uint8Array, file: string): Promise<ExtractedStatement> {
  const answer = await readInWorker({ bytes: Uint8Array.from(bytes), mostPages, mostText }, file)
  if ('fault' in answer) {
    if (answer.fault === 'encrypted') throw new Problem(422, 'statement.encrypted', { params: { file } })
    if (answer.fault === 'too_large')
      throw new Problem(413, 'statement.too_long', { params: { file, limitPages: mostPages } })
    throw new Problem(422, 'statement.unreadable', { params: { file, found: 'PDF' } })
  }
  const letters = answer.pages.reduce(
    (sum, page) => sum + page.runs.reduce((own, run) => own + (run.text.match(/\p{L}/gu)?.length ?? 0), 0),
    0,
  )
  if (letters < fewestLettersPerPage * Math.max(1, answer.pages.length))
    throw new Problem(422, 'statement.no_text', { params: { file } })
  const { text, blocks } = layOutPages(answer.pages)
  return { text, blocks, namedTitle: answer.title, namedLanguage: answer.language }
}

async function readInWorker(request: PdfRequest, file: string): Promise<PdfAnswer> {
  const worker = new Worker(new URL('pdf-worker.ts', import.meta.url), {
    // It needs nothing that the process knows, and says nothing on its own.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    stdout: true,
    stderr: true,
  })
  const { promise, resolve, reject } = Promise.withResolvers<PdfAnswer>()
  const timer = setTimeout(() => reject(new Error('reading took too long')), timeoutMs)
  worker
    .on('message', resolve)
    .on('error', reject)
    .on('exit', (code) => reject(new Error(`ended with ${code}`)))
  try {
    worker.postMessage(request)
    return await promise
  } catch (cause) {
    throw new Problem(422, 'statement.unreadable', { params: { file, found: 'PDF' }, cause })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
