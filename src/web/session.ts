/** Who is signed in, and what they may do; why not, in words, when they may not. */
import { readSession, type SessionState } from '#modules/identity/contract.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { readOf } from './api.ts'
import { nameText } from './i18n.ts'

export type SignedIn = Extract<SessionState, { signedIn: true }>

export const sessionRead = readOf(readSession, undefined)

/** Provided by the shell. */
export const SessionContext = createContext<SignedIn | null>(null)

/** The session of the signed-in reader; only below the shell. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside the shell')
  return session
}

/** Null when the reader may; else why not. */
export function useRefusal(): (permission: Permission) => string | null {
  const { t } = useTranslation()
  const { permissions } = useSession()
  return (permission) =>
    permissions.includes(permission) ? null : t('refused.permission', { permission: nameText('permission', permission) })
}
