/**
 * `beleg catalog import FILE [--with FILES]` reads a catalogue, profile or mapping of OSCAL and says what is in it;
 * `beleg catalog export [NAME]` writes frameworks, measures and the mapping as OSCAL 1.2. Neither needs a database nor
 * fetches anything. Exit 0: read; 1: a mapping names controls that its catalogues do not have; 2: refused, with the
 * reason on stderr.
 */
import { frameworks } from '#catalog/frameworks.ts'
import { mapsOf, nameOf, strangersIn } from '#modules/framework/oscal/mapping.ts'
import { resolveProfile, type Found } from '#modules/framework/oscal/profile.ts'
import { controlsOf, mostOscalBytes, readOscal } from '#modules/framework/oscal/read.ts'
import type { Catalog } from '#modules/framework/oscal/shape.ts'
import { writeFramework, writeMappings, writeMeasures } from '#modules/framework/oscal/write-catalog.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { version } from '#platform/version.ts'
import { defineCommand } from 'citty'
import { dirname, resolve } from 'node:path'
import { readFileSync, statSync } from 'node:fs'
import { readInputFile } from '../input-file.ts'
import { languageOf } from '../language.ts'
import { fail, printableLine, say } from '../output.ts'

const texts = {
  de: {
    catalog: 'Katalog',
    profile: 'Profil',
    'mapping-collection': 'Zuordnung',
    controls: 'Anforderungen',
    maps: 'Zuordnungen',
    unknown: 'In den Katalogen nicht vorhanden',
  },
  en: {
    catalog: 'Catalogue',
    profile: 'Profile',
    'mapping-collection': 'Mapping',
    controls: 'controls',
    maps: 'maps',
    unknown: 'Not in the catalogues',
  },
} as const

const importCommand = defineCommand({
  meta: { name: 'import', description: 'Read a catalogue, profile or mapping of OSCAL and say what is in it.' },
  args: {
    file: { type: 'positional', required: true, description: 'OSCAL as JSON' },
    with: { type: 'string', description: 'Further files for imports and mappings, separated by commas' },
    json: { type: 'boolean', description: 'One JSON document on stdout' },
    lang: { type: 'string', description: 'Language of messages: de or en' },
  },
  async run({ args }) {
    const locale = languageOf(args.lang)
    try {
      const bytes = await readInputFile(args.file, mostOscalBytes)
      const read = readAll(args.file, bytes, args.with?.split(',') ?? [])
      if (args.json === true) say(JSON.stringify(read))
      else tell(read, locale)
      process.exitCode = read.unknown.length > 0 ? 1 : 0
    } catch (error) {
      fail(error, locale)
    }
  },
})

interface Read {
  readonly kind: 'catalog' | 'profile' | 'mapping-collection'
  readonly title: string
  readonly version: string
  readonly oscalVersion: string
  readonly controls: readonly { id: string; title: string; group: string | null }[]
  readonly maps: readonly { relationship: string; sources: readonly string[]; targets: readonly string[] }[]
  /** Ids that a mapping names and the catalogues at hand do not have. */
  readonly unknown: readonly string[]
}

function readAll(file: string, bytes: Buffer, others: readonly string[]): Read {
  const document = readOscal(bytes, nameOf(file))
  const content =
    document.kind === 'catalog' ? document.catalog : document.kind === 'profile' ? document.profile : document.mapping
  const { title, version: edition, 'oscal-version': oscalVersion } = content.metadata
  const head = { kind: document.kind, title, version: edition, oscalVersion }
  if (document.kind === 'mapping-collection') {
    const maps = mapsOf(document.mapping)
    const catalogs = new Map(others.map((other) => [other, catalogIn(other)]))
    const shown = maps.map(({ relationship, sources, targets }) => ({ relationship, sources, targets }))
    return { ...head, controls: [], maps: shown, unknown: strangersIn(maps, catalogs) }
  }
  const catalog =
    document.kind === 'catalog'
      ? document.catalog
      : resolveProfile(document.profile, { key: resolve(file), name: nameOf(file) }, (href, from) =>
          findFile(href, from, others),
        )
  const controls = controlsOf(catalog).map(({ control, groups }) => ({
    id: control.id,
    title: control.title,
    group: groups.at(-1) ?? null,
  }))
  return { ...head, controls, maps: [], unknown: [] }
}

function catalogIn(file: string): Catalog {
  const document = readOscal(read(file), nameOf(file))
  if (document.kind !== 'catalog')
    throw new Problem(422, 'oscal.import_broken', {
      params: { file: nameOf(file), import: nameOf(file), reason: document.kind },
    })
  return document.catalog
}

/** Beside the file that imports it, else among those that were named; nothing is fetched from elsewhere. */
function findFile(href: string, from: string, others: readonly string[]): Found | null {
  const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(href)
  const beside = isAddress ? [] : [resolve(dirname(from), href.split('#')[0] ?? '')]
  const named = others.filter((other) => nameOf(other) === nameOf(href)).map((other) => resolve(other))
  const path = [...beside, ...named].find((one) => statSync(one, { throwIfNoEntry: false })?.isFile())
  return path === undefined ? null : { key: path, name: nameOf(path), read: () => readOscal(read(path), nameOf(path)) }
}

function read(path: string): Buffer {
  const info = statSync(path, { throwIfNoEntry: false })
  if (info === undefined) throw new Problem(404, 'file.missing', { params: { file: path } })
  if (info.size > mostOscalBytes)
    throw new Problem(422, 'oscal.too_large', { params: { file: nameOf(path), mostBytes: mostOscalBytes } })
  return readFileSync(path)
}

function tell(read: Read, locale: Locale): void {
  const words = texts[locale]
  say(`${words[read.kind]}: ${printableLine(read.title)} ${printableLine(read.version)} (OSCAL ${read.oscalVersion})`)
  if (read.kind === 'mapping-collection') say(`${read.maps.length} ${words.maps}`)
  else say(`${read.controls.length} ${words.controls}`)
  if (read.unknown.length > 0) say(`${words.unknown}: ${printableLine(read.unknown.join(', '))}`)
}

const exportCommand = defineCommand({
  meta: { name: 'export', description: 'Write a framework, the measures or the mapping as OSCAL.' },
  args: {
    name: {
      type: 'positional',
      required: false,
      description: 'Id of a framework, `measures` or `mapping`; without: which there are',
    },
    json: { type: 'boolean', description: 'The list as JSON; everything else is JSON anyway' },
    lang: { type: 'string', description: 'Language of titles: de or en' },
  },
  run({ args }) {
    const locale = languageOf(args.lang)
    const edition = { version, at: systemClock.now(), locale }
    const writers: Readonly<Record<string, () => object>> = {
      ...Object.fromEntries(frameworks.map((framework) => [framework.id, () => writeFramework(framework, edition)])),
      measures: () => writeMeasures(edition),
      mapping: () => writeMappings(frameworks, edition),
    }
    const names = Object.keys(writers)
    if (args.name === undefined) {
      say(args.json === true ? JSON.stringify({ names }) : names.join('\n'))
      return
    }
    const write = Object.hasOwn(writers, args.name) ? writers[args.name] : undefined
    if (write === undefined)
      fail(new Problem(404, 'oscal.unknown_name', { params: { name: args.name, names: names.join(', ') } }), locale)
    say(JSON.stringify(write()))
  },
})

export const catalogCommand = defineCommand({
  meta: { name: 'catalog', description: 'Catalogues of requirements as OSCAL, in and out.' },
  subCommands: { import: importCommand, export: exportCommand },
})
