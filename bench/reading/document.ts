/**
 * The labelled documents: those in `held-out` were written before they were ever read, six of them before any tuning, and
 * measured first (decision 0021); `known` grew with the reader. Word and PDF files are set from their sources when they are needed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Label, readLabels } from './label.ts'
import { writeDocx } from './write-docx.ts'
import { writePdf } from './write-pdf.ts'

export const parts = ['held-out', 'known'] as const
export type Part = (typeof parts)[number]

export interface LabelledDocument {
  readonly part: Part
  /** As a reader would upload it. */
  readonly fileName: string
  readonly labels: readonly Label[]
  readonly write: () => Promise<Uint8Array>
}

/** All documents of a part, by name. */
export function listDocuments(part: Part): LabelledDocument[] {
  const folder = join(import.meta.dirname, part)
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const { source, labels } = readLabels(readFileSync(join(folder, name), 'utf8'))
      const fileName = name.replace(/\.docx\.md$/, '.docx').replace(/\.pdf\.typ$/, '.pdf')
      const write = async (): Promise<Uint8Array> => {
        if (fileName.endsWith('.docx')) return await writeDocx(source)
        return fileName.endsWith('.pdf') ? await writePdf(source) : Buffer.from(source, 'utf8')
      }
      return { part, fileName, labels, write }
    })
}
