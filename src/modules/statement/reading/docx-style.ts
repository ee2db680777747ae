/** What the styles and list definitions of a Word file make of a paragraph. ECMA-376 part 1, 17.7 and 17.9. */

export interface Style {
  readonly headingLevel: number | null
  readonly listLevel: number | null
  /** Tables of contents and the like, which Word makes from the rest. */
  readonly kind: 'text' | 'generated'
}
export type Styles = ReadonlyMap<string, Style>

interface Declared {
  readonly name: string
  readonly basedOn: string | null
  readonly outline: number | null
  readonly isList: boolean
}

/** Styles by id, with what they inherit. */
export function readStyles(xml: string): Styles {
  const declared = new Map<string, Declared>()
  for (const piece of xml.slice(0, 4_000_000).split('<w:style ').slice(1, 2_000)) {
    const body = piece.split('</w:style>', 1)[0] ?? ''
    const id = /w:styleId="([^"]{1,200})"/.exec(body)?.[1]
    if (id === undefined) continue
    const outline = /<w:outlineLvl w:val="(\d)"/.exec(body)?.[1]
    declared.set(id, {
      name: (/<w:name w:val="([^"]{1,200})"/.exec(body)?.[1] ?? id).toLowerCase(),
      basedOn: /<w:basedOn w:val="([^"]{1,200})"/.exec(body)?.[1] ?? null,
      outline: outline === undefined ? null : Number(outline),
      isList: /<w:numId w:val="(?!0")/.test(body),
    })
  }
  const styles = new Map<string, Style>()
  for (const id of declared.keys()) styles.set(id, resolve(id, declared))
  for (const [id, style] of wellKnown) if (!styles.has(id)) styles.set(id, style)
  return styles
}

/** Ids that writers use without declaring them, among them those of a German Word. */
const wellKnown: readonly (readonly [string, Style])[] = [1, 2, 3, 4, 5, 6].flatMap((level) =>
  ['Heading', 'heading', 'berschrift', 'Überschrift'].map(
    (name) => [`${name}${level}`, { headingLevel: level, listLevel: null, kind: 'text' }] as const,
  ),
)

function resolve(id: string, declared: ReadonlyMap<string, Declared>): Style {
  let headingLevel: number | null = null
  let listLevel: number | null = null
  let kind: Style['kind'] = 'text'
  let at: string | null = id
  for (let depth = 0; at !== null && depth < 12; depth += 1) {
    const style = declared.get(at)
    if (style === undefined) break
    const heading = /^(?:heading|überschrift) (\d)/.exec(style.name)?.[1]
    if (headingLevel === null && heading !== undefined) headingLevel = Number(heading)
    if (headingLevel === null && style.outline !== null && style.outline < 9) headingLevel = style.outline + 1
    if (headingLevel === null && /^(?:title|titel)$/.test(style.name)) headingLevel = 1
    const list = /^(?:list|listen?)[ -]?(?:bullet|number|nummer|aufzählung\p{L}*)(?: (\d))?/u.exec(style.name)
    if (listLevel === null && (style.isList || list !== null)) listLevel = Number(list?.[1] ?? 1) - 1
    if (/^(?:toc|verzeichnis|table of figures|index) ?\d?$|^toc heading$/.test(style.name)) kind = 'generated'
    at = style.basedOn
  }
  return { headingLevel, listLevel, kind }
}

/** The numberings that a file defines: a paragraph that names another is no list. */
export function readOrder(xml: string): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const match of xml.slice(0, 4_000_000).matchAll(/<w:num [^>]*w:numId="(\d{1,9})"/g))
    if (match[1]) ids.add(match[1])
  return ids
}
