/** SQL names its columns and carries its values as parameters. */
import { isNode, literalText, nameOf, type Rule, type SyntaxNode } from './rule.ts'
import { isProduct, isScript, isTest } from './place.ts'

export const explicitColumns: Rule = {
  name: 'explicit-columns',
  applies: (path) => isScript(path) && !isTest(path) && !path.startsWith('tools/'),
  check: (file) =>
    file.nodes.flatMap(({ node }) => {
      if (node.type === 'CallExpression' && /^(selectAll|returningAll)$/.test(nameOf(node.callee))) {
        return [{ at: node.start, message: `${nameOf(node.callee)} takes columns that nobody named` }]
      }
      const text = literalText(node)
      return text !== null && /\b(select|returning)\s+(\w+\.)?\*/i.test(text)
        ? [{ at: node.start, message: 'name the columns instead of *' }]
        : []
    }),
}

export const sqlWithParameters: Rule = {
  name: 'sql-with-parameters',
  applies: (path) => isScript(path) && isProduct(path),
  check: (file) =>
    file.nodes.flatMap(({ node }) => {
      if (node.type !== 'CallExpression' || !isNode(node.callee)) return []
      const owner = nameOf(node.callee.object)
      const method = nameOf(node.callee)
      if (owner === 'sql' && /^(raw|lit|literal)$/.test(method))
        return [{ at: node.start, message: `sql.${method} puts text into a statement` }]
      const [first] = node.arguments as readonly SyntaxNode[]
      const asks = method === 'query' || method === 'raw' || (method === 'run' && owner === 'tx')
      return asks && isNode(first) && isComposed(first)
        ? [{ at: node.start, message: 'a statement is put together from text' }]
        : []
    }),
}

function isComposed(node: SyntaxNode): boolean {
  if (node.type === 'TemplateLiteral') return Array.isArray(node.expressions) && node.expressions.length > 0
  if (node.type === 'BinaryExpression') return node.operator === '+'
  if (node.type !== 'ObjectExpression' || !Array.isArray(node.properties)) return false
  return node.properties.some(
    (property: SyntaxNode) => nameOf(property.key) === 'text' && isNode(property.value) && isComposed(property.value),
  )
}
