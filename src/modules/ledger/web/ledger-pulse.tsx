/** Whether the ledger keeps up, in one line above everything else; an alarm when it does not. */
import { longestMergeDelayMs, readLedgerState } from '#modules/ledger/contract.ts'
import { Notice } from '#ui/notice.tsx'
import { millisecondsInWords, Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

/** The state of the ledger, looked at every few seconds. */
export function useLedgerState() {
  return useQuery({ ...readOf(readLedgerState, undefined), staleTime: 2_000, refetchInterval: 5_000 })
}

export function LedgerPulse() {
  const { t, i18n } = useTranslation()
  const { data: state } = useLedgerState()
  if (state === undefined) return null
  const { waiting, head } = state
  if (waiting.isLate) {
    return (
      <Notice tone="bad" title={t('ledger.late')} live>
        <p>
          {t('ledger.late.text', {
            entries: waiting.entries,
            waited: millisecondsInWords(waiting.oldestMs ?? 0, i18n.language),
            longest: millisecondsInWords(longestMergeDelayMs, i18n.language),
          })}
        </p>
      </Notice>
    )
  }
  if (head === null) return null
  return (
    <p className="small soft">
      {t('ledger.pulse', { size: state.size.toLocaleString(i18n.language) })} <Time at={head.signedAt} />
    </p>
  )
}
