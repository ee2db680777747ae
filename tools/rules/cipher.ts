/** Names of algorithms come from a list: a weak one does not get in by a typing error or a copied example. */
import { isNode, literalText, nameOf, type Rule, type SyntaxNode } from './rule.ts'
import { isProduct, isScript } from './place.ts'

/** Which argument of a function of node:crypto names the algorithm, and which names it may have. */
const allowed: Readonly<Record<string, readonly [argument: number, names: readonly string[]]>> = {
  createCipheriv: [0, ['aes-256-gcm']],
  createDecipheriv: [0, ['aes-256-gcm']],
  createHash: [0, ['sha256', 'sha384', 'sha512']],
  hash: [0, ['sha256', 'sha384', 'sha512']],
  createHmac: [0, ['sha256', 'sha384', 'sha512']],
  hkdf: [0, ['sha256', 'sha512']],
  hkdfSync: [0, ['sha256', 'sha512']],
  pbkdf2: [4, ['sha256', 'sha512']],
  pbkdf2Sync: [4, ['sha256', 'sha512']],
  generateKeyPair: [0, ['ed25519', 'x25519', 'ec']],
  generateKeyPairSync: [0, ['ed25519', 'x25519', 'ec']],
  createSign: [0, ['sha256', 'sha384', 'sha512']],
  createVerify: [0, ['sha256', 'sha384', 'sha512']],
}
const other = new Set(['createCipher', 'createDecipher', 'createECDH', 'createDiffieHellman'])

export const knownAlgorithms: Rule = {
  name: 'known-algorithms',
  applies: (path) => isScript(path) && isProduct(path),
  check: (file) =>
    file.nodes.flatMap(({ node }) => {
      if (node.type !== 'CallExpression') return []
      const name = nameOf(node.callee)
      const bare =
        isNode(node.callee) &&
        (node.callee.type === 'Identifier' || /^(crypto|nodeCrypto)$/.test(nameOf(node.callee.object)))
      if (!bare) return []
      if (other.has(name)) return [{ at: node.start, message: `${name} is not used` }]
      const entry = Object.hasOwn(allowed, name) ? allowed[name] : undefined
      if (!entry || !file.text.includes('node:crypto')) return []
      const [index, names] = entry
      const argument = (node.arguments as readonly SyntaxNode[])[index]
      const text = literalText(argument)
      // A name that is passed on was checked where it was written; TypeScript's literal types see to that.
      if (text === null || names.includes(text)) return []
      return [{ at: node.start, message: `${name}('${text}') is not on the list: ${names.join(', ')}` }]
    }),
}
