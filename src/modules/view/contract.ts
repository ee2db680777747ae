/** Saved views: a name for the filters of a list. Browser-safe. */
import { idSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

/** Views of one person, of all lists together. */
export const mostViews = 100

const nameSchema = z.string().trim().min(1).max(80)
const listSchema = z.string().regex(/^[a-z][a-z-]{0,39}$/)
/** The parameters of the page's address; which of them there are and what they may say, the list decides. */
const searchSchema = z.record(z.string().max(40), z.string().max(300))

export const viewSchema = z.object({
  id: idSchema,
  list: z.string(),
  name: z.string(),
  search: searchSchema,
  shared: z.boolean(),
  /** Whether it is the reader's own. */
  mine: z.boolean(),
  /** Whether the reader may rename, replace and delete it. */
  mayChange: z.boolean(),
  ownerName: z.string(),
})
export type View = z.output<typeof viewSchema>

export const listViews = defineEndpoint({
  id: 'view.list',
  method: 'GET',
  path: '/api/views',
  summary: 'The own views of a list, or of all that one may read, and those that are shared with everybody.',
  query: z.strictObject({ list: listSchema.optional() }),
  output: z.object({ items: z.array(viewSchema) }),
  success: 200,
  access: 'view:keep',
  stepUp: false,
  audit: { none: 'names and filters; what they find, each list shows by its own permission' },
})

export const saveView = defineEndpoint({
  id: 'view.save',
  method: 'POST',
  path: '/api/views',
  summary: 'Keeps the filters of a list under a name, for oneself or for everybody.',
  body: z.strictObject({
    list: listSchema,
    name: nameSchema,
    search: searchSchema,
    shared: z.boolean().default(false),
  }),
  output: viewSchema,
  success: 201,
  access: 'view:keep',
  stepUp: false,
  audit: { entry: 'view.saved' },
})

export const changeView = defineEndpoint({
  id: 'view.change',
  method: 'PATCH',
  path: '/api/views/:viewId',
  summary: 'Renames a view, replaces its filters, or shares it: one’s own, or a shared one with view:manage.',
  params: z.strictObject({ viewId: idSchema }),
  body: z
    .strictObject({ name: nameSchema, search: searchSchema, shared: z.boolean() })
    .partial()
    .refine((body) => Object.keys(body).length > 0, { params: { code: 'nothing_to_change' } }),
  output: viewSchema,
  success: 200,
  access: 'view:keep',
  stepUp: false,
  audit: { entry: 'view.changed' },
  objects: ['viewId'],
})

export const removeView = defineEndpoint({
  id: 'view.remove',
  method: 'DELETE',
  path: '/api/views/:viewId',
  summary: 'Deletes a view: one’s own, or a shared one with view:manage.',
  params: z.strictObject({ viewId: idSchema }),
  success: 204,
  access: 'view:keep',
  stepUp: false,
  audit: { entry: 'view.removed' },
  objects: ['viewId'],
})
