/** OSCAL in and out, over small files of our own; those of others are read by `npm run conformance`. */
import { frameworkById, frameworks, mappings } from '#catalog/frameworks.ts'
import { Problem } from '#platform/http/problem.ts'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mapsOf, strangersIn } from '../oscal/mapping.ts'
import { matches, resolveProfile, type Find } from '../oscal/profile.ts'
import { controlsOf, readOscal } from '../oscal/read.ts'
import type { Profile } from '../oscal/shape.ts'
import { uuidOf } from '../oscal/uuid.ts'
import { writePlan, writePlanOfAction, writeResults } from '../oscal/write-soa.ts'
import { exampleEdition, exampleSoa } from './example.ts'
import { writeFramework, writeMappings, writeMeasures } from '../oscal/write-catalog.ts'

const metadata = (version = '1.2.1') => ({
  title: 'Trial',
  'last-modified': '2026-11-01T00:00:00Z',
  version: '1',
  'oscal-version': version,
})
const bytes = (content: unknown) => Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
const control = (id: string, more: object = {}) => ({ id, title: `Title of ${id}`, ...more })
const catalog = {
  catalog: {
    uuid: uuidOf('trial'),
    metadata: metadata(),
    groups: [
      {
        id: 'ac',
        title: 'Access',
        controls: [
          control('ac-1', { params: [{ id: 'ac-1_prm', label: 'how often' }] }),
          control('ac-2', {
            parts: [{ id: 'ac-2_smt', name: 'statement', prose: 'Do it.' }],
            controls: [control('ac-2.1'), control('ac-2.2')],
          }),
        ],
      },
      { id: 'au', title: 'Audit', controls: [control('au-1')] },
    ],
  },
}
const profile = (rest: object, imports: object[] = [{ href: 'catalog.json', 'include-all': {} }]) => ({
  profile: { uuid: uuidOf('profile'), metadata: metadata(), imports, ...rest },
})

/** Files by name, each beside the others. */
function files(all: Readonly<Record<string, unknown>>): Find {
  return (href) =>
    Object.hasOwn(all, href) ? { key: href, name: href, read: () => readOscal(bytes(all[href]), href) } : null
}

function resolved(content: unknown, others: Readonly<Record<string, unknown>> = {}) {
  const document = readOscal(bytes(content), 'profile.json')
  if (document.kind !== 'profile') throw new Error('a profile was expected')
  return resolveProfile(
    document.profile,
    { key: 'profile.json', name: 'profile.json' },
    files({ 'catalog.json': catalog, ...others }),
  )
}
const idsIn = (found: ReturnType<typeof resolved>) => controlsOf(found).map(({ control: { id } }) => id)

function problemOf(run: () => unknown): { code: string; params: Problem['params'] } {
  try {
    run()
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, params: error.params }
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a file of OSCAL', () => {
  it('is read with all its controls, those within others too', () => {
    const read = readOscal(bytes(catalog), 'catalog.json')
    if (read.kind !== 'catalog') throw new Error('a catalogue was expected')
    expect(controlsOf(read.catalog).map(({ control: { id }, parent, groups }) => [id, parent, groups])).toEqual([
      ['ac-1', null, ['Access']],
      ['ac-2', null, ['Access']],
      ['ac-2.1', 'ac-2', ['Access']],
      ['ac-2.2', 'ac-2', ['Access']],
      ['au-1', null, ['Audit']],
    ])
  })

  it.each([
    ['oscal.not_json', 'catalog: {}'],
    ['oscal.not_json', Buffer.from([0x7b, 0xff, 0x7d])],
    ['oscal.not_oscal', [1, 2]],
    ['oscal.not_oscal', { 'assessment-plan': {} }],
    ['oscal.not_oscal', { catalog: catalog.catalog, profile: {} }],
    ['oscal.too_deep', `{"catalog":${'{"groups":['.repeat(100)}${']}'.repeat(100)}}`],
    ['oscal.wrong_version', { catalog: { ...catalog.catalog, metadata: metadata('2.0.0') } }],
    ['oscal.wrong_version', { catalog: {} }],
    [
      'oscal.invalid',
      { catalog: { ...catalog.catalog, groups: [{ controls: [{ id: 'no-title' }, { title: 'no id' }] }] } },
    ],
    ['oscal.duplicate_id', { catalog: { ...catalog.catalog, controls: [control('ac-2.1')] } }],
  ])('is refused as %s', (code, content) => {
    expect(problemOf(() => readOscal(Buffer.isBuffer(content) ? content : bytes(content), 'trial.json')).code).toBe(
      code,
    )
  })

  it('is refused with all its faults and their places', () => {
    const broken = { catalog: { ...catalog.catalog, groups: [{ controls: [{ id: 'a' }, { title: 'b' }] }] } }
    const { params } = problemOf(() => readOscal(bytes(broken), 'trial.json'))
    expect(params).toMatchObject({ file: 'trial.json', count: 2 })
    expect(params.faults).toContain('/groups/0/controls/0/title')
    expect(params.faults).toContain('/groups/0/controls/1/id')
  })

  it('is refused when it is too large, before anything is read of it', () => {
    expect(problemOf(() => readOscal(Buffer.alloc(33 * 1024 * 1024), 'bomb.json')).code).toBe('oscal.too_large')
  })
})

describe('a profile', () => {
  it('selects by id, with or without what lies below, and by pattern', () => {
    const select = (selection: object) => idsIn(resolved(profile({}, [{ href: 'catalog.json', ...selection }])))
    expect(select({ 'include-all': {} })).toHaveLength(5)
    expect(select({ 'include-controls': [{ 'with-ids': ['ac-2'] }] })).toEqual(['ac-2'])
    expect(select({ 'include-controls': [{ 'with-ids': ['ac-2'], 'with-child-controls': 'yes' }] })).toEqual([
      'ac-2',
      'ac-2.1',
      'ac-2.2',
    ])
    expect(select({ 'include-controls': [{ matching: [{ pattern: 'a?-1' }] }] })).toEqual(['ac-1', 'au-1'])
    expect(select({ 'include-all': {}, 'exclude-controls': [{ matching: [{ pattern: 'ac-*' }] }] })).toEqual(['au-1'])
    // A control is kept without the one it refines.
    expect(select({ 'include-controls': [{ 'with-ids': ['ac-2.2'] }] })).toEqual(['ac-2.2'])
  })

  it('answers a hostile pattern at once', () => {
    const started = process.hrtime.bigint()
    expect(matches(`${'*a'.repeat(150)}b`, 'a'.repeat(5_000))).toBe(false)
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(500)
  })

  it('keeps the groups where it says so, lays them flat otherwise, and arranges anew', () => {
    expect(resolved(profile({ merge: { 'as-is': true } })).groups?.map(({ title }) => title)).toEqual([
      'Access',
      'Audit',
    ])
    expect(resolved(profile({})).groups).toBeUndefined()
    const custom = resolved(
      profile({
        merge: {
          custom: {
            groups: [
              {
                title: 'Mine',
                'insert-controls': [{ order: 'descending', 'include-controls': [{ 'with-ids': ['ac-1', 'au-1'] }] }],
              },
            ],
          },
        },
      }),
    )
    expect(controlsOf(custom).map(({ control: { id }, groups }) => [id, groups])).toEqual([
      ['au-1', ['Mine']],
      ['ac-1', ['Mine']],
    ])
  })

  it('sets parameters, adds and removes', () => {
    const changed = resolved(
      profile({
        modify: {
          'set-parameters': [{ 'param-id': 'ac-1_prm', values: ['yearly'] }],
          alters: [
            {
              'control-id': 'ac-2',
              removes: [{ 'by-id': 'ac-2_smt' }],
              adds: [{ position: 'starting', parts: [{ id: 'ac-2_gdn', name: 'guidance', prose: 'More.' }] }],
            },
          ],
        },
      }),
    )
    const byId = new Map(controlsOf(changed).map(({ control: one }) => [one.id, one]))
    expect(byId.get('ac-1')?.params).toEqual([{ id: 'ac-1_prm', label: 'how often', values: ['yearly'] }])
    expect(byId.get('ac-2')?.parts?.map(({ id }) => id)).toEqual(['ac-2_gdn'])
  })

  it('refuses imports that are missing, circular or broken, by their names', () => {
    const imports = (href: string) => profile({}, [{ href, 'include-all': {} }])
    expect(problemOf(() => resolved(imports('gone.json')))).toEqual({
      code: 'oscal.import_missing',
      params: { file: 'profile.json', import: 'gone.json' },
    })
    expect(problemOf(() => resolved(imports('#no-such-resource'))).code).toBe('oscal.import_missing')
    const circle = { 'one.json': imports('two.json'), 'two.json': imports('one.json') }
    expect(problemOf(() => resolved(imports('one.json'), circle))).toEqual({
      code: 'oscal.import_circular',
      params: { path: 'one.json → two.json → one.json' },
    })
    const broken = problemOf(() => resolved(imports('bad.json'), { 'bad.json': { catalog: {} } }))
    expect(broken).toMatchObject({ code: 'oscal.import_broken', params: { import: 'bad.json' } })
    expect(broken.params.reason).toContain('oscal.wrong_version')
  })

  it('reads the same catalogue by two ways once, and stops at a bomb of imports', () => {
    const middle = profile({}, [{ href: 'catalog.json', 'include-controls': [{ 'with-ids': ['ac-1'] }] }])
    const twice = profile({}, [
      { href: 'catalog.json', 'include-all': {} },
      { href: 'middle.json', 'include-all': {} },
    ])
    expect(idsIn(resolved(twice, { 'middle.json': middle }))).toHaveLength(5)
    const many = (next: string) =>
      profile(
        {},
        Array.from({ length: 100 }, () => ({ href: next, 'include-all': {} })),
      )
    const bomb = { '1.json': many('2.json'), '2.json': many('3.json'), '3.json': many('catalog.json') }
    expect(problemOf(() => resolved(many('1.json'), bomb)).code).toBe('oscal.too_many_imports')
  })

  it('refuses controls and parameters that do not exist, and what clashes', () => {
    const pick = profile({}, [{ href: 'catalog.json', 'include-controls': [{ 'with-ids': ['ac-9', 'ac-1'] }] }])
    expect(problemOf(() => resolved(pick))).toMatchObject({ code: 'oscal.unknown_control', params: { ids: 'ac-9' } })
    const alter = profile({ modify: { alters: [{ 'control-id': 'zz-1' }] } })
    expect(problemOf(() => resolved(alter)).params.ids).toBe('zz-1')
    const set = profile({ modify: { 'set-parameters': [{ 'param-id': 'nothing' }] } })
    expect(problemOf(() => resolved(set)).code).toBe('oscal.unknown_parameter')
    const other = { catalog: { ...catalog.catalog, groups: [], controls: [control('ac-1', { title: 'Other' })] } }
    const clash = (merge: object) =>
      resolved(
        profile({ merge }, [
          { href: 'catalog.json', 'include-all': {} },
          { href: 'other.json', 'include-all': {} },
        ]),
        { 'other.json': other },
      )
    expect(problemOf(() => clash({})).code).toBe('oscal.duplicate_id')
    expect(idsIn(clash({ combine: { method: 'use-first' } }))).toHaveLength(5)
    expect(problemOf(() => clash({ combine: { method: 'merge' } })).code).toBe('oscal.not_supported')
  })
})

describe('what is written', () => {
  const edition = { version: '0.1.0', at: new Date('2026-11-01T00:00:00Z'), locale: 'de' } as const

  it('is read again, requirement by requirement', () => {
    for (const framework of frameworks) {
      const read = readOscal(bytes(writeFramework(framework, edition)), framework.id)
      if (read.kind !== 'catalog') throw new Error('a catalogue was expected')
      const labels = controlsOf(read.catalog).map(({ control: one }) => {
        const [label] = one['props'] as { value: string }[]
        return label?.value
      })
      expect(labels).toEqual(framework.requirements.map(({ id }) => id))
    }
  })

  it('maps every measure, and names nothing that the catalogues do not have', () => {
    const read = readOscal(bytes(writeMappings(frameworks, edition)), 'mapping')
    if (read.kind !== 'mapping-collection') throw new Error('a mapping was expected')
    const maps = mapsOf(read.mapping)
    expect(maps).toHaveLength(mappings.length)
    const catalogs = new Map(
      [
        ['beleg-measures.json', writeMeasures(edition)] as const,
        ...frameworks.map((one) => [`beleg-${one.id}.json`, writeFramework(one, edition)] as const),
      ].map(([name, written]) => {
        const one = readOscal(bytes(written), name)
        if (one.kind !== 'catalog') throw new Error('a catalogue was expected')
        return [name, one.catalog] as const
      }),
    )
    expect(strangersIn(maps, catalogs)).toEqual([])
    catalogs.set('beleg-soc2.json', { ...catalogs.get('beleg-soc2.json')!, groups: [] })
    expect(strangersIn(maps, catalogs)).toContain('soc2-CC6.1')
    expect(frameworkById('soc2')?.requirements).toHaveLength(61)
  })
})

describe('a statement of applicability as OSCAL', () => {
  const soa = exampleSoa()
  const good = new Set(['proven', 'due_soon', 'not_applicable'])

  it('has every control in the plan, each with the measures that serve it and what was decided', () => {
    const plan = writePlan(soa, exampleEdition)['system-security-plan']
    const components = new Set(plan['system-implementation'].components.map(({ uuid }) => uuid))
    const requirements = plan['control-implementation']['implemented-requirements']
    expect(requirements.map((one) => one['control-id'])).toEqual(
      soa.rows.map(({ controlId }) => `iso27001-${controlId}`),
    )
    for (const { 'by-components': by } of requirements)
      for (const one of by) expect(components.has(one['component-uuid'])).toBe(true)
    const excluded = requirements[9]
    expect(excluded?.['by-components'][0]).toMatchObject({ 'implementation-status': { state: 'not-applicable' } })
    expect(excluded?.remarks).toContain('There is none of it.')
    const ids = [
      plan.uuid,
      ...components,
      ...requirements.flatMap((one) => [one.uuid, ...one['by-components'].map(({ uuid }) => uuid)]),
    ]
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('calls satisfied only what evidence proves, and has the rest as open points', () => {
    const [result] = writeResults(soa, exampleEdition)['assessment-results'].results
    const inScope = soa.rows.filter(({ applicable }) => applicable)
    expect(result?.findings.map(({ target }) => target.status.state)).toEqual(
      inScope.map(({ status }) => (status !== null && good.has(status) ? 'satisfied' : 'not-satisfied')),
    )
    const open = inScope.filter(({ status }) => status === null || !good.has(status))
    const items = writePlanOfAction(soa, exampleEdition)['plan-of-action-and-milestones']['poam-items']
    expect(items.map(({ title }) => title.split(' ')[0])).toEqual(open.map(({ controlId }) => controlId))
  })
})

describe('beleg catalog', () => {
  let directory: string
  const run = async (...words: string[]) => {
    try {
      const { stdout } = await promisify(execFile)(process.execPath, ['bin/beleg.js', 'catalog', ...words], {
        maxBuffer: 64 * 1024 * 1024,
      })
      return { code: 0, stdout, stderr: '' }
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string }
    }
  }
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'beleg-oscal-'))
    await writeFile(join(directory, 'catalog.json'), bytes(catalog))
    await writeFile(join(directory, 'profile.json'), bytes(profile({})))
    const circle: { profile: Profile } = JSON.parse(
      JSON.stringify(profile({}, [{ href: 'self.json', 'include-all': {} }])),
    )
    await writeFile(join(directory, 'self.json'), bytes(circle))
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  it('reads a profile with what it imports, and refuses a circle by name', async () => {
    const read = await run('import', join(directory, 'profile.json'), '--json')
    expect(read.code).toBe(0)
    expect(JSON.parse(read.stdout)).toMatchObject({ kind: 'profile', oscalVersion: '1.2.1', unknown: [] })
    expect(JSON.parse(read.stdout).controls).toHaveLength(5)
    const circle = await run('import', join(directory, 'self.json'), '--lang', 'en')
    expect(circle.code).toBe(2)
    expect(circle.stderr).toContain('in a circle: self.json → self.json')
  })

  it('writes what it has, and says so about what it has not', async () => {
    const written = await run('export', 'iso27001', '--lang', 'en')
    const read = readOscal(Buffer.from(written.stdout), 'stdout')
    expect(read.kind === 'catalog' && controlsOf(read.catalog)).toHaveLength(123)
    const refused = await run('export', 'pci', '--lang', 'en')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('There is no pci')
  })
})
