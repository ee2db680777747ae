/** Where the master key may lie, and what is refused. */
import { chmod, link, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { confidentialColumn, collectConfidentialColumns } from '../confidential.ts'
import { keyFileOf, openMasterKey } from '../master-key.ts'

const key = Buffer.from('0123456789abcdef0123456789ABCDEF').toString('base64')
let root: string
let dataDirectory: string
const start = (environment: Record<string, string> = {}, mayCreate = true) =>
  openMasterKey({ dataDirectory, environment, mayCreate })

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'beleg-key-'))
  dataDirectory = join(root, 'beleg')
})
afterEach(() => rm(root, { recursive: true }))

describe('the master key', () => {
  test('is made on the first start beside the data, for its owner only, and is declared as not configured', async () => {
    const first = await start()
    expect(first.configured).toBe(false)
    expect(await readdir(root)).toEqual(['beleg.key'])
    expect((await stat(keyFileOf(dataDirectory))).mode & 0o777).toBe(0o600)
    expect((await start()).id).toBe(first.id)
  })

  test('is one key when many processes start at once', async () => {
    const custodians = await Promise.all(Array.from({ length: 8 }, () => start()))
    expect(new Set(custodians.map(({ id }) => id)).size).toBe(1)
    expect(await readdir(root)).toEqual(['beleg.key'])
  })

  test('is not made beside data that already exists, nor in the place of a file that was named', async () => {
    await expect(start({}, false)).rejects.toMatchObject({ code: 'key.missing' })
    await expect(start({ BELEG_MASTER_KEY_FILE: join(root, 'none') })).rejects.toMatchObject({ code: 'key.missing' })
    expect(await readdir(root)).toEqual([])
  })

  test('comes from the environment or a named file as configured, the same key wherever it lies', async () => {
    const inline = await start({ BELEG_MASTER_KEY: key })
    await writeFile(join(root, 'k'), `${key}\n`, { mode: 0o600 })
    const named = await start({ BELEG_MASTER_KEY_FILE: join(root, 'k') })
    expect([inline.configured, named.configured]).toEqual([true, true])
    const aad = Buffer.from('place')
    expect(await named.unwrap(await inline.wrap(Buffer.from('secret'), aad), aad)).toEqual(Buffer.from('secret'))
    expect(await named.deriveSecret('cookie')).toEqual(await inline.deriveSecret('cookie'))
    expect(await named.deriveSecret('cookie')).not.toEqual(await named.deriveSecret('database'))
    await expect(start({ BELEG_MASTER_KEY: key, BELEG_MASTER_KEY_FILE: 'k' })).rejects.toMatchObject({
      code: 'key.both_configured',
    })
  })

  test.each(['0640', '0604', '0660'])('is refused when others can read it: mode %s', async (mode) => {
    await start()
    await chmod(keyFileOf(dataDirectory), Number.parseInt(mode, 8))
    await expect(start()).rejects.toMatchObject({ code: 'key.readable_by_others', params: { mode } })
  })

  test('is refused as a link', async () => {
    await writeFile(join(root, 'k'), key, { mode: 0o600 })
    await symlink(join(root, 'k'), keyFileOf(dataDirectory))
    await expect(start()).rejects.toMatchObject({ code: 'key.not_a_file' })
    await rm(keyFileOf(dataDirectory))
    await link(join(root, 'k'), keyFileOf(dataDirectory))
    expect((await start()).configured).toBe(false)
  })

  test.each([
    ['too short', 'c2hvcnQ=', 'key.malformed'],
    ['no base64', `${'ö'.repeat(44)}`, 'key.malformed'],
    ['zeros', Buffer.alloc(32).toString('base64'), 'key.weak'],
    ['a word repeated', Buffer.from('changeme'.repeat(4)).toString('base64'), 'key.weak'],
  ])('is refused when it is %s', async (_, text, code) => {
    await expect(start({ BELEG_MASTER_KEY: text })).rejects.toMatchObject({ code })
  })

  test('names the key that something was wrapped under, and opens nothing in another place', async () => {
    const mine = await start()
    const other = await start({ BELEG_MASTER_KEY: key })
    const aad = Buffer.from('place')
    const wrapped = await mine.wrap(Buffer.from('secret'), aad)
    await expect(other.unwrap(wrapped, aad)).rejects.toMatchObject({
      code: 'key.wrong_master_key',
      params: { expected: mine.id.slice('file:'.length) },
    })
    await expect(mine.unwrap(wrapped, Buffer.from('elsewhere'))).rejects.toMatchObject({ code: 'key.unauthentic' })
    await expect(mine.unwrap(wrapped.subarray(0, 20), aad)).rejects.toMatchObject({ code: 'key.unauthentic' })
    await expect(mine.unwrap(Buffer.from('plain'), aad)).rejects.toMatchObject({ code: 'key.not_wrapped' })
  })
})

describe('a confidential column', () => {
  test('is declared once, by plain names', () => {
    const column = confidentialColumn({ table: 'people', column: 'mail', blindIndex: 'mail_index' })
    expect(column).toEqual({ table: 'people', column: 'mail', row: 'id', blindIndex: 'mail_index' })
    expect(() => confidentialColumn({ table: 'people; drop', column: 'mail' })).toThrow(TypeError)
    expect(() => confidentialColumn({ table: 'beleg.people', column: 'mail' })).toThrow(TypeError)
    const other = confidentialColumn({ table: 'accounts', column: 'totp' })
    expect(collectConfidentialColumns([[column], [other]])).toEqual([other, column])
    expect(() => collectConfidentialColumns([[column], [column]])).toThrow('people.mail')
  })
})
