/** What people read comes from the catalogues, in German and English. */
import { isNode, literalText, nameOf, type Rule, type SyntaxNode } from './rule.ts'
import { isScreen } from './place.ts'

const readAloud = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'alt',
  'placeholder',
  'label',
  'description',
  'heading',
])
/** Two letters in a row: signs, arrows and units of one letter are no language. */
const words = /\p{L}{2,}/u
/** Proper names, the same in every language. */
const names = /^(Beleg)$/

export const textFromCatalogue: Rule = {
  name: 'text-from-catalogue',
  applies: isScreen,
  check: (file) =>
    file.nodes.flatMap(({ node, parents }) => {
      if (node.type === 'JSXText')
        return isText(String(node.value))
          ? [{ at: node.start, message: `"${String(node.value).trim()}" stands in no catalogue` }]
          : []
      if (node.type === 'JSXAttribute') {
        const value =
          isNode(node.value) && node.value.type === 'JSXExpressionContainer' ? node.value.expression : node.value
        const text = literalText(value)
        return readAloud.has(nameOf(node.name)) && text !== null && isText(text)
          ? [{ at: node.start, message: `"${text}" stands in no catalogue` }]
          : []
      }
      const text = literalText(node)
      return text !== null && isText(text) && isChild(node, parents)
        ? [{ at: node.start, message: `"${text}" stands in no catalogue` }]
        : []
    }),
}

function isText(text: string): boolean {
  return words.test(text) && !names.test(text.trim())
}

/** Whether a literal is shown as a child of an element: `{'Save'}`, also as the outcome of a condition. */
function isChild(node: SyntaxNode, parents: readonly SyntaxNode[]): boolean {
  let inner = node
  for (const [index, parent] of parents.toReversed().entries()) {
    // An attribute holds a container too, but that is no child.
    if (parent.type === 'JSXExpressionContainer') return parents.at(-2 - index)?.type !== 'JSXAttribute'
    const shown =
      (parent.type === 'ConditionalExpression' && parent.test !== inner) ||
      (parent.type === 'LogicalExpression' && parent.right === inner)
    if (!shown) return false
    inner = parent
  }
  return false
}
