/**
 * Renders frozen documents, one after the other, in a worker thread of their own with bounded time: typesetting is
 * somebody else's program, fed with what others wrote.
 */
import { Worker } from 'node:worker_threads'
import type { Texts } from '#platform/i18n/texts.ts'
import { Problem } from '#platform/http/problem.ts'
import type { DocumentFormat } from './contract.ts'
import type { FrozenModel } from './freeze.ts'
import { imprintOf } from './imprint.ts'
import type { RenderAnswer, RenderRequest } from './render-worker.ts'

export const mediaTypes: Readonly<Record<DocumentFormat, string>> = {
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/**
 * Measured on two cores with others at work: 60 sentences 0.1 s, a table of 2,000 rows 2 s. A transaction waits
 * meanwhile, and the database ends one that is idle for a minute.
 */
const renderTimeoutMs = 40_000
/** A worker that nobody needs any more gives its memory back. */
const idleMs = 60_000
/** One whose compiler holds more ends at once: each table of 2,000 rows adds a hundred MB. */
const mostHeldBytes = 256 * 1024 * 1024
const heapMb = 512

export type Rendering = Readonly<Record<DocumentFormat, Buffer>>

let worker: Worker | null = null
let idle: NodeJS.Timeout | null = null
let queue: Promise<unknown> = Promise.resolve()

/**
 * The files of a document.
 * @throws Problem 422 `document.not_rendered` when it cannot be set, or not in time
 */
export async function renderDocument(frozen: FrozenModel, texts: Texts): Promise<Rendering> {
  const request: RenderRequest = { model: frozen.model, imprint: imprintOf(frozen, texts) }
  const turn = queue.then(() => ask(request))
  queue = turn.catch(() => undefined)
  const { html, pdf, docx } = await turn
  return { json: frozen.bytes, html: Buffer.from(html), pdf: Buffer.from(pdf), docx: Buffer.from(docx) }
}

/**
 * A document as a PDF for one recipient, whose line stands on every page, in the margin and across it.
 * @throws Problem 422 `document.not_rendered` when it cannot be set, or not in time
 */
export async function renderCopy(frozen: FrozenModel, texts: Texts, recipient: string): Promise<Buffer> {
  const request: RenderRequest = { model: frozen.model, imprint: imprintOf(frozen, texts, recipient), only: 'pdf' }
  const turn = queue.then(() => ask(request))
  queue = turn.catch(() => undefined)
  return Buffer.from((await turn).pdf)
}

async function ask(request: RenderRequest) {
  if (idle !== null) clearTimeout(idle)
  const asked = (worker ??= startWorker())
  try {
    const answer = await answerOf(asked, request)
    if ('fault' in answer) throw new Error(answer.fault)
    if (answer.heldBytes > mostHeldBytes) end(asked)
    else idle = setTimeout(() => end(asked), idleMs).unref()
    return answer
  } catch (cause) {
    end(asked)
    throw new Problem(422, 'document.not_rendered', { cause })
  }
}

function startWorker(): Worker {
  const started = new Worker(new URL('render-worker.ts', import.meta.url), {
    // It needs nothing that the process knows.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  started.unref()
  return started
}

function end(ended: Worker): void {
  if (worker === ended) worker = null
  void ended.terminate()
}

async function answerOf(asked: Worker, request: RenderRequest): Promise<RenderAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RenderAnswer>()
  const timer = setTimeout(() => reject(new Error('rendering took too long')), renderTimeoutMs)
  const onExit = (code: number) => reject(new Error(`the worker ended with ${code}`))
  asked.on('message', resolve).on('error', reject).on('exit', onExit)
  try {
    asked.postMessage(request)
    return await promise
  } finally {
    clearTimeout(timer)
    asked.off('message', resolve).off('error', reject).off('exit', onExit)
  }
}
