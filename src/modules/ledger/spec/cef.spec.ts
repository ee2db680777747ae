/** What is written as CEF is parsed back, field by field, by a parser written after the specification alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cefLine, severityOf, type CefEntry } from '../contract/cef.ts'

/** "Implementing ArcSight CEF": seven fields of the header by unescaped bars, then key=value by unescaped equals signs. */
function parseCef(line: string): { header: string[]; extension: Record<string, string> } {
  const header: string[] = []
  let field = ''
  let at = 0
  for (; header.length < 7; at += 1) {
    const character = line[at]
    if (character === undefined) throw new Error(`the header has ${header.length} fields`)
    if (character === '\\') {
      at += 1
      const escaped = line[at] ?? ''
      if (escaped !== '\\' && escaped !== '|') throw new Error(`\\${escaped} in the header`)
      field += escaped
    } else if (character === '|') {
      header.push(field)
      field = ''
    } else field += character
  }
  const extension: Record<string, string> = {}
  const pairs = [...line.slice(at).matchAll(/(?<=^| )([A-Za-z0-9_]+)=((?:\\.|[^\\=])*)(?= [A-Za-z0-9_]+=|$)/gsu)]
  if (pairs.map(([pair]) => pair).join(' ') !== line.slice(at)) throw new Error('the extension is not made of pairs')
  for (const [, key = '', value = ''] of pairs) {
    extension[key] = value.replaceAll(/\\(.)/gsu, (_, escaped: string) =>
      escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : escaped,
    )
  }
  return { header, extension }
}

const entry: CefEntry = {
  id: '01a20344-91cd-7498-b91c-02a0ca0d50f8',
  tenantId: '01a20344-91cd-7498-b91c-000000000001',
  place: 12,
  recordedAt: '2026-11-22T12:08:43.123Z',
  action: 'account.roles_changed',
  object: { kind: 'account', id: 'x' },
  who: { kind: 'account', person: { id: '01a20344-91cd-7498-b91c-000000000002' }, name: null },
  about: { id: '01a20344-91cd-7498-b91c-000000000003' },
  reason: 'so|what=\\it\nis',
  before: { roles: ['employee'] },
  after: { roles: ['owner'] },
  where: { request: 'r', address: '192.0.2.1', userAgent: 'a|b=c' },
}

test('one line says who did what to whom, when and from where, and nobody by name', () => {
  const line = cefLine(entry, '0.1.0|\\')
  expect(line).not.toMatch(/[\r\n]/)
  const { header, extension } = parseCef(line)
  expect(header).toEqual(['CEF:0', 'Beleg', 'Beleg', '0.1.0|\\', entry.action, entry.action, '7'])
  expect(extension).toEqual({
    rt: String(Date.UTC(2026, 10, 22, 12, 8, 43, 123)),
    externalId: entry.id,
    act: entry.action,
    cat: 'account',
    suser: entry.who.person?.id,
    suid: entry.who.person?.id,
    spriv: 'account',
    duser: entry.about?.id,
    src: '192.0.2.1',
    requestClientApplication: 'a|b=c',
    requestContext: 'r',
    reason: entry.reason,
    cs1: entry.tenantId,
    cs1Label: 'tenant',
    cs2: 'x',
    cs2Label: 'objectId',
    cs3: '{"roles":["employee"]}',
    cs3Label: 'before',
    cs4: '{"roles":["owner"]}',
    cs4Label: 'after',
    cn1: '12',
    cn1Label: 'place',
  })
})

test('an address of IPv6 stands where CEF has it', () => {
  const { extension } = parseCef(cefLine({ ...entry, where: { ...entry.where, address: '2001:db8::1' } }, '1'))
  expect(extension).toMatchObject({ c6a2: '2001:db8::1', c6a2Label: 'Source IPv6 Address' })
  expect(extension.src).toBeUndefined()
})

test('whatever stands in an entry is parsed back as it was', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  const wicked = fc
    .array(fc.constantFrom('\\', '=', '|', '\n', '\r', ' ', 'a=', ' cs1=', '\\n', 'ä', '😀', '"'), { maxLength: 30 })
    .map((parts) => parts.join(''))
  const any = fc.oneof(text, wicked)
  fc.assert(
    fc.property(
      any,
      any,
      any,
      any,
      fc.dictionary(any, any, { maxKeys: 3 }),
      (reason, userAgent, objectId, kind, after) => {
        const line = cefLine(
          { ...entry, reason, after, object: { kind, id: objectId }, where: { ...entry.where, userAgent } },
          'v',
        )
        expect(line).not.toMatch(/[\r\n]/)
        const { extension } = parseCef(line)
        expect(extension.reason).toBe(reason)
        expect(extension.requestClientApplication).toBe(userAgent)
        expect(extension.cs2).toBe(objectId)
        expect(extension.cat).toBe(kind)
        expect(extension.cs4Label).toBe('after')
        const [json, cs4 = ''] = [JSON.stringify(after), extension.cs4]
        if (Buffer.byteLength(json) > 850) expect(json.startsWith(cs4.replace(/…$/u, ''))).toBe(true)
        else expect(cs4).toBe(json)
      },
    ),
    { numRuns: 1_000 },
  )
})

test('whatever stands in a header stays seven fields on one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (action) => {
      const { header } = parseCef(cefLine({ ...entry, action }, '1'))
      expect(header).toHaveLength(7)
      expect(header[4]).toBe(action.replaceAll(/[\r\n]+/g, ' '))
    }),
  )
})

test('a line stays below the 8 KiB that a receiver of syslog takes, whatever is said', () => {
  const long = 'ä\\='.repeat(20_000)
  const line = cefLine(
    {
      ...entry,
      reason: long,
      before: { long },
      after: { long },
      object: { kind: 'x', id: long },
      where: { request: 'r', address: null, userAgent: long },
    },
    '1',
  )
  expect(Buffer.byteLength(line)).toBeLessThan(8_192)
  expect(parseCef(line).extension.reason).toMatch(/^ä.*…$/su)
})

describe('severity', () => {
  test.each([
    ['account.roles_changed', 7],
    ['ledger.exported', 7],
    ['access.refused', 6],
    ['factor.password_refused', 6],
    ['account.invited', 5],
    ['statement.published', 4],
    ['session.started', 3],
    ['ledger.listed', 2],
    ['evidence.recorded', 1],
    ['something.new', 3],
  ])('of %s is %i', (action, severity) => expect(severityOf(action)).toBe(severity))
})
