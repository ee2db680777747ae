/**
 * Reads a file of OSCAL in JSON. Promises: bounded in bytes, depth and number of controls before anything is built from
 * it; whatever is wrong is a Problem that names the file and the place; nothing is repaired in silence.
 */
import { Problem } from '#platform/http/problem.ts'
import type { z } from 'zod'
import {
  catalogSchema,
  mappingCollectionSchema,
  profileSchema,
  type Catalog,
  type Control,
  type Group,
  type OscalDocument,
  type Part,
} from './shape.ts'

/** NIST SP 800-53 in full has 10 MB. */
export const mostOscalBytes = 32 * 1024 * 1024
/** NIST SP 800-53 needs 20. */
const mostDepth = 64
const mostControls = 20_000
const mostNamed = 20

/**
 * @param file its name, for messages
 * @throws Problem 422 `oscal.too_large`, `oscal.not_json`, `oscal.too_deep`, `oscal.not_oscal`, `oscal.wrong_version`,
 * `oscal.invalid`, `oscal.duplicate_id`, `oscal.too_many_controls`
 */
export function readOscal(bytes: Uint8Array, file: string): OscalDocument {
  if (bytes.length > mostOscalBytes)
    throw new Problem(422, 'oscal.too_large', { params: { file, mostBytes: mostOscalBytes } })
  const depth = depthOf(bytes)
  if (depth > mostDepth) throw new Problem(422, 'oscal.too_deep', { params: { file, most: mostDepth } })
  const root = parse(bytes, file)
  const kinds = ['catalog', 'profile', 'mapping-collection'] as const
  const found = kinds.filter((kind) => Object.hasOwn(root, kind))
  const [kind] = found
  if (kind === undefined || found.length > 1)
    throw new Problem(422, 'oscal.not_oscal', {
      params: { file, found: Object.keys(root).slice(0, 5).join(', ').slice(0, 200) || '–' },
    })
  const content: unknown = root[kind]
  checkVersion(content, file)
  if (kind === 'catalog') {
    const catalog = check(catalogSchema, content, file)
    checkIds(catalog, file)
    return { kind, catalog }
  }
  if (kind === 'profile') return { kind, profile: check(profileSchema, content, file) }
  const mapping = check(mappingCollectionSchema, content, file)
  refuseRepeated(
    mapping.mappings.flatMap((one) => [one.uuid, ...one.maps.map(({ uuid }) => uuid)]),
    file,
  )
  return { kind, mapping }
}

/** How deep brackets are nested, outside of strings: asked before parsing, because what is built from it recurses. */
function depthOf(bytes: Uint8Array): number {
  let [depth, deepest, inString] = [0, 0, false]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (inString) {
      if (byte === 0x5c) at += 1
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1
      deepest = Math.max(deepest, depth)
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1
  }
  return deepest
}

function parse(bytes: Uint8Array, file: string): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new Problem(422, 'oscal.not_json', { params: { file }, cause: error })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Problem(422, 'oscal.not_oscal', { params: { file, found: '–' } })
  // An object, as was just asked.
  return parsed as Record<string, unknown>
}

/** Read before the rest is: another version may be of another shape. */
function checkVersion(content: unknown, file: string): void {
  const { metadata } = (content ?? {}) as { metadata?: { 'oscal-version'?: unknown } }
  const version = metadata?.['oscal-version']
  if (typeof version !== 'string' || !/^1\.[0-2]\.\d+$/.test(version))
    throw new Problem(422, 'oscal.wrong_version', {
      params: { file, version: typeof version === 'string' ? version.slice(0, 40) : '–' },
    })
}

function check<S extends z.ZodType>(schema: S, content: unknown, file: string): z.output<S> {
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `/${path.map(String).join('/')}: ${message}`)
  throw new Problem(422, 'oscal.invalid', {
    params: { file, count: faults.length, faults: faults.slice(0, mostNamed).join('; ') },
  })
}

/** Ids of controls, groups, parameters and parts are unique within a catalogue. */
function checkIds(catalog: Catalog, file: string): void {
  const controls = controlsOf(catalog)
  if (controls.length > mostControls)
    throw new Problem(422, 'oscal.too_many_controls', { params: { file, most: mostControls } })
  refuseRepeated(
    controls.map(({ control }) => control.id),
    file,
  )
  refuseRepeated(
    [...(catalog.params ?? []), ...controls.flatMap(({ control }) => control.params ?? [])].map(({ id }) => id),
    file,
  )
  refuseRepeated(
    controls.flatMap(({ control }) => partIds(control.parts ?? [])),
    file,
  )
  refuseRepeated(
    groupsOf(catalog.groups ?? []).flatMap(({ id }) => (id === undefined ? [] : [id])),
    file,
  )
}

function partIds(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => [...(part.id === undefined ? [] : [part.id]), ...partIds(part.parts ?? [])])
}

function groupsOf(groups: readonly Group[]): Group[] {
  return groups.flatMap((group) => [group, ...groupsOf(group.groups ?? [])])
}

/** @throws Problem 422 `oscal.duplicate_id` naming those that stand more than once */
export function refuseRepeated(ids: readonly string[], file: string): void {
  const seen = new Set<string>()
  const repeated = new Set(ids.filter((id) => seen.size === seen.add(id).size))
  if (repeated.size > 0)
    throw new Problem(422, 'oscal.duplicate_id', {
      params: { file, ids: [...repeated].slice(0, mostNamed).join(', '), count: repeated.size },
    })
}

/** A control where it stands. */
export interface PlacedControl {
  readonly control: Control
  /** Titles of the groups around it, outermost first. */
  readonly groups: readonly string[]
  /** The control that it refines. */
  readonly parent: string | null
}

/** All controls, those within others too, in the order of the file. */
export function controlsOf(catalog: Pick<Catalog, 'controls' | 'groups'>): PlacedControl[] {
  const below = (controls: readonly Control[], groups: readonly string[], parent: string | null): PlacedControl[] =>
    controls.flatMap((control) => [{ control, groups, parent }, ...below(control.controls ?? [], groups, control.id)])
  const within = (container: Pick<Group, 'controls' | 'groups'>, groups: readonly string[]): PlacedControl[] => [
    ...below(container.controls ?? [], groups, null),
    ...(container.groups ?? []).flatMap((group) => within(group, [...groups, group.title ?? group.id ?? ''])),
  ]
  return within(catalog, [])
}
