/** Contracts about lost and own factors: resets by two administrators, authenticator, recovery codes, password. Browser-safe. */
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import {
  instant,
  id,
  newPasswordSchema,
  totpCodeSchema,
  accountSchema,
  totpSetupSchema,
  accountParams,
  own,
} from './shape.ts'

export const accountResetSchema = z.strictObject({
  resetId: id,
  accountId: id,
  personId: id,
  name: z.string(),
  requestedBy: id,
  requestedByName: z.string(),
  requestedAt: instant,
  expiresAt: instant,
  reason: z.string(),
  /** The person asking, or the person concerned, came into the register in the same week as the reader. */
  sameWeek: z.boolean(),
})

export const requestAccountReset = defineEndpoint({
  id: 'account-reset.request',
  method: 'POST',
  path: '/api/accounts/:accountId/reset',
  summary: 'Asks for new factors for somebody who lost theirs; a second administrator has to approve.',
  params: accountParams,
  body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
  output: accountResetSchema,
  success: 201,
  access: 'account:reset',
  stepUp: true,
  audit: { entry: 'account-reset.requested' },
  objects: ['accountId'],
})

export const listAccountResets = defineEndpoint({
  id: 'account-reset.list',
  method: 'GET',
  path: '/api/account-resets',
  summary: 'Resets that wait for a second administrator.',
  output: z.strictObject({ items: z.array(accountResetSchema) }),
  success: 200,
  access: 'account:reset',
  stepUp: false,
  audit: { reads: 'account-reset.listed' },
})

const resetParams = z.strictObject({ resetId: id })

export const approveAccountReset = defineEndpoint({
  id: 'account-reset.approve',
  method: 'POST',
  path: '/api/account-resets/:resetId/approve',
  summary: 'The second pair of eyes: old factors end, and a link to enrol anew goes by mail to the person alone.',
  params: resetParams,
  output: accountSchema,
  success: 200,
  access: 'account:reset',
  stepUp: true,
  audit: { entry: 'account-reset.approved' },
  objects: ['resetId'],
})

export const rejectAccountReset = defineEndpoint({
  id: 'account-reset.reject',
  method: 'POST',
  path: '/api/account-resets/:resetId/reject',
  summary: 'Refuses or withdraws a reset that was asked for.',
  params: resetParams,
  success: 204,
  access: 'account:reset',
  stepUp: false,
  audit: { entry: 'account-reset.rejected' },
  objects: ['resetId'],
})

export const startTotp = defineEndpoint({
  id: 'factor.start-totp',
  method: 'POST',
  path: '/api/account/totp',
  summary: 'Starts to replace the own authenticator; the old one works until the new one is confirmed.',
  output: totpSetupSchema,
  success: 200,
  access: own,
  stepUp: true,
  audit: { entry: 'factor.totp_started' },
})

export const confirmTotp = defineEndpoint({
  id: 'factor.confirm-totp',
  method: 'POST',
  path: '/api/account/totp/confirm',
  summary: 'Confirms the new authenticator; other sessions end, this one gets a new token.',
  body: z.strictObject({ code: totpCodeSchema }),
  success: 204,
  access: own,
  stepUp: true,
  audit: { entry: 'factor.totp_replaced' },
})

export const renewRecoveryCodes = defineEndpoint({
  id: 'factor.renew-recovery-codes',
  method: 'POST',
  path: '/api/account/recovery-codes',
  summary: 'Ten new recovery codes, shown this once; the earlier ones are dead.',
  output: z.strictObject({ recoveryCodes: z.array(z.string()) }),
  success: 200,
  access: own,
  stepUp: true,
  audit: { entry: 'factor.recovery_codes_renewed' },
})

export const changePassword = defineEndpoint({
  id: 'factor.change-password',
  method: 'POST',
  path: '/api/account/password',
  summary: 'Changes the own password; other sessions end, this one gets a new token.',
  body: z.strictObject({ currentPassword: z.string().min(1).max(256), newPassword: newPasswordSchema }),
  success: 204,
  access: own,
  stepUp: true,
  audit: { entry: 'factor.password_changed' },
})
