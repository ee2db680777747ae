/** Schemas that several contracts of identity share. Browser-safe. */
import { idSchema, instantSchema } from '#core/page.ts'
import { builtInRoles, roleSchema } from '#core/permission.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

export const instant = instantSchema
export const id = idSchema
export const emailSchema = z.email().max(254)
export const nameSchema = z.string().trim().min(1).max(200)
/** Which passwords are refused is decided by the server, with all reasons: short, common, breached, personal. */
export const newPasswordSchema = z.string().min(1).max(256)
/** Lenient in what people type: spaces are dropped. */
export const totpCodeSchema = z
  .string()
  .max(20)
  .transform((code) => code.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/))
export const recoveryCodeSchema = z.string().trim().min(8).max(40)
/** Opaque: a login transaction, an enrolment, a device. */
export const opaqueTokenSchema = z.string().min(20).max(200)

export const accountStateSchema = z.enum(['invited', 'active', 'deactivated'])
export type AccountState = z.infer<typeof accountStateSchema>

export const factorSchema = z.enum(['password', 'totp', 'recovery-code'])
export type Factor = z.infer<typeof factorSchema>

export const roleListSchema = z
  .array(roleSchema)
  .min(1)
  .max(builtInRoles.length)
  .transform((roles) => [...new Set(roles)])

export const accountSchema = z.strictObject({
  accountId: id,
  personId: id,
  email: z.string(),
  roles: z.array(roleSchema),
  state: accountStateSchema,
  locale: localeSchema,
  /** To be sent back with a change, against lost updates. */
  version: z.number().int(),
  /** Factors that are set up; names only. */
  factors: z.array(factorSchema),
  createdAt: instant,
  lastSeenAt: instant.nullable(),
  /** When the open invitation or reset link ends; null when there is none. */
  invitedUntil: instant.nullable(),
})
export type AccountView = z.infer<typeof accountSchema>

export const totpSetupSchema = z.strictObject({
  /** Base32, for typing. */
  secret: z.string(),
  /** For the QR code. */
  otpauthUri: z.string(),
  expiresAt: instant,
})

export const accountParams = z.strictObject({ accountId: id })

/** Access to what concerns nobody else. */
export const own = { signedIn: 'Concerns only the own account.' } as const
