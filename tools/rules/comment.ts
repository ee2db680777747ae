/** A file says on top what it is for, and what it exports says what it means. */
import { isNode, nameOf, type Rule, type SourceFile, type SyntaxNode } from './rule.ts'
import { isProduct, isScript } from './place.ts'

export const fileHeader: Rule = {
  name: 'file-header',
  // The sentences of a spec say what it is for.
  applies: (path) =>
    isScript(path) &&
    !path.endsWith('.spec.ts') &&
    !/^[^/]+\.config\.ts$/.test(path) &&
    !path.endsWith('.d.ts') &&
    !path.includes('/locale/'),
  check: (file) => {
    const code = file.text.replace(/^#![^\n]*\n/, '').trimStart()
    return /^(\/\*|\/\/)/.test(code) ? [] : [{ at: 0, message: 'no paragraph on top says what the file is for' }]
  },
}

export const exportedFunctionsExplained: Rule = {
  name: 'exported-functions-explained',
  applies: (path) => isProduct(path) && path.endsWith('.ts') && !path.endsWith('.d.ts'),
  check: (file) =>
    file.nodes.flatMap(({ node }) => {
      if (node.type !== 'ExportNamedDeclaration' || !isNode(node.declaration)) return []
      const name = functionName(node.declaration)
      return name === null || hasCommentBefore(file, node.start)
        ? []
        : [{ at: node.start, message: `${name} is exported without a word of what it does` }]
    }),
}

/** `!` and `as` overrule the compiler. */
export const assertionsExplained: Rule = {
  name: 'assertions-explained',
  applies: (path) => isProduct(path),
  check: (file) =>
    file.nodes.flatMap(({ node }) => {
      const asserts =
        node.type === 'TSNonNullExpression' || (node.type === 'TSAsExpression' && !isConst(node.typeAnnotation))
      return asserts && !hasCommentNear(file, node)
        ? [{ at: node.start, message: '! and as need a reason beside them' }]
        : []
    }),
}

function isConst(type: unknown): boolean {
  return isNode(type) && type.type === 'TSTypeReference' && isNode(type.typeName) && nameOf(type.typeName) === 'const'
}

function functionName(declaration: SyntaxNode): string | null {
  if (declaration.type === 'FunctionDeclaration') return nameOf(declaration.id)
  if (declaration.type !== 'VariableDeclaration' || !Array.isArray(declaration.declarations)) return null
  const [first] = declaration.declarations as readonly SyntaxNode[]
  return isNode(first?.init) && first.init.type === 'ArrowFunctionExpression' ? nameOf(first.id) : null
}

function hasCommentBefore(file: SourceFile, at: number): boolean {
  return file.comments.some(({ type, end }) => type === 'Block' && end <= at && file.text.slice(end, at).trim() === '')
}

/** On one of the lines of the expression or on one of the three before it. */
function hasCommentNear(file: SourceFile, node: SyntaxNode): boolean {
  const from = startOfLine(file.text, node.start, 3)
  const to = file.text.indexOf('\n', node.end)
  return file.comments.some(({ start, end }) => end >= from && start <= (to === -1 ? file.text.length : to))
}

function startOfLine(text: string, offset: number, linesBefore: number): number {
  let at = text.lastIndexOf('\n', offset - 1)
  for (let line = 0; line < linesBefore && at > 0; line++) at = text.lastIndexOf('\n', at - 1)
  return at + 1
}
