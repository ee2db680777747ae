/** The outbox as people see it: every mail that this instance sent or, without a mail server, would have sent. */
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { idSchema, pageOf, pageQuerySchema } from '../page.ts'

const mailSchema = z.object({
  id: idSchema,
  to: z.string(),
  subject: z.string(),
  createdAt: z.string(),
  state: z.enum(['kept', 'queued', 'sent', 'failed']),
  sentAt: z.string().nullable(),
  failure: z.string().nullable(),
})

export const listOutbox = defineEndpoint({
  id: 'outbox.list',
  method: 'GET',
  path: '/api/outbox',
  summary: 'Lists the mails of the tenant, newest first.',
  query: pageQuerySchema,
  output: pageOf(mailSchema),
  success: 200,
  access: 'outbox:read',
  stepUp: false,
  audit: { reads: 'outbox.listed' },
})

export const readMail = defineEndpoint({
  id: 'outbox.read',
  method: 'GET',
  path: '/api/outbox/:mailId',
  summary: 'Reads one mail of the outbox. Without a mail server this is where invitation links are found.',
  params: z.strictObject({ mailId: idSchema }),
  output: mailSchema.extend({ text: z.string() }),
  success: 200,
  access: 'outbox:read',
  stepUp: true,
  audit: { reads: 'outbox.read' },
  objects: ['mailId'],
})
