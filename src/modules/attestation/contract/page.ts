/** Where strangers ask a tenant for something under confidentiality, and where the links in their letters lead. */
import { copyPath, confirmPath, signPath } from '../contract.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

const page = {
  responds: 'html',
  query: z.object({ lang: localeSchema.optional() }),
  success: 200,
  stepUp: false,
} as const
const form = { ...page, method: 'GET', access: { public: 'strangers ask here' } } as const
const sent = { ...page, method: 'POST', access: { public: 'strangers ask here' } } as const
const ofTenant = { params: z.object({ slug: z.string() }) } as const
const ofLink = { params: z.object({ token: z.string() }) } as const
const shows = { audit: { none: 'shows a form and what the tenant offers to everybody' } } as const
const showsLink = {
  audit: { none: 'shows what the letter with the link says; a link that is over is recorded' },
} as const
const asks = { audit: { entry: 'attestation.requested' } } as const

export const readPlatformRequests = defineEndpoint({
  ...form,
  ...shows,
  id: 'request-page.read-platform-requests',
  path: '/requests',
  summary: 'The form to ask for confirmations and documents of this instance under confidentiality.',
})
export const sendPlatformRequest = defineEndpoint({
  ...sent,
  ...asks,
  id: 'request-page.send-platform-request',
  path: '/requests',
  summary: 'Takes that form.',
})
export const readTenantRequests = defineEndpoint({
  ...form,
  ...shows,
  ...ofTenant,
  id: 'request-page.read-tenant-requests',
  path: '/t/:slug/requests',
  summary: 'The form to ask a tenant for confirmations and documents under confidentiality.',
})
export const sendTenantRequest = defineEndpoint({
  ...sent,
  ...asks,
  ...ofTenant,
  id: 'request-page.send-tenant-request',
  path: '/t/:slug/requests',
  summary: 'Takes that form.',
})
export const readConfirmation = defineEndpoint({
  ...form,
  ...showsLink,
  ...ofLink,
  id: 'request-page.read-request-confirmation',
  path: confirmPath(':token'),
  summary: 'Where the link to confirm an address leads.',
})
export const sendConfirmation = defineEndpoint({
  ...sent,
  ...ofLink,
  audit: { entry: 'attestation.address-confirmed' },
  id: 'request-page.send-request-confirmation',
  path: confirmPath(':token'),
  summary: 'Confirms the address.',
})
export const sendSignatory = defineEndpoint({
  ...sent,
  ...ofLink,
  audit: { entry: 'attestation.signatory-named' },
  id: 'request-page.send-signatory',
  path: `${confirmPath(':token')}/signatory`,
  summary: 'Names who signs the confidentiality agreement.',
})
export const readSigning = defineEndpoint({
  ...form,
  ...showsLink,
  ...ofLink,
  id: 'request-page.read-signing',
  path: signPath(':token'),
  summary: 'The confidentiality agreement, for whoever was named to sign it.',
})
export const sendSignature = defineEndpoint({
  ...sent,
  ...ofLink,
  audit: { entry: 'nda.accepted' },
  id: 'request-page.send-signature',
  path: signPath(':token'),
  summary: 'Accepts the confidentiality agreement.',
})
export const readCopy = defineEndpoint({
  ...form,
  ...showsLink,
  ...ofLink,
  id: 'request-page.read-copy',
  path: copyPath(':token'),
  summary: 'Where the link to a copy leads: it opens nothing without a code.',
})
export const sendCodeRequest = defineEndpoint({
  ...sent,
  ...ofLink,
  audit: { entry: 'attestation.code-sent' },
  id: 'request-page.send-code-request',
  path: `${copyPath(':token')}/code`,
  summary: 'Mails a code to the recipient of a copy.',
})
export const openCopy = defineEndpoint({
  ...sent,
  ...ofLink,
  audit: { entry: 'attestation.copy-served' },
  id: 'request-page.open-copy',
  path: copyPath(':token'),
  summary: 'Serves a copy for its code.',
})
