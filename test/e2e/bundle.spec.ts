/** How the application travels: compressed as far as it goes, and kept by the browser for ever. */
import { createHash } from 'node:crypto'
import { expect, inject, test } from 'vitest'

const { url } = inject('instance')

/** Scripts and styles that the first page asks for. */
async function firstAssets(): Promise<readonly string[]> {
  const page = await (await fetch(`${url}/app/`)).text()
  return [...page.matchAll(/(?:src|href)="(\/app\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path)
}

/** What an encoding costs on the wire, and a digest of what arrives. */
async function load(path: string, encoding: string) {
  const answer = await fetch(`${url}${path}`, { headers: { 'accept-encoding': encoding } })
  const digest = createHash('sha256')
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest('hex')
  return { answer, digest, bytes: Number(answer.headers.get('content-length')) }
}

test('every script and style comes compressed to whoever understands it, and is the same to everybody', async () => {
  const assets = await firstAssets()
  expect(assets.length).toBeGreaterThanOrEqual(2)
  for (const path of assets) {
    // What fits into one packet is sent as it is.
    if ((await load(path, 'identity')).bytes < 1_000) continue
    const encodings = ['identity', 'gzip', 'gzip, deflate, br, zstd'] as const
    const [plain, gzip, brotli] = await Promise.all([
      load(path, encodings[0]),
      load(path, encodings[1]),
      load(path, encodings[2]),
    ])
    expect([plain, gzip, brotli].map(({ answer }) => answer.headers.get('content-encoding'))).toEqual([
      null,
      'gzip',
      'br',
    ])
    expect(new Set([plain, gzip, brotli].map(({ digest }) => digest)).size).toBe(1)
    expect(new Set([plain, gzip, brotli].map(({ answer }) => answer.headers.get('content-type'))).size).toBe(1)
    expect(brotli.bytes).toBeLessThan(gzip.bytes)
    expect(gzip.bytes).toBeLessThan(plain.bytes)
    for (const { answer } of [plain, gzip, brotli]) {
      expect(answer.headers.get('cache-control')).toMatch(/immutable/)
      expect(answer.headers.get('vary')).toMatch(/accept-encoding/i)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
  }
})

test('the first page needs at most 250 kB of scripts and styles', async () => {
  const loaded = await Promise.all((await firstAssets()).map((path) => load(path, 'br')))
  expect(loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(250_000)
})

test('what is not there is not there in any encoding', async () => {
  for (const encoding of ['identity', 'br']) {
    const answer = await fetch(`${url}/app/assets/none.js`, { headers: { 'accept-encoding': encoding } })
    expect(answer.status).toBe(404)
  }
})
