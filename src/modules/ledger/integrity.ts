/**
 * The collector `ledger.integrity`: looks through every stored tree and at what guards it. What a look found stays said
 * until a pass from the first entry came to its end without it. Heads that were seen once are remembered: a log that is
 * cut back together with its heads is noticed as long as this process lives, and by the instance tree after that.
 */
import type { Collector, CollectorContext, ObservedFact } from '#core/collector.ts'
import { formatHead } from '#core/ledger/checkpoint.ts'
import { readLastPublication } from '#core/ledger/publication.ts'
import { readLastHead, readLastInstanceHead } from '#core/ledger/store.ts'
import { listSigningKeys, originOf } from '#core/ledger/signing-key.ts'
import { tileHeight, tileWidth } from '#core/ledger/tile.ts'
import { appendLeaf, hashLeaf, rootOf, type CompactRange } from '#core/ledger/tree.ts'
import { readMigrations } from '#platform/database/migrate.ts'
import { Problem } from '#platform/http/problem.ts'
import { factTypes, type RightsFact, type TreeFact, type TriggerFact } from './contract.ts'
import { beginPass, continuePass, isSignedHead, verifiersOf, type FoundDifference, type Pass } from './examine.ts'
import { expectedRights, expectedTriggers } from './rules.ts'
import {
  listInstanceHeads,
  listInstanceLeaves,
  listInstanceTiles,
  listPublishedHeads,
  readEdge,
  readInstanceMemory,
  readLedgerRights,
  readLedgerTriggers,
} from './store.ts'

/** Entries in one look over all trees: about a second and a half of work. */
const mostEntries = 20_000
const longestWaitMs = 5_000

interface WatchedInstance {
  range: CompactRange
  found: FoundDifference | null
  examined: boolean
  readonly signed: Set<string>
}

interface Watched {
  pass: Pass
  found: FoundDifference | null
  examined: boolean
  head: { readonly size: number; readonly root: Buffer } | null
  readonly signed: Set<string>
}

/** Keeps what it knows in this process; a fresh one begins with a whole pass. */
export function integrityCollector(): Collector {
  const watched = new Map<string, Watched>()
  const instance: WatchedInstance = { range: emptyRange(), found: null, examined: false, signed: new Set() }
  let migrated: string | undefined
  return {
    id: 'ledger.integrity',
    query: 'entries, tiles and signed heads of every ledger hashed anew, and what guards their tables',
    version: '1',
    everyMs: 10_000,
    detectsWithinMs: 20_000,
    observe: async (context) => {
      const platform = context.tenants.find(({ kind }) => kind === 'platform')
      if (!platform) throw new Problem(503, 'ledger.no_platform')
      const keys = (await context.withTenant(platform.id, listSigningKeys)).map((key) => key.publicKey)
      const tenants = context.tenants.filter(({ canary }) => !canary)
      const trees: ObservedFact[] = []
      let budget = mostEntries
      for (const { id } of tenants) {
        const one = watched.get(id) ?? {
          pass: beginPass(),
          found: null,
          examined: false,
          head: null,
          signed: new Set<string>(),
        }
        watched.set(id, one)
        budget -= await examineTenant(context, one, id, platform.id, keys, Math.max(500, budget))
        const edge = await context.withTenant(id, readEdge)
        const waitedMs =
          edge.waitingSince === null ? 0 : context.services.clock.now().getTime() - edge.waitingSince.getTime()
        const beyond: FoundDifference[] =
          edge.beyondHead === null ? [] : [{ what: 'entry_beyond_head', place: edge.beyondHead }]
        trees.push(
          treeFact(
            id,
            'tenant',
            [...(one.found ? [one.found] : []), ...beyond],
            one.examined,
            waitedMs > longestWaitMs,
          ),
        )
      }
      await examineInstance(context, instance, platform.id, keys)
      trees.push(treeFact('instance', 'instance', instance.found ? [instance.found] : [], instance.examined, false))

      migrated ??= (await readMigrations()).map((migration) => migration.sql).join('\n')
      const guards = await context.withPlatform('guards of the ledger', async (tx) => ({
        triggers: await readLedgerTriggers(tx),
        rights: await readLedgerRights(tx),
      }))
      const triggers = triggerFacts(guards.triggers, migrated)
      const rights = [...new Set([...guards.rights.keys(), ...Object.keys(expectedRights)])]
        .toSorted()
        .map((table): ObservedFact => {
          const data: RightsFact = { held: guards.rights.get(table) ?? [] }
          return { subject: { kind: 'ledger-table', externalId: table }, type: factTypes.rights, data }
        })
      return {
        facts: [...trees, ...triggers, ...rights],
        populations: [
          {
            factType: factTypes.tree,
            expected: tenants.length + 1,
            seen: trees.length,
            reconciledAgainst: 'the list of tenants',
          },
          {
            factType: factTypes.trigger,
            expected: Object.keys(expectedTriggers).length,
            seen: triggers.length,
            reconciledAgainst: 'the guards that the ledger was made with',
          },
          {
            factType: factTypes.rights,
            expected: Object.keys(expectedRights).length,
            seen: rights.length,
            reconciledAgainst: 'the tables that the ledger was made with',
          },
        ],
      }
    },
  }
}

/** Goes on with the pass; returns how many entries it took. */
async function examineTenant(
  context: CollectorContext,
  one: Watched,
  tenantId: string,
  platformTenantId: string,
  publicKeys: readonly Buffer[],
  most: number,
): Promise<number> {
  const origin = originOf(platformTenantId, tenantId)
  const { difference, ended, head, entries } = await continuePass(
    (run) => context.withTenant(tenantId, run),
    one.pass,
    {
      origin,
      keys: verifiersOf(publicKeys, origin),
      signed: one.signed,
      mostEntries: most,
      signal: context.signal,
    },
  )
  const memory = await context.withPlatform('what the instance tree remembers', (tx) =>
    readInstanceMemory(tx, tenantId),
  )
  const back = wentBack(one.head, head) ?? (await isBehindInstance(context, tenantId, memory, head))
  if (back === null && head !== null) one.head = { size: head.size, root: head.root }
  // Signed in the same transaction: the instance tree, read after the head, is never behind it.
  const lacks = head !== null && (memory === null || memory.size < head.size)
  const other: FoundDifference | null = back ?? (lacks ? { what: 'instance_lacks_head', place: null } : null)
  if (difference !== null || ended) {
    one.pass = beginPass()
    one.found = difference ?? other
    one.examined = true
  } else if (other !== null) one.found = other
  return entries
}

function wentBack(
  known: { size: number; root: Buffer } | null,
  head: { size: number; root: Buffer } | null,
): FoundDifference | null {
  if (known === null) return null
  if (head === null || head.size < known.size) return { what: 'head_went_back', place: head?.size ?? 0 }
  return head.size === known.size && !head.root.equals(known.root) ? { what: 'head_went_back', place: head.size } : null
}

/** Whether the tenant lacks a head that the instance tree holds: looked at again, because it may just have been signed. */
async function isBehindInstance(
  context: CollectorContext,
  tenantId: string,
  memory: { size: number; root: Buffer } | null,
  head: { size: number; root: Buffer } | null,
): Promise<FoundDifference | null> {
  if (memory === null) return null
  const now = head !== null && head.size >= memory.size ? head : await context.withTenant(tenantId, readLastHead)
  return wentBack(memory, now)
}

async function examineInstance(
  context: CollectorContext,
  state: WatchedInstance,
  platformTenantId: string,
  publicKeys: readonly Buffer[],
): Promise<void> {
  const origin = originOf(platformTenantId)
  const keys = verifiersOf(publicKeys, origin)
  const start = state.range.size
  const { leaves, heads, tiles, published } = await context.withPlatform(
    'look through the instance tree',
    async (tx) => {
      const found = await listInstanceLeaves(tx, start, mostEntries)
      return {
        leaves: found,
        heads: await listInstanceHeads(tx, start, start + found.length),
        tiles: await listInstanceTiles(tx, start, start + found.length),
        published: await listPublishedHeads(tx, start, start + found.length),
      }
    },
  )
  const headAt = new Map(heads.map((head) => [head.size, head]))
  const tileAt = new Map(tiles.map((tile) => [tile.index, tile]))
  const publishedAt = new Map(published.map((head) => [head.size, head]))
  const end = (found: FoundDifference | null) => {
    state.range = emptyRange()
    state.found = found
    state.examined = true
  }
  for (const leaf of leaves) {
    const place = state.range.size
    const expected = hashLeaf(
      formatHead({ origin: originOf(platformTenantId, leaf.tenantId), size: leaf.size, root: leaf.root }),
    )
    if (leaf.index !== place || !expected.equals(leaf.leafHash)) return end({ what: 'instance_leaf_altered', place })
    let tileRoot: Buffer | null = null
    appendLeaf(state.range, leaf.leafHash, (level, _index, node) => {
      if (level === tileHeight) tileRoot = node
    })
    // Tiles are filled when a head is published: one that is not there yet is no difference, a different one is.
    const tile = tileAt.get(Math.floor(place / tileWidth))
    if (tile !== undefined && (place + 1) % tileWidth === 0) {
      const own = leaves.slice(place + 1 - tileWidth - start, place + 1 - start).map((one) => one.leafHash)
      const isAltered = !tile.root.equals(tileRoot ?? Buffer.alloc(0))
      // A page begins where the last one ended, within a tile perhaps; then its root alone speaks.
      if (isAltered || (own.length === tileWidth && !Buffer.concat(own).equals(tile.hashes)))
        return end({ what: 'tile_altered', place: place + 1 - tileWidth })
    }
    if (publishedAt.get(place + 1)?.root.equals(rootOf(state.range)) === false)
      return end({ what: 'head_of_another_tree', place })
    const head = headAt.get(place + 1)
    if (!head) continue
    if (!head.root.equals(rootOf(state.range))) return end({ what: 'head_of_another_tree', place })
    if (state.signed.has(head.note)) continue
    if (!isSignedHead(head, origin, keys)) return end({ what: 'head_not_signed', place })
    state.signed.add(head.note)
  }
  if (leaves.length === mostEntries) return
  // What went out to everybody is remembered when the tree is cut back. It is read first: a head is published later than
  // it is signed.
  const wentOut = await context.withPlatform('last published head', readLastPublication)
  const signed = await context.withPlatform('last head of the instance', readLastInstanceHead)
  const size = signed?.size ?? 0
  end(wentOut !== null && wentOut.size > size ? { what: 'head_went_back', place: size } : null)
}

function treeFact(
  externalId: string,
  of: TreeFact['of'],
  found: readonly FoundDifference[],
  examined: boolean,
  waits: boolean,
): ObservedFact {
  const data: TreeFact = {
    of,
    differences: found.map(({ what, place }) => ({ what, place })),
    examined: examined ? 'whole' : 'part',
    waiting: waits ? 'beyond_5s' : 'within_5s',
  }
  return { subject: { kind: 'ledger', externalId }, type: factTypes.tree, data }
}

function triggerFacts(
  found: readonly { name: string; definition: string; enabled: boolean; body: string }[],
  migrated: string,
): ObservedFact[] {
  const byName = new Map(found.map((one) => [one.name, one]))
  return [...new Set([...byName.keys(), ...Object.keys(expectedTriggers)])].toSorted().map((name) => {
    const one = byName.get(name)
    const data: TriggerFact = {
      present: one !== undefined,
      enabled: one?.enabled ?? false,
      definition: one?.definition ?? '',
      asMigrated: one !== undefined && one.body.trim() !== '' && migrated.includes(one.body),
    }
    return { subject: { kind: 'ledger-trigger', externalId: name }, type: factTypes.trigger, data }
  })
}

function emptyRange(): CompactRange {
  return { size: 0, hashes: [] }
}
