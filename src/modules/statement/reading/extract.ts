/**
 * An uploaded statement → its text and blocks. For plain text the extracted text is the file itself; for every other
 * format it is the text without markup. Every block is a verbatim span of it.
 */
import { Problem } from '#platform/http/problem.ts'
import { ArchiveError, unpackArchive } from '#platform/archive/unpack.ts'
import type { ExtractedStatement } from './block.ts'
import { baseNameOf, decodeStatement, identifyFormat, type StatementFormat } from './decode.ts'
import { extractDocx } from './extract-docx.ts'
import { extractHtml } from './extract-html.ts'
import { extractMarkdown } from './extract-markdown.ts'
import { extractPdf } from './extract-pdf.ts'
import { extractText } from './extract-text.ts'

/** What a Word file may hold, unpacked. */
const most = { members: 3_000, bytes: 100 * 1024 * 1024 }

/** Any statement. @throws Problem: see identifyFormat, decodeStatement, extractPdf; `statement.macros`. */
export async function extractFile(bytes: Uint8Array, fileName: string): Promise<ExtractedStatement> {
  const format = identifyFormat(bytes, fileName)
  return format === 'pdf' ? await extractPdf(bytes, baseNameOf(fileName)) : extractSync(bytes, fileName, format)
}

/** Any statement but a PDF, whose parser lives elsewhere. @throws Problem: see extractFile. */
export function extractStatement(bytes: Uint8Array, fileName: string): ExtractedStatement {
  const format = identifyFormat(bytes, fileName)
  if (format === 'pdf') {
    const params = { file: baseNameOf(fileName), ending: 'pdf' }
    throw new Problem(415, 'statement.unsupported_format', { params })
  }
  return extractSync(bytes, fileName, format)
}

function extractSync(bytes: Uint8Array, fileName: string, format: Exclude<StatementFormat, 'pdf'>): ExtractedStatement {
  if (format === 'docx') return openDocx(bytes, baseNameOf(fileName))
  const { text } = decodeStatement(bytes, fileName, format)
  switch (format) {
    case 'text':
      return extractText(text)
    case 'markdown':
      return extractMarkdown(text)
    case 'mdx':
      return extractMarkdown(stripModule(text))
    case 'html':
      return extractHtml(text)
  }
}

function openDocx(bytes: Uint8Array, file: string): ExtractedStatement {
  let parts
  try {
    parts = unpackArchive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), most)
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    if (error.fault === 'too_large')
      throw new Problem(413, 'statement.too_large', { params: { file, limitBytes: most.bytes }, cause: error })
    if (error.fault === 'encrypted') throw new Problem(422, 'statement.encrypted', { params: { file }, cause: error })
    throw new Problem(422, 'statement.unreadable', { params: { file, found: 'ZIP' }, cause: error })
  }
  if ([...parts.keys()].some((name) => /vbaProject\.bin$/i.test(name)))
    throw new Problem(415, 'statement.macros', { params: { file } })
  if (!parts.has('word/document.xml'))
    throw new Problem(422, 'statement.unreadable', { params: { file, found: 'ZIP' } })
  const extracted = extractDocx(parts)
  if (extracted.text.trim() === '') throw new Problem(422, 'statement.empty', { params: { file } })
  return extracted
}

/** MDX is Markdown with JavaScript modules around it and components in it; both are code, not text. */
function stripModule(source: string): string {
  return source
    .replace(/^(?:import|export)\s[^\n]*(?:\n(?![\n#]|import|export)[^\n]*)*$/gmu, '')
    .replace(/^[ \t]*<\/?[A-Z][\w.]*(?:\s[^<>\n]*)?\/?>[ \t]*$/gmu, '')
    .replace(/\{\/\*[\s\S]{0,2000}?\*\/\}/gu, '')
}
