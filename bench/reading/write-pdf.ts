/** Sets a Typst source as a PDF, with columns, headers and hyphens as a designer would want them. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initSync, TypstCompilerBuilder, type TypstCompiler } from '@myriaddreamin/typst-ts-web-compiler'

const packages = createRequire(import.meta.url)
const faces = ['400Regular', '400Regular_Italic', '700Bold'].flatMap((weight) => [
  `@expo-google-fonts/source-sans-3/${weight}/SourceSans3_${weight}.ttf`,
  `@expo-google-fonts/source-serif-4/${weight}/SourceSerif4_${weight}.ttf`,
])
let ready: Promise<TypstCompiler> | null = null

async function startCompiler(): Promise<TypstCompiler> {
  initSync({ module: readFileSync(packages.resolve('@myriaddreamin/typst-ts-web-compiler/wasm')) })
  const builder = new TypstCompilerBuilder()
  builder.set_dummy_access_model()
  for (const face of faces) await builder.add_raw_font(readFileSync(packages.resolve(face)))
  return await builder.build()
}

/** @throws Error with what Typst says */
export async function writePdf(source: string): Promise<Uint8Array> {
  ready ??= startCompiler()
  const compiler = await ready
  compiler.add_source('/main.typ', source)
  // Undeclared by the package: bytes where it worked, or what was wrong.
  const answer = compiler.compile('/main.typ', [], 'pdf', 1) as { result?: Uint8Array; diagnostics?: unknown }
  if (answer.result === undefined) throw new Error(`the source cannot be set: ${JSON.stringify(answer.diagnostics)}`)
  return answer.result
}
