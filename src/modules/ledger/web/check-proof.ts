/**
 * Checks an inclusion proof in the browser: the leaf is made anew from what the entry says, and led up to the root that
 * the signed head states (RFC 9162 §2.1.3.2). The head's signature is for `beleg verify`: a page that this server sent
 * cannot vouch for the server's own key.
 */
import type { readEntry } from '#modules/ledger/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'

type Entry = OutputOf<typeof readEntry>

/** Whether the entry's own words lead to the root of the signed head. */
export async function checkProof(
  entry: Pick<Entry, 'id' | 'place' | 'recordedAt' | 'payload' | 'salt' | 'commitment' | 'parts' | 'proof'>,
): Promise<boolean> {
  const { proof, place } = entry
  if (proof === null || place === null || place >= proof.size) return false
  const [origin = '', size, root = ''] = proof.text.slice(proof.text.indexOf('\n\n') + 2).split('\n')
  if (size !== String(proof.size)) return false
  const tenantId = origin.split('/').at(-1) ?? ''
  const lines = ['beleg-entry/v1', tenantId, entry.id, entry.recordedAt, await commitmentOf(entry)]
  for (const part of entry.parts) lines.push(`person ${part.person} ${await commitmentOf(part)}`)
  let node = await sha256(concat(Uint8Array.of(0), utf8(lines.map((line) => `${line}\n`).join(''))))
  let [at, last] = [place, proof.size - 1]
  const climb = () => ([at, last] = [Math.floor(at / 2), Math.floor(last / 2)])
  for (const sibling of proof.path.map(decode)) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      node = await sha256(concat(Uint8Array.of(1), sibling, node))
      while (at % 2 === 0 && at !== 0) climb()
    } else node = await sha256(concat(Uint8Array.of(1), node, sibling))
    climb()
  }
  return last === 0 && encode(node) === root
}

/** Made anew from the text where there is one; what was erased is known by its commitment alone. */
async function commitmentOf(one: Pick<Entry, 'payload' | 'salt' | 'commitment'>): Promise<string> {
  if (one.payload === null || one.salt === null) return one.commitment
  return encode(await sha256(concat(decode(one.salt), utf8(one.payload))))
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
