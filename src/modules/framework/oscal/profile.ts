/**
 * Resolves a profile into the catalogue that it selects (NIST, OSCAL profile resolution): imports, merge, modify. An
 * import that leads back to itself, that is missing, or that is broken is refused by its name; nothing is left out in
 * silence. Nothing is fetched: where an import lies is for the caller to say.
 */
import { Problem } from '#platform/http/problem.ts'
import { alterControl, setParameters } from './modify.ts'
import { controlsOf, refuseRepeated } from './read.ts'
import type { Catalog, Control, CustomGroup, Group, Insertion, OscalDocument, Profile, Selection } from './shape.ts'

/** A file that an import leads to. */
export interface Found {
  /** Tells files apart. */
  readonly key: string
  readonly name: string
  readonly read: () => OscalDocument
}

/** Finds the file of an import, from the file that imports it; null when it is not there. */
export type Find = (href: string, from: string) => Found | null

const mostImports = 200

interface Resolving {
  readonly find: Find
  /** Names of the files that are being resolved, outermost first. */
  readonly path: readonly Found[]
  readonly done: Map<string, Catalog>
  readonly count: { imports: number }
}

/**
 * The catalogue that a profile selects.
 * @throws Problem 422 `oscal.import_missing`, `oscal.import_circular`, `oscal.import_broken`, `oscal.too_many_imports`,
 * `oscal.unknown_control`, `oscal.unknown_parameter`, `oscal.duplicate_id`, `oscal.not_supported`
 */
export function resolveProfile(profile: Profile, start: Pick<Found, 'key' | 'name'>, find: Find): Catalog {
  const found: Found = { ...start, read: () => ({ kind: 'profile', profile }) }
  return resolve(profile, found, { find, path: [found], done: new Map(), count: { imports: 0 } })
}

function resolve(profile: Profile, at: Found, resolving: Resolving): Catalog {
  const selected = profile.imports.map((one) => {
    const href = hrefOf(profile, one.href, at)
    const imported = load(href, at, resolving)
    const chosen = choose(one, idsOf(imported), at)
    return { catalog: imported, chosen }
  })
  const merged = merge(profile, selected, at)
  const resolved: Catalog = {
    uuid: profile.uuid,
    metadata: {
      ...profile.metadata,
      links: [...(profile.metadata.links ?? []), { rel: 'source-profile', href: at.name }],
    },
    params: selected.flatMap(({ catalog }) => catalog.params ?? []),
    ...merged,
  }
  const modified = modify(profile, resolved, at)
  refuseRepeated(
    controlsOf(modified).map(({ control }) => control.id),
    at.name,
  )
  return modified
}

/** `#uuid` names a resource of the back matter, which names the file. */
function hrefOf(profile: Profile, href: string, at: Found): string {
  if (!href.startsWith('#')) return href
  const resource = profile['back-matter']?.resources?.find(({ uuid }) => `#${uuid}` === href)
  const links = resource?.rlinks ?? []
  const link = links.find((one) => one['media-type']?.endsWith('json') || /\.json$/i.test(one.href)) ?? links[0]
  if (!link) throw new Problem(422, 'oscal.import_missing', { params: { file: at.name, import: href } })
  return link.href
}

function load(href: string, from: Found, resolving: Resolving): Catalog {
  resolving.count.imports += 1
  if (resolving.count.imports > mostImports)
    throw new Problem(422, 'oscal.too_many_imports', { params: { file: from.name, most: mostImports } })
  const found = resolving.find(href, from.key)
  if (!found) throw new Problem(422, 'oscal.import_missing', { params: { file: from.name, import: href } })
  const turn = resolving.path.findIndex(({ key }) => key === found.key)
  if (turn >= 0)
    throw new Problem(422, 'oscal.import_circular', {
      params: { path: [...resolving.path.slice(turn), found].map(({ name }) => name).join(' → ') },
    })
  const known = resolving.done.get(found.key)
  if (known) return known
  const document = readImport(found, from)
  if (document.kind === 'mapping-collection')
    throw new Problem(422, 'oscal.import_broken', {
      params: { file: from.name, import: found.name, reason: 'mapping-collection' },
    })
  const catalog =
    document.kind === 'catalog'
      ? document.catalog
      : resolve(document.profile, found, { ...resolving, path: [...resolving.path, found] })
  resolving.done.set(found.key, catalog)
  return catalog
}

function readImport(found: Found, from: Found): OscalDocument {
  try {
    return found.read()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(422, 'oscal.import_broken', {
      params: { file: from.name, import: found.name, reason: `${error.code} ${JSON.stringify(error.params)}` },
      cause: error,
    })
  }
}

interface Known {
  readonly all: readonly string[]
  readonly childrenOf: ReadonlyMap<string, readonly string[]>
}

function idsOf(catalog: Pick<Catalog, 'controls' | 'groups'>): Known {
  const placed = controlsOf(catalog)
  const children = Map.groupBy(
    placed.filter(({ parent }) => parent !== null),
    ({ parent }) => parent ?? '',
  )
  return {
    all: placed.map(({ control }) => control.id),
    childrenOf: new Map([...children].map(([parent, below]) => [parent, below.map(({ control }) => control.id)])),
  }
}

type Chooser = Pick<Insertion, 'include-all' | 'include-controls' | 'exclude-controls'>

/** What an import or an insertion takes; without a word about it, everything. */
function choose(one: Chooser, known: Known, at: Pick<Found, 'name'>): Set<string> {
  const included = one['include-controls']
  const taken = included === undefined ? new Set(known.all) : pick(included, known, at)
  const left = pick(one['exclude-controls'] ?? [], known, at)
  return new Set([...taken].filter((id) => !left.has(id)))
}

function pick(selection: Selection, known: Known, at: Pick<Found, 'name'>): Set<string> {
  const all = new Set(known.all)
  const picked = new Set<string>()
  const take = (id: string, below: boolean): void => {
    picked.add(id)
    if (below) for (const child of known.childrenOf.get(id) ?? []) take(child, below)
  }
  const unknown = selection.flatMap((one) => one['with-ids'] ?? []).filter((id) => !all.has(id))
  if (unknown.length > 0)
    throw new Problem(422, 'oscal.unknown_control', {
      params: { file: at.name, ids: unknown.slice(0, 20).join(', '), count: unknown.length },
    })
  for (const one of selection) {
    const below = one['with-child-controls'] === 'yes'
    for (const id of one['with-ids'] ?? []) take(id, below)
    for (const { pattern } of one.matching ?? []) {
      if (pattern === undefined) continue
      for (const id of known.all) if (matches(pattern, id)) take(id, below)
    }
  }
  return picked
}

/** A glob of `*` and `?`, matched without a regular expression: a hostile pattern takes no more than linear steps. */
export function matches(pattern: string, id: string): boolean {
  let [p, i, star, mark] = [0, 0, -1, 0]
  while (i < id.length) {
    if (pattern[p] === '*') [star, mark, p] = [p, i, p + 1]
    else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === id[i])) [p, i] = [p + 1, i + 1]
    else if (star >= 0) [p, mark, i] = [star + 1, mark + 1, mark + 1]
    else return false
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}

interface Selected {
  readonly catalog: Catalog
  readonly chosen: ReadonlySet<string>
}

function merge(profile: Profile, selected: readonly Selected[], at: Found): Pick<Catalog, 'controls' | 'groups'> {
  const { merge: how } = profile
  const method = how?.combine?.method ?? 'keep'
  if (method === 'merge')
    throw new Problem(422, 'oscal.not_supported', { params: { file: at.name, what: 'merge.combine.method = merge' } })
  const taken = new Map<string, Control>()
  const pruned = selected.map(({ catalog, chosen }) =>
    prune(catalog, (id, control) => {
      if (!chosen.has(id)) return false
      const other = taken.get(id)
      if (other === undefined) {
        taken.set(id, control)
        return true
      }
      // The same control by two ways is one control; two that differ clash, unless the profile says which counts.
      if (method !== 'keep' || JSON.stringify(other) === JSON.stringify(control)) return false
      throw new Problem(422, 'oscal.duplicate_id', { params: { file: at.name, ids: id, count: 1 } })
    }),
  )
  if (how?.['as-is'] === true)
    return {
      controls: pruned.flatMap(({ controls }) => controls ?? []),
      groups: pruned.flatMap(({ groups }) => groups ?? []),
    }
  const flat = pruned.flatMap((one) => flatten(one))
  if (how?.custom === undefined) return { controls: flat }
  const known = idsOf({ controls: flat })
  const byId = new Map(controlsOf({ controls: flat }).map(({ control }) => [control.id, control]))
  const insert = (insertions: readonly Insertion[] = []): Control[] =>
    insertions.flatMap((insertion) => {
      const ids = [...choose(insertion, known, at)]
      if (insertion.order === 'ascending') ids.sort()
      if (insertion.order === 'descending') ids.sort().reverse()
      return ids.flatMap((id) => byId.get(id) ?? [])
    })
  const arrange = ({ 'insert-controls': insertions, groups, ...rest }: CustomGroup): Group => ({
    ...rest,
    ...(groups && { groups: groups.map(arrange) }),
    controls: insert(insertions),
  })
  return {
    controls: insert(how.custom['insert-controls']),
    groups: (how.custom.groups ?? []).map(arrange),
  }
}

type Keeps = (id: string, control: Control) => boolean

/** What is kept, in its structure; a kept control below one that is not moves up. Groups that become empty go. */
function prune(container: Pick<Group, 'controls' | 'groups'>, keeps: Keeps): Pick<Group, 'controls' | 'groups'> {
  const controls = (container.controls ?? []).flatMap((control) => pruneControl(control, keeps))
  const groups = (container.groups ?? []).flatMap((group): Group[] => {
    const inner = prune(group, keeps)
    return (inner.controls?.length ?? 0) + (inner.groups?.length ?? 0) === 0 ? [] : [{ ...group, ...inner }]
  })
  return { ...(controls.length > 0 && { controls }), ...(groups.length > 0 && { groups }) }
}

function pruneControl({ controls, ...control }: Control, keeps: Keeps): Control[] {
  // Spreading an index signature loses that id and title are there.
  const own = control as Control
  const kept = keeps(own.id, own)
  const below = (controls ?? []).flatMap((child) => pruneControl(child, keeps))
  return kept ? [{ ...own, ...(below.length > 0 && { controls: below }) }] : below
}

function flatten({ controls, groups }: Pick<Group, 'controls' | 'groups'>): Control[] {
  return [...(controls ?? []), ...(groups ?? []).flatMap(flatten)]
}

function modify({ modify: how }: Profile, catalog: Catalog, at: Found): Catalog {
  if (how === undefined) return catalog
  const settings = new Map((how['set-parameters'] ?? []).map((one) => [one['param-id'], one]))
  const alters = Map.groupBy(how.alters ?? [], (one) => one['control-id'])
  const [known, params] = [new Set<string>(), new Set<string>()]
  const change = ({ controls, ...control }: Control): Control => {
    // As above.
    const own = control as Control
    known.add(own.id)
    for (const { id } of own.params ?? []) params.add(id)
    const altered = (alters.get(own.id) ?? []).reduce(alterControl, own)
    return { ...setParameters(altered, settings), ...(controls && { controls: controls.map(change) }) }
  }
  const within = <G extends Pick<Group, 'controls' | 'groups'>>(container: G): G => ({
    ...container,
    ...(container.controls && { controls: container.controls.map(change) }),
    ...(container.groups && { groups: container.groups.map(within) }),
  })
  const changed = within(catalog)
  for (const { id } of catalog.params ?? []) params.add(id)
  const strangers = [...alters.keys()].filter((id) => !known.has(id))
  if (strangers.length > 0)
    throw new Problem(422, 'oscal.unknown_control', {
      params: { file: at.name, ids: strangers.slice(0, 20).join(', '), count: strangers.length },
    })
  const unset = [...settings.keys()].filter((id) => !params.has(id))
  if (unset.length > 0)
    throw new Problem(422, 'oscal.unknown_parameter', {
      params: { file: at.name, ids: unset.slice(0, 20).join(', '), count: unset.length },
    })
  return changed
}
