/** Time comes from the Clock: whoever asks the machine or the database cannot be tested at another time. */
import { isNode, literalText, nameOf, type Rule, type SyntaxNode } from './rule.ts'
import { isTest } from './place.ts'

const sqlNow =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b/i
/** What tells SQL from a sentence that has such a word in it. */
const sqlWord = /\b(select|insert|update|delete|where|values|interval|default|set)\b/i

export const timeFromClock: Rule = {
  name: 'time-from-clock',
  applies: (path) => !path.startsWith('src/platform/clock/') && !path.startsWith('tools/') && !isTest(path),
  check: (file) => {
    if (file.path.endsWith('.sql')) {
      return [
        ...file.text
          .replaceAll(/--[^\n]*/g, (comment) => ' '.repeat(comment.length))
          .matchAll(new RegExp(sqlNow, 'gi')),
      ].map(({ index }) => ({
        at: index,
        message: 'SQL asks the database for the time; pass the time of the Clock',
      }))
    }
    return file.nodes.flatMap(({ node, parents }) => {
      if (isMachineTime(node)) return [{ at: node.start, message: 'the time comes from the Clock' }]
      const text = literalText(node)
      if (text === null || !sqlNow.test(text)) return []
      if (!isSqlTag(parents.at(-1)) && !sqlWord.test(text)) return []
      return [{ at: node.start, message: 'SQL asks the database for the time; pass the time of the Clock' }]
    })
  },
}

function isMachineTime(node: SyntaxNode): boolean {
  const args = node.arguments
  if (node.type === 'NewExpression') return nameOf(node.callee) === 'Date' && Array.isArray(args) && args.length === 0
  if (node.type !== 'CallExpression' || !isNode(node.callee)) return false
  if (node.callee.type === 'Identifier') return nameOf(node.callee) === 'Date'
  const owner = nameOf(node.callee.object)
  const method = nameOf(node.callee)
  return (
    (owner === 'Date' && method === 'now') ||
    (isNode(node.callee.object) && nameOf(node.callee.object.object) === 'Temporal' && owner === 'Now')
  )
}

function isSqlTag(node: SyntaxNode | undefined): boolean {
  return node?.type === 'TaggedTemplateExpression' && nameOf(node.tag) === 'sql'
}
