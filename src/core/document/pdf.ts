/**
 * Sets a document as a tagged PDF by Typst, compiled to WebAssembly: no program of the machine, no font of it, no file and
 * no network. Blocks for as long as it takes, so it runs in a worker. The same document gives the same bytes.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initSync, TypstCompilerBuilder, type TypstCompiler } from '@myriaddreamin/typst-ts-web-compiler'
import type { Block, DocumentModel, Inline } from './contract.ts'
import { nameUnshown, readCoverage, type Covers } from './glyph.ts'
import type { Imprint } from './imprint.ts'
import { sharesAsTable } from './share-table.ts'

const packages = createRequire(import.meta.url)
const main = '/document.typ'
/** A word longer than this may break anywhere; German ones are shorter. */
const longWord = /\S{41,}/gu

const weights = ['400Regular', '400Regular_Italic', '600SemiBold', '600SemiBold_Italic', '700Bold', '700Bold_Italic']
const fonts = [
  ['source-sans-3', 'SourceSans3'],
  ['source-serif-4', 'SourceSerif4'],
].flatMap(([family, name]) => weights.map((w) => `@expo-google-fonts/${family}/${w}/${name}_${w}.ttf`))

interface Press {
  readonly compiler: TypstCompiler
  /** Of every font: what one lacks another could not show in its place. */
  readonly covers: Covers
  readonly memory: WebAssembly.Memory
}

/** A sentence with what belongs to it stands on one page, unless it is longer than so many characters. */
const mostUnbroken = 1_500

let ready: Promise<Press> | null = null

async function startCompiler(): Promise<Press> {
  const wasm = packages.resolve('@myriaddreamin/typst-ts-web-compiler/wasm')
  const { memory } = initSync({ module: readFileSync(wasm) })
  const builder = new TypstCompilerBuilder()
  // It reads no file but the one source below.
  builder.set_dummy_access_model()
  const coverages: Covers[] = []
  for (const path of fonts) {
    const font = readFileSync(packages.resolve(path))
    coverages.push(readCoverage(font))
    await builder.add_raw_font(font)
  }
  const compiler = await builder.build()
  compiler.add_source(main, readFileSync(new URL('template.typ', import.meta.url), 'utf8'))
  return { compiler, memory, covers: (codePoint) => coverages.every((covers) => covers(codePoint)) }
}

/**
 * The PDF, and how many bytes the compiler holds after it: it remembers what it has set and gives nothing back.
 * @throws Error with what Typst says when it cannot be set
 */
export async function setPdf(model: DocumentModel, imprint: Imprint): Promise<{ pdf: Buffer; heldBytes: number }> {
  ready ??= startCompiler()
  const { compiler, covers, memory } = await ready
  const data = { ...model, cover: model.cover.map(inPieces), blocks: model.blocks.map(setBlock(model)) }
  // In every text, wherever it stands; keys and formats are plain letters.
  const name = (_key: string, value: unknown) => (typeof value === 'string' ? nameUnshown(value, covers) : value)
  const inputs = [
    ['model', JSON.stringify(data, name)],
    ['imprint', JSON.stringify(imprint, name)],
  ]
  // Undeclared by the package: bytes where it worked, or what was wrong.
  const answer = compiler.compile(main, inputs, 'pdf', 1) as { result?: Uint8Array; diagnostics?: unknown }
  if (answer.result === undefined) throw new Error(`the document cannot be set: ${JSON.stringify(answer.diagnostics)}`)
  return { pdf: Buffer.from(answer.result), heldBytes: memory.buffer.byteLength }
}

function inPieces({ term, value }: { term: string; value: readonly Inline[] }) {
  return { term, value: value.map(setInline) }
}

const run = (inlines: readonly Inline[]) => ({ inlines: inlines.map(setInline) })

/** The block as the template takes it. */
function setBlock(model: DocumentModel) {
  return (block: Block): unknown => {
    switch (block.kind) {
      case 'heading':
        return block
      case 'paragraph':
      case 'note':
        return { ...block, text: block.text.map(setInline) }
      case 'judged':
        return {
          ...block,
          text: block.text.map(setInline),
          detail: block.detail.map(setInline),
          long: JSON.stringify(block).length > mostUnbroken,
        }
      case 'list':
        return { ...block, items: block.items.map(run) }
      case 'definitions':
        return { ...block, items: block.items.map(inPieces) }
      case 'table':
        return { ...block, rows: block.rows.map((row) => row.map(run)) }
      case 'shares':
        return { ...block, table: setBlock(model)(sharesAsTable(block, model.locale)) }
    }
  }
}

function setInline(inline: Inline) {
  if (typeof inline === 'string') return { kind: 'text', parts: breakLongWords(inline) }
  if ('status' in inline) return { kind: 'status', status: inline.status, word: inline.word }
  const parts = breakLongWords(inline.text)
  return 'href' in inline ? { kind: 'link', href: inline.href, parts } : { kind: inline.style, parts }
}

const letters = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** A text in pieces between which a line may end; nothing is added to it. */
export function breakLongWords(text: string): string[] {
  const parts: string[] = []
  let at = 0
  for (const { 0: word, index } of text.matchAll(longWord)) {
    const cut = [...letters.segment(word)].map(({ segment }) => segment)
    parts.push(text.slice(at, index) + (cut[0] ?? ''), ...cut.slice(1))
    at = index + word.length
  }
  return at === 0 ? [text] : [...parts.slice(0, -1), (parts.at(-1) ?? '') + text.slice(at)]
}
