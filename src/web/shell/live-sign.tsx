/** A discreet sign whether what is shown follows the server: a dot and a word, grey when the connection is lost. */
import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { LiveState } from '../live.ts'

export const LiveContext = createContext<LiveState>('connecting')

export function LiveSign() {
  const { t } = useTranslation()
  const state = useContext(LiveContext)
  return (
    <span className={`live-sign live-sign-${state}`} role="status" title={t(`live.${state}.meaning`)}>
      <span className="live-dot" aria-hidden="true" />
      {t(`live.${state}`)}
    </span>
  )
}
