/**
 * An uploaded statement → its text and blocks. For plain text the extracted text is the file itself; for Markdown and
 * HTML it is the text without markup. Every block is a verbatim span of it. Errors are those of decodeStatement.
 */
import type { ExtractedStatement } from './block.ts'
import { decodeStatement } from './decode.ts'
import { extractHtml } from './extract-html.ts'
import { extractMarkdown } from './extract-markdown.ts'
import { extractText } from './extract-text.ts'

/** @throws Problem: see decodeStatement. */
export function extractStatement(bytes: Uint8Array, fileName: string): ExtractedStatement {
  const decoded = decodeStatement(bytes, fileName)
  switch (decoded.format) {
    case 'text':
      return extractText(decoded.text)
    case 'markdown':
      return extractMarkdown(decoded.text)
    case 'html':
      return extractHtml(decoded.text)
  }
}
