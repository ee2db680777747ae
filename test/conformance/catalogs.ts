/**
 * Catalogues, profiles and mappings of others in OSCAL: every control and every map is read, profiles whose imports are
 * not there are refused by the name of what is missing, and what we write is valid against the schemas of NIST.
 */
import { annexA, frameworkById, frameworks } from '#catalog/frameworks.ts'
import { mapsOf, nameOf, strangersIn } from '#modules/framework/oscal/mapping.ts'
import { resolveProfile } from '#modules/framework/oscal/profile.ts'
import { controlsOf, readOscal } from '#modules/framework/oscal/read.ts'
import type { Catalog } from '#modules/framework/oscal/shape.ts'
import { writePlan, writePlanOfAction, writeResults } from '#modules/framework/oscal/write-soa.ts'
import { exampleEdition, exampleSoa } from '#modules/framework/spec/example.ts'
import { writeFramework, writeMappings, writeMeasures } from '#modules/framework/oscal/write-catalog.ts'
import { Problem } from '#platform/http/problem.ts'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { failed, passed, readFiles, refused, type Case, type Check, type Verdict } from './conformance.ts'
import { validateOscal } from './oscal-schema.ts'

/** What the publishers count. */
const expected: Readonly<Record<string, number>> = {
  'BSI-Stand-der-Technik-Kernel-catalog.json': 901,
  'BSI-Methodik-Grundschutz++-catalog.json': 95,
  'ISO27001-AnnexA-catalog.json': 93,
  'NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json': 149,
  'NIST_SP-800-53_rev5_HIGH-baseline-resolved-profile_catalog-min.json': 370,
  'ISO27001-AnnexA-to-GS++-mapping_collection.json': 96,
}

/** What their imports lack in this directory. */
const missing: Readonly<Record<string, string>> = {
  'Grundschutz++-profile.json': 'BSI-Anforderungen-zum-Risikomanagement-catalog.json',
  'NIST_SP-800-53_rev5_LOW-baseline_profile.json': 'NIST_SP-800-53_rev5_catalog.json',
  'NIST_SP-800-53_rev5_HIGH-baseline_profile.json': 'NIST_SP-800-53_rev5_catalog.json',
}

export const catalogs: Check = {
  folder: 'catalogs',
  title: 'OSCAL catalogues, profiles, mappings',
  run: async (directory) => {
    const files = (await readFiles(directory)).filter(({ name }) => !name.startsWith('oscal-schemas/'))
    const known = new Map<string, Catalog>()
    const read = files.map(({ name, bytes }) => ({
      name,
      verdict: judge(name, bytes, directory, known),
    }))
    return [...read, ...baselines(files, known), ...ids(known), ...written(directory)]
  },
}

function judge(name: string, bytes: Buffer, directory: string, known: Map<string, Catalog>): Verdict {
  const file = nameOf(name)
  try {
    const document = readOscal(bytes, file)
    if (document.kind === 'catalog') {
      known.set(file, document.catalog)
      return counted(file, controlsOf(document.catalog).length)
    }
    if (document.kind === 'mapping-collection') {
      const maps = mapsOf(document.mapping)
      const strangers = strangersIn(maps, known)
      // The edition of the catalogue has moved on since the mapping was written: that is told, and by name.
      return strangers.some((id) => !/^[A-Z]{2,4}\./.test(id))
        ? failed(`unknown controls: ${strangers.join(', ')}`)
        : counted(file, maps.length)
    }
    resolveProfile(document.profile, { key: join(directory, name), name: file }, (href, from) => {
      const path = resolve(dirname(from), href)
      return existsSync(path)
        ? { key: path, name: nameOf(path), read: () => readOscal(readFileSync(path), nameOf(path)) }
        : null
    })
    return missing[file] === undefined ? passed : failed('an import that is missing was not missed')
  } catch (error) {
    if (!(error instanceof Problem)) return failed(String(error))
    const lacking = missing[file]
    if (lacking === undefined) return refused(error.code)
    return error.code === 'oscal.import_missing' && nameOf(String(error.params.import)) === lacking
      ? passed
      : failed(`${error.code} ${JSON.stringify(error.params)}`)
  }
}

function counted(file: string, count: number): Verdict {
  return count === expected[file] ? passed : failed(`${count} where ${expected[file] ?? 'nothing'} was expected`)
}

/** The baselines of NIST: what the profile selects is what NIST resolved it to, id by id. */
function baselines(files: readonly { name: string; bytes: Buffer }[], known: ReadonlyMap<string, Catalog>): Case[] {
  const high = known.get('NIST_SP-800-53_rev5_HIGH-baseline-resolved-profile_catalog-min.json')
  const low = known.get('NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json')
  const profile = files.find(({ name }) => name.endsWith('LOW-baseline_profile.json'))
  if (!high || !low || !profile) return []
  const document = readOscal(profile.bytes, 'LOW')
  if (document.kind !== 'profile') return [{ name: 'LOW', verdict: failed('no profile') }]
  const resolved = resolveProfile(document.profile, { key: 'LOW', name: 'LOW' }, () => ({
    // Whatever is in the low baseline is in the high one.
    key: 'HIGH',
    name: 'HIGH',
    read: () => ({ kind: 'catalog', catalog: high }),
  }))
  const ids = (catalog: Catalog) =>
    controlsOf(catalog)
      .map(({ control }) => control.id)
      .toSorted()
  const same = ids(resolved).join() === ids(low).join()
  return [{ name: 'LOW selects what NIST resolved', verdict: same ? passed : failed('other controls') }]
}

/** The ids that we map to are ids of the publishers. */
function ids(known: ReadonlyMap<string, Catalog>): Case[] {
  const of = (...names: string[]) =>
    new Set(
      names.flatMap((name) => {
        const catalog = known.get(name)
        return catalog ? controlsOf(catalog).map(({ control }) => control.id) : []
      }),
    )
  const bsi = of('BSI-Stand-der-Technik-Kernel-catalog.json', 'BSI-Methodik-Grundschutz++-catalog.json')
  const iso = of('ISO27001-AnnexA-catalog.json')
  const strangers = (frameworkById('grundschutz-pp')?.requirements ?? []).filter(({ id }) => !bsi.has(id))
  const differing = annexA.filter(({ id }) => !iso.has(id.slice(2)))
  const verdict = (wrong: readonly { id: string }[]): Verdict =>
    wrong.length === 0 ? passed : failed(wrong.map(({ id }) => id).join(', '))
  return [
    { name: 'our ids of Grundschutz++ are those of the BSI', verdict: verdict(strangers) },
    {
      name: 'our ids of Annex A are the 93 of the BSI',
      verdict: iso.size === annexA.length ? verdict(differing) : failed(`${iso.size}`),
    },
  ]
}

function written(directory: string): Case[] {
  const schema = join(directory, 'oscal-schemas', 'oscal_complete_schema.json')
  if (!existsSync(schema)) return []
  const validate = validateOscal(schema)
  const edition = { version: '0.1.0', at: new Date(0), locale: 'de' } as const
  const documents = {
    ...Object.fromEntries(frameworks.map((framework) => [framework.id, writeFramework(framework, edition)])),
    measures: writeMeasures(edition),
    mapping: writeMappings(frameworks, edition),
    ssp: writePlan(exampleSoa(), exampleEdition),
    'assessment-results': writeResults(exampleSoa(), exampleEdition),
    poam: writePlanOfAction(exampleSoa(), exampleEdition),
    'poam without a point': writePlanOfAction(exampleSoa('proven'), exampleEdition),
  }
  const broken = { 'system-security-plan': { ...documents.ssp['system-security-plan'], uuid: 'none' } }
  const told: Case = {
    name: 'a plan without a proper id is not valid',
    verdict: validate(broken).length > 0 ? passed : failed('the schema was not asked'),
  }
  const valid = Object.entries(documents).map(([name, document]) => {
    const faults = validate(document)
    return { name: `written: ${name}`, verdict: faults.length === 0 ? passed : failed(faults.slice(0, 3).join('; ')) }
  })
  return [...valid, told]
}
