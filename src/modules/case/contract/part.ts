/** Parts of a case: checklist, comments with mentions, files, and whom it can be given to. Browser-safe. */
import { idSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { titleSchema } from './shape.ts'

/** Bytes of a file at most. */
export const largestFile = 25 * 1024 * 1024

const ofCase = z.strictObject({ caseId: idSchema })
const made = z.object({ id: idSchema })

export const addItem = defineEndpoint({
  id: 'case.add-item',
  method: 'POST',
  path: '/api/cases/:caseId/items',
  summary: 'Adds a point to the checklist.',
  params: ofCase,
  body: z.strictObject({ text: titleSchema }),
  output: made,
  success: 201,
  access: 'case:work',
  stepUp: false,
  audit: { entry: 'case.item_added' },
  objects: ['caseId'],
})

export const tickItem = defineEndpoint({
  id: 'case.tick-item',
  method: 'PATCH',
  path: '/api/case-items/:itemId',
  summary: 'Ticks a point off, or takes the tick back.',
  params: z.strictObject({ itemId: idSchema }),
  body: z.strictObject({ ticked: z.boolean() }),
  output: made,
  success: 200,
  access: 'case:work',
  stepUp: false,
  audit: { entry: 'case.item_ticked' },
  objects: ['itemId'],
})

export const addComment = defineEndpoint({
  id: 'case.comment',
  method: 'POST',
  path: '/api/cases/:caseId/comments',
  summary: 'Says something about a case; whom it mentions is told by mail and in their Today.',
  params: ofCase,
  body: z.strictObject({
    text: z.string().trim().min(1).max(8000),
    mentions: z.array(idSchema).max(20).default([]),
  }),
  output: made,
  success: 201,
  access: 'case:work',
  stepUp: false,
  audit: { entry: 'case.commented' },
  objects: ['caseId'],
})

export const noteMention = defineEndpoint({
  id: 'case.note-mention',
  method: 'POST',
  path: '/api/case-mentions/:mentionId/seen',
  summary: 'Takes note of having been mentioned.',
  params: z.strictObject({ mentionId: idSchema }),
  output: made,
  success: 200,
  access: 'case:read',
  stepUp: false,
  audit: { entry: 'case.mention_noted' },
  objects: ['mentionId'],
})

export const addFile = defineEndpoint({
  id: 'case.add-file',
  method: 'POST',
  path: '/api/cases/:caseId/files',
  summary: 'Attaches a file; it is stored encrypted and only ever downloaded.',
  params: ofCase,
  body: z.strictObject({}),
  upload: { maxBytes: largestFile },
  output: made,
  success: 201,
  access: 'case:work',
  stepUp: false,
  audit: { entry: 'case.file_added' },
  objects: ['caseId'],
})

export const downloadCaseFile = defineEndpoint({
  id: 'case-file.download',
  method: 'GET',
  path: '/api/case-files/:fileId',
  summary: 'Downloads an attached file.',
  params: z.strictObject({ fileId: idSchema }),
  responds: 'file',
  success: 200,
  access: 'case:read',
  stepUp: false,
  audit: { reads: 'case.file_read' },
  objects: ['fileId'],
})

export const listCasePeople = defineEndpoint({
  id: 'case-people.list',
  method: 'GET',
  path: '/api/case-people',
  summary: 'People with an account who may read cases: to be mentioned, and with case:work to be given one.',
  output: z.object({
    items: z.array(z.object({ personId: idSchema, name: z.string(), mayWork: z.boolean() })),
  }),
  success: 200,
  access: 'case:read',
  stepUp: false,
  audit: { none: 'names of colleagues, which every case shows' },
})
