/** A statement that is not one: by command line and by upload, with a clear message in both languages. */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { beleg, changesNothing, refusal, send, upload } from './world.ts'

const folder = mkdtempSync(join(tmpdir(), 'beleg-files-'))
const sentence = 'Für alle Konten ist Mehr-Faktor-Authentisierung verpflichtend. Übertragungen sind verschlüsselt.\n'
const binary = Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919 + (at >> 3)) % 256)
const zip = Buffer.from('504b03040a00000000000000000000000000000000000000', 'hex')
const megabyte = 1024 * 1024

interface BadFile {
  readonly what: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly status: number
  readonly code: string
  readonly de: RegExp
  readonly en: RegExp
}

const bad: readonly BadFile[] = [
  {
    what: 'only white space',
    name: 'leer.md',
    bytes: Buffer.from(' \n\t\r\n'),
    status: 422,
    code: 'statement.empty',
    de: /leer\.md ist leer/,
    en: /leer\.md is empty/,
  },
  {
    what: 'another ending',
    name: 'aussage.odt',
    bytes: Buffer.from(sentence),
    status: 415,
    code: 'statement.unsupported_format',
    de: /Endung „odt“/,
    en: /ends in “odt”/,
  },
  {
    what: 'no ending',
    name: 'aussage',
    bytes: Buffer.from(sentence),
    status: 415,
    code: 'statement.unsupported_format',
    de: /Endung „“/,
    en: /ends in “”/,
  },
  {
    what: 'HTML that calls itself text',
    name: 'seite.txt',
    bytes: Buffer.from('<!doctype html><p>Hello</p>'),
    status: 422,
    code: 'statement.unreadable',
    de: /HTML/,
    en: /HTML/,
  },
  {
    what: 'an encoding that nobody can tell',
    name: 'kodierung.md',
    // Latin-1 but for a sign that Windows does not have.
    bytes: Buffer.concat([Buffer.from(sentence, 'latin1'), Buffer.from([0x81, 0x8d])]),
    status: 422,
    code: 'statement.not_utf8',
    de: /nicht in UTF-8.*Byte 1 /,
    en: /not written in UTF-8: byte 1 /,
  },
  {
    what: 'UTF-16 without its mark',
    name: 'utf16.txt',
    bytes: Buffer.from('All accounts use MFA.', 'utf16le'),
    status: 422,
    code: 'statement.unreadable',
    de: /binary/,
    en: /binary/,
  },
  {
    what: 'half a UTF-16 character',
    name: 'utf16.md',
    bytes: Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x00, 0xd8]),
    status: 422,
    code: 'statement.not_utf8',
    de: /nicht in UTF-8/,
    en: /not written in UTF-8/,
  },
  {
    what: 'a zero byte',
    name: 'null.md',
    bytes: Buffer.from('All accounts use MFA.\0 Backups run daily.'),
    status: 422,
    code: 'statement.unreadable',
    de: /binary/,
    en: /binary/,
  },
  {
    what: 'a program',
    name: 'programm.md',
    bytes: Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46]), binary]),
    status: 422,
    code: 'statement.unreadable',
    de: /ELF/,
    en: /ELF/,
  },
  {
    what: 'random bytes',
    name: 'zufall.md',
    bytes: binary,
    status: 422,
    code: 'statement.not_utf8',
    de: /UTF-8/,
    en: /UTF-8/,
  },
  { what: 'a zip', name: 'archiv.md', bytes: zip, status: 422, code: 'statement.unreadable', de: /ZIP/, en: /ZIP/ },
  {
    what: 'a text with 6 MiB',
    name: 'lang.txt',
    bytes: Buffer.alloc(6 * megabyte, 'a'),
    status: 413,
    code: 'blob.too_large',
    de: /größer als 5242880/,
    en: /larger than 5242880/,
  },
]

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a statement on the command line', () => {
  it.each(bad)(
    'is refused with exit code 2 and the reason in both languages when it is $what',
    { timeout: 60_000 },
    async ({ name, bytes, de, en }) => {
      const path = file(name, bytes)
      const [german, english] = [
        await beleg(['claims', path, '--lang', 'de']),
        await beleg(['claims', path, '--json', '--lang', 'en']),
      ]
      expect(german).toMatchObject({ code: 2, out: '' })
      expect(german.err).toMatch(de)
      expect(english).toMatchObject({ code: 2, out: '' })
      expect(english.err).toMatch(en)
      for (const { err } of [german, english]) expect(err).not.toMatch(/ at .*\.ts|\{\{|problem\./)
    },
  )

  it(
    'is refused when it is empty, missing, a directory, below a file, or a device without an end',
    { timeout: 60_000 },
    async () => {
      mkdirSync(join(folder, 'ordner.md'))
      const cases: [string, RegExp][] = [
        [file('nichts.md', new Uint8Array()), /nichts\.md is empty/],
        [join(folder, 'fehlt.md'), /There is no file .*fehlt\.md/],
        [join(folder, 'ordner.md'), /is a directory/],
        [join(file('datei.md', Buffer.from('x')), 'darin.md'), /There is no file/],
        ['/dev/zero', /larger than 20971520/],
        ['/proc/self/mem', /cannot be read \(EIO\)/],
      ]
      for (const [path, reason] of cases) {
        const { code, out, err } = await beleg(['claims', path])
        expect({ path, code, out, lines: err.trim().split('\n').length }).toEqual({ path, code: 2, out: '', lines: 1 })
        expect(err).toMatch(reason)
      }
    },
  )

  it('is refused by prove in the same words, before anything is started', { timeout: 60_000 }, async () => {
    const data = join(folder, 'never')
    for (const [name, reason] of [
      ['fehlt.md', /Die Datei .*fehlt\.md gibt es nicht/],
      ['kodierung.md', /nicht in UTF-8/],
      ['archiv.md', /ZIP/],
    ] as const) {
      const { code, out, err, ms } = await beleg(['prove', join(folder, name), '--lang', 'de'], {
        environment: { BELEG_DATA: data },
      })
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toMatch(reason)
      expect(err).not.toContain('.ts')
      expect(ms).toBeLessThan(20_000)
    }
  })

  it('is refused at 100 MB without being read into memory', { timeout: 60_000 }, async () => {
    const path = file('riesig.md', new Uint8Array())
    truncateSync(path, 100 * megabyte)
    const report = `process.on('exit', () => process.stderr.write('\\nPEAK ' + process.resourceUsage().maxRSS))`
    const measure = ['--import', `data:text/javascript,${encodeURIComponent(report)}`]
    const peak = async (name: string) => {
      const { code, err } = await beleg(['claims', name], { nodeOptions: measure })
      return { code, err, mib: Number(/PEAK (\d+)/.exec(err)?.[1]) / 1024 }
    }
    const [huge, small] = [await peak(path), await peak(join(folder, 'fehlt.md'))]
    expect(huge).toMatchObject({ code: 2, err: expect.stringMatching(/larger than 20971520/) })
    expect(huge.mib - small.mib).toBeLessThan(40)
  })
})

describe('a statement by upload', () => {
  let house: House
  let admin: Inhabitant
  beforeAll(async () => {
    house = await startHouse({ BELEG_ROLE: 'server' })
    admin = await house.enrolAdministrator()
  })
  afterAll(() => house.stop())

  it.each(bad)('is refused and leaves nothing behind when it is $what', async ({ name, bytes, status, code }) => {
    const answer = await changesNothing(house, () => upload(house.baseUrl, '/api/statements', admin, name, bytes))
    refusal(answer, status, code)
  })

  it('is refused when it is empty, missing, twice, under another name, or no upload at all', async () => {
    await changesNothing(house, async () => {
      const at = '/api/statements'
      expect(
        refusal(await upload(house.baseUrl, at, admin, 'leer.md', new Uint8Array()), 400, 'input.invalid'),
      ).toEqual(['/file empty_file'])
      const none = new FormData()
      none.set('locale', 'de')
      expect(
        refusal(await send(house.baseUrl, 'POST', at, { person: admin, raw: none }), 400, 'input.invalid'),
      ).toEqual(['/file required'])
      const other = new FormData()
      other.set('statement', new Blob([sentence]), 'a.md')
      expect(
        refusal(await send(house.baseUrl, 'POST', at, { person: admin, raw: other }), 400, 'input.invalid'),
      ).toEqual(['/statement unknown_field'])
      const twice = new FormData()
      for (const name of ['a.md', 'b.md']) twice.append('file', new Blob([sentence]), name)
      refusal(await send(house.baseUrl, 'POST', at, { person: admin, raw: twice }), 413, 'input.too_large')
      refusal(
        await send(house.baseUrl, 'POST', at, { person: admin, json: { file: sentence } }),
        415,
        'input.unsupported_type',
      )
      refusal(
        await send(house.baseUrl, 'POST', at, {
          person: admin,
          raw: sentence,
          headers: { 'content-type': 'text/markdown' },
        }),
        415,
        'input.unsupported_type',
      )
      const cut = `--x\r\ncontent-disposition: form-data; name="file"; filename="a.md"\r\n\r\n${sentence}`
      refusal(
        await send(house.baseUrl, 'POST', at, {
          person: admin,
          raw: cut,
          headers: { 'content-type': 'multipart/form-data; boundary=x' },
        }),
        400,
        'input.unreadable',
      )
      refusal(
        await send(house.baseUrl, 'POST', at, {
          person: admin,
          raw: 'x',
          headers: { 'content-type': 'multipart/form-data' },
        }),
        400,
        'input.unreadable',
      )
      expect(
        refusal(await upload(house.baseUrl, at, admin, 'a.md', sentence, { locale: 'fr' }), 400, 'input.invalid'),
      ).toEqual(['/locale not_one_of'])
      expect(
        refusal(await upload(house.baseUrl, at, admin, 'a.md', sentence, { tenantId: 'x' }), 400, 'input.invalid'),
      ).toEqual(['/tenantId unknown_field'])
    })
  })

  it('is refused at 100 MB without being read into memory', async () => {
    const before = process.memoryUsage().rss
    const part = new Blob([new Uint8Array(megabyte).fill(0x61)])
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5)
    const started = performance.now()
    const answer = await changesNothing(house, () =>
      upload(house.baseUrl, '/api/statements', admin, 'riesig.md', new Blob(Array(100).fill(part))),
    )
    clearInterval(watch)
    refusal(answer, 413, 'blob.too_large')
    expect(performance.now() - started).toBeLessThan(10_000)
    // Sender and server share this process, and the blob itself lies here.
    expect((peak - before) / megabyte).toBeLessThan(250)
  })

  it('is taken when it is in order', async () => {
    const answer = await upload(house.baseUrl, '/api/statements', admin, 'gut.md', sentence, { locale: 'de' })
    expect(answer).toMatchObject({ status: 201, body: { promises: expect.any(Number), unbound: 0 } })
  })
})
