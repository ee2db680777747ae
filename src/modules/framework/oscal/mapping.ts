/** What a mapping collection says, flat, and which controls it names that the catalogues at hand do not know. */
import { controlsOf } from './read.ts'
import type { Catalog, MappingCollection } from './shape.ts'

export interface MappedEnds {
  readonly relationship: string
  readonly sources: readonly string[]
  readonly targets: readonly string[]
  /** File names as the mapping gives them. */
  readonly from: string
  readonly to: string
}

/** Every map of a collection. */
export function mapsOf({ mappings }: MappingCollection): MappedEnds[] {
  return mappings.flatMap((mapping) =>
    mapping.maps.map(({ relationship, sources, targets }) => ({
      relationship,
      sources: sources.map((one) => one['id-ref']),
      targets: targets.map((one) => one['id-ref']),
      from: mapping['source-resource'].href,
      to: mapping['target-resource'].href,
    })),
  )
}

/**
 * The ids that a mapping names and a catalogue does not have: of those catalogues that are at hand, by their file name.
 * A catalogue that is not at hand says nothing about its ids.
 */
export function strangersIn(maps: readonly MappedEnds[], catalogs: ReadonlyMap<string, Catalog>): string[] {
  const known = new Map(
    [...catalogs].map(([name, catalog]) => [
      nameOf(name),
      // A mapping may also name a statement: a part of a control.
      new Set(controlsOf(catalog).flatMap(({ control }) => [control.id, ...partIdsOf(control.parts ?? [])])),
    ]),
  )
  const unknown = maps.flatMap(({ from, to, sources, targets }) => [
    ...sources.filter((id) => known.get(nameOf(from))?.has(id) === false),
    ...targets.filter((id) => known.get(nameOf(to))?.has(id) === false),
  ])
  return [...new Set(unknown)]
}

function partIdsOf(parts: readonly { id?: string | undefined; parts?: readonly object[] | undefined }[]): string[] {
  return parts.flatMap((part) => [...(part.id === undefined ? [] : [part.id]), ...partIdsOf(part.parts ?? [])])
}

/** The last part of a path or address. */
export function nameOf(href: string): string {
  return href.split(/[/\\]/).at(-1) ?? href
}
