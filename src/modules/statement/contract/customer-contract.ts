/** The register of contracts: which customer was promised which version, and where they are told of a new one. */
import { idSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

const dayOnSchema = z.iso.date()

export const contractSchema = z.object({
  id: idSchema,
  customer: z.string(),
  /** Null where nobody is told, or the address was erased. */
  email: z.string().nullable(),
  locale: localeSchema,
  statement: z.object({
    id: idSchema,
    locale: localeSchema,
    version: z.number().int(),
    title: z.string(),
    path: z.string(),
  }),
  fromOn: z.string(),
  untilOn: z.string().nullable(),
})
export type ContractView = z.infer<typeof contractSchema>

export const listContracts = defineEndpoint({
  id: 'customer-contract.list',
  method: 'GET',
  path: '/api/customer-contracts',
  summary: 'Lists contracts with the version that each of them names.',
  output: z.object({ items: z.array(contractSchema) }),
  success: 200,
  access: 'customer-contract:read',
  stepUp: false,
  audit: { reads: 'customer-contract.listed' },
})

export const addContract = defineEndpoint({
  id: 'customer-contract.add',
  method: 'POST',
  path: '/api/customer-contracts',
  summary: 'Adds a contract that names a published version; from then on that version is kept for it, too.',
  body: z.strictObject({
    customer: z.string().trim().min(2).max(200),
    email: z.email().max(254).optional(),
    locale: localeSchema.default('de'),
    statementId: idSchema,
    fromOn: dayOnSchema,
    untilOn: dayOnSchema.optional(),
  }),
  output: contractSchema,
  success: 201,
  access: 'customer-contract:write',
  stepUp: false,
  audit: { entry: 'customer-contract.added' },
})

export const endContract = defineEndpoint({
  id: 'customer-contract.end',
  method: 'POST',
  path: '/api/customer-contracts/:contractId/end',
  summary: 'Ends a contract on a day; it stays in the register.',
  params: z.strictObject({ contractId: idSchema }),
  body: z.strictObject({ untilOn: dayOnSchema }),
  output: contractSchema,
  success: 200,
  access: 'customer-contract:write',
  stepUp: false,
  audit: { entry: 'customer-contract.ended' },
  objects: ['contractId'],
})
