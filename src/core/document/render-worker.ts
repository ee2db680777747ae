/** The worker that renders: whatever takes too long or too much here is ended from outside, and the house goes on. */
import { parentPort } from 'node:worker_threads'
import type { DocumentModel } from './contract.ts'
import { setDocx } from './docx.ts'
import { setHtml } from './html.ts'
import type { Imprint } from './imprint.ts'
import { setPdf } from './pdf.ts'

/** What the worker is asked. */
export interface RenderRequest {
  readonly model: DocumentModel
  readonly imprint: Imprint
  /** The others stay empty. */
  readonly only?: 'pdf'
}

/** What it answers: the files, or what was wrong. */
export type RenderAnswer =
  | {
      readonly html: Uint8Array
      readonly pdf: Uint8Array
      readonly docx: Uint8Array
      /** What the compiler will not give back while this worker lives. */
      readonly heldBytes: number
    }
  | { readonly fault: string }

const nothing = new Uint8Array()

parentPort?.on('message', (request: RenderRequest) => {
  void answer(request).then((result) => parentPort?.postMessage(result))
})

async function answer({ model, imprint, only }: RenderRequest): Promise<RenderAnswer> {
  try {
    if (only === 'pdf') return { html: nothing, docx: nothing, ...(await setPdf(model, imprint)) }
    return {
      html: Buffer.from(setHtml(model, imprint), 'utf8'),
      ...(await setPdf(model, imprint)),
      docx: await setDocx(model, imprint),
    }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}
