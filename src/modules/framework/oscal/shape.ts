/**
 * The parts of OSCAL (NIST, versions 1.0 to 1.2) that are read here: catalogues, profiles and mapping collections in
 * JSON. What is not named stays as it is, so that a resolved catalogue loses nothing that it was given.
 */
import { z } from 'zod'

const text = z.string().max(100_000)
const id = z.string().min(1).max(300)

const property = z.looseObject({ name: id, value: text })
const parameter = z.looseObject({ id })
export type Parameter = z.infer<typeof parameter>

export interface Part {
  readonly id?: string | undefined
  readonly name: string
  readonly parts?: Part[] | undefined
  readonly [key: string]: unknown
}
const part: z.ZodType<Part> = z.lazy(() =>
  z.looseObject({ id: id.optional(), name: id, parts: z.array(part).optional() }),
)

export interface Control {
  readonly id: string
  readonly title: string
  readonly params?: Parameter[] | undefined
  readonly parts?: Part[] | undefined
  readonly controls?: Control[] | undefined
  readonly [key: string]: unknown
}
const control: z.ZodType<Control> = z.lazy(() =>
  z.looseObject({
    id,
    title: text,
    params: z.array(parameter).optional(),
    parts: z.array(part).optional(),
    controls: z.array(control).optional(),
  }),
)

export interface Group {
  readonly id?: string | undefined
  readonly title?: string | undefined
  readonly groups?: Group[] | undefined
  readonly controls?: Control[] | undefined
  readonly [key: string]: unknown
}
const group: z.ZodType<Group> = z.lazy(() =>
  z.looseObject({
    id: id.optional(),
    title: text.optional(),
    groups: z.array(group).optional(),
    controls: z.array(control).optional(),
  }),
)

const metadata = z.looseObject({
  title: text,
  version: text,
  'oscal-version': text,
  props: z.array(property).optional(),
  links: z.array(z.looseObject({ href: text })).optional(),
})

const backMatter = z.looseObject({
  resources: z
    .array(
      z.looseObject({
        uuid: id,
        rlinks: z.array(z.looseObject({ href: text, 'media-type': text.optional() })).optional(),
      }),
    )
    .optional(),
})

export const catalogSchema = z.looseObject({
  uuid: id,
  metadata,
  params: z.array(parameter).optional(),
  controls: z.array(control).optional(),
  groups: z.array(group).optional(),
  'back-matter': backMatter.optional(),
})
export type Catalog = z.infer<typeof catalogSchema>

const selection = z.array(
  z.looseObject({
    'with-child-controls': z.enum(['yes', 'no']).optional(),
    'with-ids': z.array(id).optional(),
    matching: z.array(z.looseObject({ pattern: id.optional() })).optional(),
  }),
)
export type Selection = z.infer<typeof selection>

const insertion = z.looseObject({
  order: z.enum(['keep', 'ascending', 'descending']).optional(),
  'include-all': z.looseObject({}).optional(),
  'include-controls': selection.optional(),
  'exclude-controls': selection.optional(),
})
export type Insertion = z.infer<typeof insertion>

export interface CustomGroup {
  readonly id?: string | undefined
  readonly title: string
  readonly groups?: CustomGroup[] | undefined
  readonly 'insert-controls'?: Insertion[] | undefined
  readonly [key: string]: unknown
}
const customGroup: z.ZodType<CustomGroup> = z.lazy(() =>
  z.looseObject({
    id: id.optional(),
    title: text,
    groups: z.array(customGroup).optional(),
    'insert-controls': z.array(insertion).optional(),
  }),
)

const addition = z.looseObject({
  position: z.enum(['before', 'after', 'starting', 'ending']).optional(),
  'by-id': id.optional(),
  title: text.optional(),
  params: z.array(parameter).optional(),
  props: z.array(property).optional(),
  links: z.array(z.looseObject({})).optional(),
  parts: z.array(part).optional(),
})
export type Addition = z.infer<typeof addition>

const removal = z.looseObject({
  'by-name': id.optional(),
  'by-class': id.optional(),
  'by-id': id.optional(),
  'by-item-name': id.optional(),
  'by-ns': text.optional(),
})
export type Removal = z.infer<typeof removal>

export const profileSchema = z.looseObject({
  uuid: id,
  metadata,
  imports: z
    .array(
      z
        .looseObject({
          href: text,
          'include-all': z.looseObject({}).optional(),
          'include-controls': selection.optional(),
          'exclude-controls': selection.optional(),
        })
        .refine((one) => one['include-all'] === undefined || one['include-controls'] === undefined, {
          message: 'either all or some controls are included',
        }),
    )
    .min(1)
    .max(200),
  merge: z
    .looseObject({
      combine: z.looseObject({ method: z.enum(['use-first', 'merge', 'keep']).optional() }).optional(),
      flat: z.looseObject({}).optional(),
      'as-is': z.boolean().optional(),
      custom: z
        .looseObject({
          groups: z.array(customGroup).optional(),
          'insert-controls': z.array(insertion).optional(),
        })
        .optional(),
    })
    .optional(),
  modify: z
    .looseObject({
      'set-parameters': z.array(z.looseObject({ 'param-id': id })).optional(),
      alters: z
        .array(
          z.looseObject({
            'control-id': id,
            removes: z.array(removal).optional(),
            adds: z.array(addition).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  'back-matter': backMatter.optional(),
})
export type Profile = z.infer<typeof profileSchema>

const end = z.looseObject({ type: z.enum(['control', 'statement']), 'id-ref': id })
const resource = z.looseObject({ type: id, href: text })

export const mappingCollectionSchema = z.looseObject({
  uuid: id,
  metadata,
  mappings: z
    .array(
      z.looseObject({
        uuid: id,
        'source-resource': resource,
        'target-resource': resource,
        maps: z
          .array(
            z.looseObject({
              uuid: id,
              relationship: z.enum([
                'equivalent-to',
                'equal-to',
                'subset-of',
                'superset-of',
                'intersects-with',
                'no-relationship',
              ]),
              sources: z.array(end).min(1),
              targets: z.array(end).min(1),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
  'back-matter': backMatter.optional(),
})
export type MappingCollection = z.infer<typeof mappingCollectionSchema>

/** A file of OSCAL, by what it holds. */
export type OscalDocument =
  | { readonly kind: 'catalog'; readonly catalog: Catalog }
  | { readonly kind: 'profile'; readonly profile: Profile }
  | { readonly kind: 'mapping-collection'; readonly mapping: MappingCollection }
