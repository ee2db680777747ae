/**
 * The tree by the published vectors of transparency-dev/merkle where they lie in `../shared/data/tlog` beside the
 * repository, and by properties against a naive tree written from the definition.
 */
import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTilePath, readNodesFrom, tilePath, tilesBetween, tilesOf, tileWidth } from '../tile.ts'
import {
  appendLeaf,
  emptyRoot,
  hashChildren,
  hashLeaf,
  proveConsistency,
  proveInclusion,
  readCompactRange,
  rootOf,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
  type CompactRange,
} from '../tree.ts'

const vectors = join(import.meta.dirname, '../../../../../shared/data/tlog/merkle')
const noVectors = !existsSync(vectors)
if (noVectors) console.warn('skipped: the vectors of transparency-dev/merkle are not beside the repository')

interface Vector {
  readonly desc: string
  readonly wantErr: boolean
  readonly proof: readonly string[] | null
  readonly leafIdx: number
  readonly treeSize: number
  readonly start: number
  readonly end: number
  readonly size: number
  readonly size1: number
  readonly size2: number
  readonly root: string
  readonly root1: string
  readonly root2: string
  readonly leafHash: string
}

const bytes = (text: string | null) => Buffer.from(text ?? '', 'base64')
const verdicts: Readonly<Record<string, (proof: Buffer[], v: Vector) => boolean>> = {
  inclusion: (proof, v) =>
    verifyInclusion(proof, { index: v.leafIdx, size: v.treeSize, leaf: bytes(v.leafHash), root: bytes(v.root) }),
  subtreeinclusion: (proof, v) =>
    verifySubtreeInclusion(proof, {
      index: v.leafIdx,
      start: v.start,
      end: v.end,
      leaf: bytes(v.leafHash),
      root: bytes(v.root),
    }),
  consistency: (proof, v) =>
    verifyConsistency(proof, { older: v.size1, newer: v.size2, olderRoot: bytes(v.root1), newerRoot: bytes(v.root2) }),
  subtreeconsistency: (proof, v) =>
    verifySubtreeConsistency(proof, {
      start: v.start,
      end: v.end,
      size: v.size,
      subtreeRoot: bytes(v.root1),
      root: bytes(v.root2),
    }),
}

describe.skipIf(noVectors)('every published proof gets the verdict it states', () => {
  test.each(Object.entries(verdicts))('%s', async (kind, judge) => {
    const files = (await readdir(join(vectors, kind), { recursive: true })).filter((name) => name.endsWith('.json'))
    const wrong: string[] = []
    let accepted = 0
    for (const file of files) {
      const vector = JSON.parse(readFileSync(join(vectors, kind, file), 'utf8')) as Vector
      const verdict = judge((vector.proof ?? []).map(bytes), vector)
      if (verdict) accepted += 1
      if (verdict === vector.wantErr) wrong.push(`${file}: ${vector.desc}`)
    }
    expect(wrong).toEqual([])
    expect(files.length).toBeGreaterThan(40)
    // Those of plain inclusion are refusals only; the honest ones stand among the properties below.
    if (kind !== 'inclusion') expect(accepted).toBeGreaterThan(0)
  })
})

/** MTH as RFC 6962 §2.1 defines it. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (only === undefined) return emptyRoot
  if (leaves.length === 1) return only
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return hashChildren(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)))
}

/** Grows a tree and keeps its tiles. */
function grow(size: number) {
  const leaves = Array.from({ length: size }, (_, i) => hashLeaf(`entry ${i}`))
  const tiles = new Map<string, Buffer[]>()
  const range: CompactRange = { size: 0, hashes: [] }
  for (const leaf of leaves) {
    appendLeaf(range, leaf, (level, index, node) => {
      if (level % 8 !== 0) return
      const key = `${level / 8}/${Math.floor(index / tileWidth)}`
      tiles.set(key, [...(tiles.get(key) ?? []), node])
    })
  }
  const read = readNodesFrom((level, index) => {
    const tile = tiles.get(`${level}/${index}`)
    return tile && Buffer.concat(tile)
  })
  return { leaves, range, read, tiles }
}

describe('a tree that grows leaf by leaf', () => {
  const { leaves, read, range, tiles } = grow(700)

  test('has at every size the root that the definition gives', () => {
    const one: CompactRange = { size: 0, hashes: [] }
    expect(rootOf(one)).toEqual(emptyRoot)
    for (const [i, leaf] of leaves.entries()) {
      appendLeaf(one, leaf)
      if (i < 70 || i % 97 === 0) expect(rootOf(one).equals(naiveRoot(leaves.slice(0, i + 1)))).toBe(true)
    }
    expect(rootOf(one)).toEqual(rootOf(range))
  })

  test('is picked up again from its tiles at any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), (size) => {
        expect(rootOf(readCompactRange(size, read)).equals(naiveRoot(leaves.slice(0, size)))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('stores exactly the tiles that the specification lists', () => {
    expect([...tiles].map(([key, hashes]) => `${key} ${hashes.length}`).toSorted()).toEqual(
      tilesOf(700)
        .map(({ level, index, width }) => `${level}/${index} ${width}`)
        .toSorted(),
    )
  })

  test('proves that it holds an entry, and nothing else is believed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(), fc.nat(), (size, at, bit) => {
        const index = at % size
        const proof = proveInclusion(index, size, read)
        const given = { index, size, leaf: leaves[index] as Buffer, root: naiveRoot(leaves.slice(0, size)) }
        expect(verifyInclusion(proof, given)).toBe(true)
        expect(verifyInclusion(proof, { ...given, leaf: hashLeaf('another') })).toBe(false)
        expect(verifyInclusion([...proof, emptyRoot], given)).toBe(false)
        if (size > 1) expect(verifyInclusion(proof, { ...given, index: (index + 1) % size })).toBe(false)
        const [first] = proof
        if (first === undefined) return
        const flipped = Buffer.from(first)
        flipped[bit % 32] = (flipped[bit % 32] ?? 0) ^ 1
        expect(verifyInclusion([flipped, ...proof.slice(1)], given)).toBe(false)
        expect(verifyInclusion(proof.slice(1), given)).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  test('proves that it continues every earlier tree, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(), (newer, at) => {
        const older = 1 + (at % newer)
        const proof = proveConsistency(older, newer, read)
        const given = {
          older,
          newer,
          olderRoot: naiveRoot(leaves.slice(0, older)),
          newerRoot: naiveRoot(leaves.slice(0, newer)),
        }
        expect(verifyConsistency(proof, given)).toBe(true)
        expect(verifyConsistency(proof, { ...given, olderRoot: emptyRoot })).toBe(false)
        expect(verifyConsistency(proof, { ...given, newerRoot: emptyRoot })).toBe(false)
        expect(verifyConsistency([...proof, emptyRoot], given)).toBe(false)
        const rewritten = [...leaves.slice(0, older - 1), hashLeaf('rewritten')]
        expect(verifyConsistency(proof, { ...given, olderRoot: naiveRoot(rewritten) })).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  test('stores after growing just the tiles whose contents changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 5_000 }), (older, more) => {
        const before = new Set(tilesOf(older).map((tile) => JSON.stringify(tile)))
        const expected = tilesOf(older + more).filter((tile) => !before.has(JSON.stringify(tile)))
        expect(tilesBetween(older, older + more)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the names of tiles', () => {
  test('are those of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 1, index: 0, width: 17 })).toBe('tile/1/000.p/17')
    expect(tilePath({ level: 'entries', index: 1000, width: 256 })).toBe('tile/entries/x001/000')
    // "A tree of size 70,000 …"
    const counts = tilesOf(70_000).map(({ level, width }) => `${level}:${width}`)
    expect(counts.filter((one) => one === '0:256')).toHaveLength(273)
    expect(counts.filter((one) => one !== '0:256')).toEqual(['0:112', '1:256', '1:17', '2:1'])
    expect(tilesOf(256)).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ])
  })

  test('have one spelling each', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.integer({ min: 1, max: 256 }),
        fc.integer({ min: 0, max: 63 }),
        (index, width, level) => {
          expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width })
        },
      ),
    )
    for (const bad of [
      'tile/0/x000/001',
      'tile/64/000',
      'tile/00/000',
      'tile/0/000.p/256',
      'tile/0/000.p/0',
      'tile/0/1',
      'tile/0/001/002',
      '/tile/0/000',
      'tile/0/../0/000',
    ]) {
      expect(parseTilePath(bad), bad).toBeNull()
    }
  })
})
