/**
 * Reads any security statement: bytes in, sentences with kind, strength, numbers and the measures they rest on out.
 * Pure and deterministic: same bytes, same claims. Claims are verbatim spans of `text`, in order, never overlapping.
 */
import type { ExtractedStatement } from './block.ts'
import type { ReadClaim } from './claim.ts'
import { extractFile, extractStatement } from './extract.ts'
import { cleanHeading, StatementReader } from './reader.ts'

export type { ReadClaim }

export interface ReadStatement {
  text: string
  language: 'de' | 'en'
  title: string | null
  claims: ReadClaim[]
}

/** Any statement: txt, md, mdx, html, docx or pdf. @throws Problem: see extractFile. */
export async function readStatementFile(bytes: Uint8Array, fileName: string): Promise<ReadStatement> {
  return readExtracted(await extractFile(bytes, fileName))
}

/** A statement that is no PDF, at once. @throws Problem: see extractFile. */
export function readStatement(bytes: Uint8Array, fileName: string): ReadStatement {
  return readExtracted(extractStatement(bytes, fileName))
}

/** Reads a statement that is text already, such as one edited on screen. */
export function readExtracted(extracted: ExtractedStatement): ReadStatement {
  const { text, blocks } = extracted
  const claims = new StatementReader(text, blocks).read()
  return { text, language: readLanguage(extracted), title: readTitle(extracted), claims }
}

const german =
  /(?<!\p{L})(?:der|die|das|und|ist|sind|werden|wird|für|mit|von|nicht|eine?|durch|auf|im|zur|zum|bei|sowie|oder|des|dem)(?!\p{L})/giu
const english =
  /(?<!\p{L})(?:the|and|is|are|of|to|for|with|by|not|our|we|that|this|or|from|in|on|an|be|has|have)(?!\p{L})/giu

function readLanguage(extracted: ExtractedStatement): 'de' | 'en' {
  const sample = extracted.text.slice(0, 30_000)
  const de = sample.match(german)?.length ?? 0
  const en = sample.match(english)?.length ?? 0
  if (de !== en) return de > en ? 'de' : 'en'
  return extracted.namedLanguage?.toLowerCase().startsWith('en') === true ? 'en' : 'de'
}

function readTitle(extracted: ExtractedStatement): string | null {
  const { text, blocks } = extracted
  const headings = blocks.slice(0, 30).filter((block) => block.kind === 'heading')
  const top = headings.find((block) => block.level === 1) ?? headings[0]
  const title =
    top === undefined ? extracted.namedTitle : cleanHeading(text.slice(top.start, Math.min(top.end, top.start + 300)))
  return title === null || title === '' ? (extracted.namedTitle ?? null) : title
}
