/** Names that say nothing are not used, and every export has a name. */
import { isNode, nameOf, type Rule, type SyntaxNode } from './rule.ts'
import { isScript } from './place.ts'

const emptyWords = new Set(['service', 'manager', 'helper', 'helpers', 'dto', 'factory', 'util', 'utils'])
const emptyPlaces = new Set([...emptyWords, 'common', 'misc', 'shared', 'services', 'managers'])
const declarations = new Set([
  'ClassDeclaration',
  'FunctionDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'VariableDeclarator',
])

export const tellingNames: Rule = {
  name: 'telling-names',
  applies: () => true,
  check: (file) => {
    const place = file.path.split(/[/.]/).find((part) => emptyPlaces.has(part))
    const found = place === undefined ? [] : [{ at: 0, message: `a file or folder called ${place} says nothing` }]
    return [
      ...found,
      ...file.nodes.flatMap(({ node }) => {
        if (!declarations.has(node.type)) return []
        const name = nameOf(node.id)
        const word = name.split(/(?<=[a-z0-9])(?=[A-Z])|_/).find((part) => emptyWords.has(part.toLowerCase()))
        if (word !== undefined) return [{ at: node.start, message: `${name}: ${word} says nothing` }]
        const prefixed = node.type === 'TSInterfaceDeclaration' && /^I[A-Z][a-z]/.test(name)
        return prefixed ? [{ at: node.start, message: `${name}: interfaces take no prefix` }] : []
      }),
    ]
  },
}

export const namedExports: Rule = {
  name: 'named-exports',
  applies: (path) => isScript(path) && !/(^[^/]+\.config\.ts$)|^test\/[^/]+-setup\.ts$/.test(path),
  check: (file) =>
    file.nodes.flatMap(({ node }) => {
      if (node.type === 'ExportDefaultDeclaration') return [{ at: node.start, message: 'default exports have no name' }]
      if (node.type === 'ExportAllDeclaration')
        return [{ at: node.start, message: 'barrel files hide where a thing lives' }]
      const specifiers = Array.isArray(node.specifiers) ? (node.specifiers as readonly SyntaxNode[]) : []
      const renamed =
        node.type === 'ExportNamedDeclaration' &&
        specifiers.some(({ exported }) => isNode(exported) && nameOf(exported) === 'default')
      return renamed ? [{ at: node.start, message: 'default exports have no name' }] : []
    }),
}

/** Generated, or of one piece on purpose: the verifier is read and run by strangers without the rest. */
const longFiles = new Set(['src/platform/database/tables.ts', 'src/trust/verify/verify.ts'])

/** Past 400 lines a file is about to need a split; past 500 it fails. */
export const fileLength: Rule = {
  name: 'file-length',
  applies: (path) => isScript(path) && !longFiles.has(path) && !path.startsWith('catalog/'),
  check: (file) => {
    const lines = file.text.split('\n').length - 1
    return lines > 500 ? [{ at: file.text.length - 1, message: `${lines} lines: split it by verb or noun` }] : []
  },
}
