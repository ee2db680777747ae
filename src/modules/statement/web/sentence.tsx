/** One sentence of the document: its mark in the margin, its words as the way to its proof, the reason beside it. */
import type { readCurrentStatement } from '#modules/statement/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { StatusMark } from '#ui/status-mark.tsx'
import { Link, useSearch } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'

type Claim = OutputOf<typeof readCurrentStatement>['claims'][number]

export function Sentence({ claim, isChanged }: { claim: Claim; isChanged: boolean }) {
  const search = useSearch({ from: '/signed-in/' })
  const { t, i18n } = useTranslation()
  const reasonId = useId()
  const status = claim.status
  return (
    <div className={`sentence sentence-${status ?? 'none'}${isChanged ? ' sentence-changed' : ''}`}>
      <span className="sentence-mark" lang={i18n.language}>
        {status === null ? null : <StatusMark status={status} />}
      </span>
      <Link
        to="/sentences/$claimId"
        params={{ claimId: claim.id }}
        search={search}
        className="sentence-link"
        data-sentence=""
        {...(claim.reason ? { 'aria-describedby': reasonId } : {})}
      >
        {claim.text}
      </Link>
      {status === null ? (
        <span className={`sentence-reason sentence-kind-${claim.kind}`} lang={i18n.language}>
          {t(`kind.${claim.kind}.short`)}
        </span>
      ) : claim.reason ? (
        <span id={reasonId} className="sentence-reason" lang={i18n.language}>
          {claim.reason.text}
        </span>
      ) : null}
    </div>
  )
}
