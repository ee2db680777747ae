/** Who is signed in, and what they may do; why not, in words, when they may not. */
import { listRoles, readSession, type SessionState } from '#modules/identity/contract.ts'
import { ProblemError } from '#platform/http/client.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { readOf } from './api.ts'
import { nameText } from './i18n.ts'

export type SignedIn = Extract<SessionState, { signedIn: true }>

export const sessionRead = readOf(readSession, undefined)

/** Whether the reader was in a tenant as support, and the grant for it has ended. */
export function isSupportOver(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'support.grant_over'
}

/** Provided by the shell. */
export const SessionContext = createContext<SignedIn | null>(null)

/** The session of the signed-in reader; only below the shell. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside the shell')
  return session
}

/** Null when the reader may; else why not, and who could. */
export function useRefusal(): (permission: Permission) => string | null {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const matrix = useQuery({
    ...readOf(listRoles, undefined),
    enabled: permissions.includes('role:read'),
    // The matrix is in the program: it changes with the server alone.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (permission) => {
    if (permissions.includes(permission)) return null
    const named = nameText('permission', permission)
    const holders = matrix.data?.items.filter((role) => role.permissions.includes(permission)) ?? []
    if (holders.length === 0) return t('refused.permission', { permission: named })
    return t('refused.holders', {
      permission: named,
      roles: holders.map((role) => nameText('role', role.role)).join(', '),
    })
  }
}
