/** What a profile changes in the controls that it selected: parameters set, parts and properties removed and added. */
import type { Addition, Control, Parameter, Part, Profile, Removal } from './shape.ts'

type Alter = NonNullable<NonNullable<Profile['modify']>['alters']>[number]
type Item = Readonly<Record<string, unknown>>

/** Values, label and the like of a parameter are replaced by those of the profile; its id stays. */
export function setParameters(control: Control, settings: ReadonlyMap<string, Item>): Control {
  if (control.params === undefined) return control
  return {
    ...control,
    params: control.params.map((param): Parameter => {
      const { 'param-id': _id, ...set } = settings.get(param.id) ?? {}
      return { ...param, ...set }
    }),
  }
}

/** First removes, then adds, in the order of the profile. */
export function alterControl(control: Control, { removes = [], adds = [] }: Alter): Control {
  const removed = removes.reduce((left, removal) => remove(left, removal), control)
  return adds.reduce((left, addition) => add(left, addition), removed)
}

const lists = ['params', 'props', 'links', 'parts'] as const
const itemNames: Readonly<Record<string, (typeof lists)[number]>> = {
  param: 'params',
  prop: 'props',
  link: 'links',
  part: 'parts',
}

function remove<H extends Control | Part>(holder: H, removal: Removal): H {
  const left = Object.fromEntries(
    lists.flatMap((list): (readonly [string, readonly unknown[]])[] => {
      // Every list of these names holds objects.
      const items = holder[list] as readonly Item[] | undefined
      if (items === undefined) return []
      const kept = items.filter((item) => !isMeant(list, item, removal))
      if (list !== 'parts') return [[list, kept]]
      // The schema read these as parts.
      return [[list, kept.map((part) => remove(part as Part, removal))]]
    }),
  )
  return { ...holder, ...left }
}

/** Everything that the removal says has to be so; one that says nothing means nothing. */
function isMeant(list: (typeof lists)[number], item: Item, removal: Removal): boolean {
  const said = [
    [removal['by-name'], item['name']],
    [removal['by-class'], item['class']],
    [removal['by-id'], item['id']],
    [removal['by-ns'], item['ns']],
    [
      removal['by-item-name'],
      removal['by-item-name'] && itemNames[removal['by-item-name']] === list ? removal['by-item-name'] : undefined,
    ],
  ].filter(([wanted]) => wanted !== undefined)
  return said.length > 0 && said.every(([wanted, found]) => wanted === found)
}

function add(control: Control, addition: Addition): Control {
  const { 'by-id': byId, position = 'ending' } = addition
  if (byId === undefined || byId === control.id)
    return put(control, addition, position !== 'before' && position !== 'starting')
  return control.parts === undefined
    ? control
    : { ...control, parts: addToParts(control.parts, addition, byId, position) }
}

function addToParts(
  parts: readonly Part[],
  addition: Addition,
  byId: string,
  position: NonNullable<Addition['position']>,
): Part[] {
  return parts.flatMap((part): Part[] => {
    if (part.id !== byId)
      return [part.parts ? { ...part, parts: addToParts(part.parts, addition, byId, position) } : part]
    if (position === 'before') return [...(addition.parts ?? []), part]
    if (position === 'after') return [part, ...(addition.parts ?? [])]
    return [put(part, addition, position === 'ending')]
  })
}

function put<H extends Control | Part>(holder: H, addition: Addition, atEnd: boolean): H {
  const added = Object.fromEntries(
    lists.flatMap((list) => {
      const items = addition[list]
      if (items === undefined) return []
      // Every list of these names holds objects.
      const present = (holder[list] as readonly Item[] | undefined) ?? []
      return [[list, atEnd ? [...present, ...items] : [...items, ...present]]]
    }),
  )
  return { ...holder, ...(addition.title !== undefined && { title: addition.title }), ...added }
}
