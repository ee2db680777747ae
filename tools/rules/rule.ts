/**
 * What a rule of our own is: it looks at one parsed file and says what breaks CONTRIBUTING. Parsed by the bundler's
 * parser, because TypeScript 7 has none to offer.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

/** A node of the syntax tree (ESTree with TypeScript); only its type is the same for all. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export interface Comment {
  readonly type: 'Block' | 'Line'
  readonly value: string
  readonly start: number
  readonly end: number
}

/** A file under inspection. */
export interface SourceFile {
  /** Relative to the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly comments: readonly Comment[]
  /** All nodes with their ancestors, nearest last; empty for SQL. */
  readonly nodes: readonly { readonly node: SyntaxNode; readonly parents: readonly SyntaxNode[] }[]
}

export interface Finding {
  readonly rule: string
  readonly path: string
  readonly line: number
  readonly message: string
}

export interface Rule {
  readonly name: string
  /** Which files it is about. */
  readonly applies: (path: string) => boolean
  /** Places that break it: an offset into the text, and what is wrong. */
  readonly check: (file: SourceFile) => readonly { readonly at: number; readonly message: string }[]
}

const patterns = ['{src,catalog,test,bench,bin,tools}/**/*.{ts,tsx,js}', 'db/migrations/*.sql', '*.ts']

/** Reads and parses all sources below a root. @throws Error when one does not parse */
export function readSources(root: string): SourceFile[] {
  const paths = globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] }).map((path) =>
    path.replaceAll('\\', '/'),
  )
  return paths.toSorted().map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

/** Parses one. @throws Error when it does not parse */
export function parseSource(path: string, text: string): SourceFile {
  if (path.endsWith('.sql')) return { path, text, comments: [], nodes: [] }
  const parsed = parseSync(path, text)
  const [error] = parsed.errors
  if (error) throw new Error(`${path} does not parse: ${error.message}`)
  const nodes: SourceFile['nodes'][number][] = []
  visit(parsed.program, [], nodes)
  return { path, text, comments: parsed.comments, nodes }
}

/** Applies rules to files. */
export function findBreaches(files: readonly SourceFile[], rules: readonly Rule[]): Finding[] {
  return files.flatMap((file) =>
    rules
      .filter((rule) => rule.applies(file.path))
      .flatMap((rule) =>
        rule
          .check(file)
          .map(({ at, message }) => ({ rule: rule.name, path: file.path, line: lineAt(file.text, at), message })),
      ),
  )
}

/** Name of an identifier or of the last part of a member expression; empty for anything else. */
export function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return String(node.name)
  if (node.type === 'MemberExpression' && node.computed === false) return nameOf(node.property)
  return ''
}

/** Text of a string literal or of the fixed parts of a template; null for anything else. */
export function literalText(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral') return null
  const quasis = node.quasis as readonly { value: { raw: string } }[]
  return quasis.map(({ value }) => value.raw).join(' ')
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function visit(
  value: unknown,
  parents: readonly SyntaxNode[],
  into: { node: SyntaxNode; parents: readonly SyntaxNode[] }[],
): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, parents, into)
  } else if (isNode(value)) {
    into.push({ node: value, parents })
    const inner = [...parents, value]
    for (const [field, child] of Object.entries(value)) if (field !== 'parent') visit(child, inner, into)
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
