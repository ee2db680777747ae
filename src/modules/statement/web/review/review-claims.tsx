/** The sentences of a draft in order: each one line until it is selected, then everything that was read of it. */
import { missingNumber } from '#modules/statement/contract/review.ts'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { ClaimEditor } from './claim-editor.tsx'
import type { CatalogueMeasure, Claim, Review } from './review.ts'
import type { UsedEdits } from './use-edits.ts'

export interface ReviewClaimsProps {
  review: Review
  measures: ReadonlyMap<string, CatalogueMeasure>
  selectedId: string | null
  edits: UsedEdits
  onSelect: (id: string) => void
  onSplit: () => void
  onShow: () => void
}

export function ReviewClaims({ review, selectedId, onSelect, ...rest }: ReviewClaimsProps) {
  const { claims } = review
  return (
    <ol className="review-claims" role="list">
      {claims.map((claim, index) => (
        <li key={claim.id} className={claim.id === selectedId ? 'review-claim review-claim-selected' : 'review-claim'}>
          <ClaimLine
            claim={claim}
            isSelected={claim.id === selectedId}
            isFirst={selectedId === null && index === 0}
            locale={review.locale}
            hasFailed={rest.edits.failures.has(claim.id)}
            onSelect={onSelect}
          />
          {claim.id === selectedId ? (
            <ClaimEditor claim={claim} next={nextOf(claims, index)} locale={review.locale} {...rest} />
          ) : null}
        </li>
      ))}
    </ol>
  )
}

/** The sentence it can be merged with. */
export function nextOf(claims: readonly Claim[], index: number): Claim | null {
  const next = claims[index + 1]
  return next !== undefined && next.section === claims[index]?.section ? next : null
}

interface ClaimLineProps {
  claim: Claim
  isSelected: boolean
  isFirst: boolean
  locale: 'de' | 'en'
  hasFailed: boolean
  onSelect: (id: string) => void
}

const ClaimLine = memo(function ClaimLine({ claim, isSelected, isFirst, locale, hasFailed, onSelect }: ClaimLineProps) {
  const { t } = useTranslation()
  const isLooked = claim.accepted !== null
  const lacks = missingNumber(claim)
  const isRated = claim.kind === 'promise' || claim.kind === 'option'
  return (
    <h3 className="review-claim-line">
      <button
        type="button"
        className="review-claim-button"
        aria-expanded={isSelected}
        tabIndex={isSelected || isFirst ? 0 : -1}
        data-claim={claim.id}
        onClick={() => onSelect(claim.id)}
        onFocus={() => onSelect(claim.id)}
      >
        <span className={isLooked ? 'review-sign review-sign-looked' : 'review-sign'} aria-hidden="true">
          {isLooked ? '✓' : claim.ordinal + 1}
        </span>
        <span className="visually-hidden">
          {t('review.sentence', { number: claim.ordinal + 1 })},{' '}
          {t(isLooked ? 'review.state.looked' : 'review.state.open')}:{' '}
        </span>
        <span className="review-claim-text">
          <span lang={locale}>{claim.text}</span>
          <span className="review-claim-tags">
            {hasFailed ? <span className="review-tag review-tag-bad">{t('review.conflict')}</span> : null}
            {lacks === null ? null : <span className="review-tag">{t(`review.lacks.${lacks}`)}</span>}
            {isRated && claim.measures.length === 0 ? (
              <span className="review-tag">{t('review.lacks.measure')}</span>
            ) : null}
            {claim.kind === 'promise' ? null : <span className="review-tag-soft">{t(`kind.${claim.kind}.short`)}</span>}
          </span>
        </span>
      </button>
    </h3>
  )
})
