/**
 * The text of a draft as it was read, every sentence marked at its exact place. What was read as no sentence is grey, and
 * can be made one.
 */
import { setDocument, type Part, type Placed } from '#modules/statement/contract/setting.ts'
import { Fragment, memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Claim, Review } from './review.ts'

export interface ReviewDocumentProps {
  review: Review
  selectedId: string | null
  /** The grey place that has the focus; null when a sentence is selected. */
  placeId: string | null
  onSelect: (id: string) => void
  onPlace: (id: string) => void
  onRead: (span: { start: number; end: number }) => void
}

/** A grey place, in the shape of a sentence. */
interface Unread extends Placed {
  readonly isUnread: true
}
type Shown = Claim | Unread

/** The id of a grey place: where it begins. */
export function unreadId(start: number): string {
  return `unread-${start}`
}

export function ReviewDocument({ review, selectedId, placeId, onSelect, onPlace, onRead }: ReviewDocumentProps) {
  const { t } = useTranslation()
  const { title, body, claims, unread, locale } = review
  const blocks = useMemo(() => {
    const grey = unread.map(({ start, end }): Unread => {
      return { id: unreadId(start), start, end, text: body.slice(start, end), section: null, isUnread: true }
    })
    return setDocument<Shown>(title, body, [...claims, ...grey])
  }, [title, body, claims, unread])
  const current = placeId ?? selectedId
  const placeOf = (part: Part<Shown>) =>
    part.kind === 'text' ? (
      <span>{part.text} </span>
    ) : 'isUnread' in part.claim ? (
      <UnreadPlace place={part.claim} isCurrent={current === part.claim.id} onPlace={onPlace} onRead={onRead} />
    ) : (
      <ClaimPlace
        claim={part.claim}
        isSelected={selectedId === part.claim.id}
        isCurrent={current === part.claim.id}
        onSelect={onSelect}
      />
    )
  /** A list whose marks were left behind, or a line of its own, begins on a line here too. */
  const partsOf = (parts: readonly Part<Shown>[]) =>
    parts.map((part, index) => {
      const { start } = part.kind === 'text' ? part : part.claim
      const last = parts[index - 1]
      const end = last === undefined ? start : last.kind === 'text' ? last.end : last.claim.end
      return (
        <Fragment key={start}>
          {body.slice(end, start).includes('\n') ? <span className="review-newline" /> : null}
          {placeOf(part)}
        </Fragment>
      )
    })
  return (
    <article className="review-document" lang={locale} aria-label={t('review.document')}>
      <p className="review-document-title">{title}</p>
      {blocks.map((block, index) => {
        if (block.kind === 'heading') return <h3 key={index}>{block.text}</h3>
        if (block.kind === 'paragraph') return <p key={index}>{partsOf(block.parts)}</p>
        const List = block.ordered ? 'ol' : 'ul'
        return (
          <List key={index} role="list">
            {block.items.map((parts, at) => (
              <li key={at}>{partsOf(parts)}</li>
            ))}
          </List>
        )
      })}
    </article>
  )
}

interface ClaimPlaceProps {
  claim: Claim
  isSelected: boolean
  isCurrent: boolean
  onSelect: (id: string) => void
}

const ClaimPlace = memo(function ClaimPlace({ claim, isSelected, isCurrent, onSelect }: ClaimPlaceProps) {
  return (
    <>
      {/* A real button would not break within a line. */}
      <span
        role="button"
        tabIndex={isCurrent ? 0 : -1}
        className={`review-place ${claim.accepted === null ? 'review-place-open' : 'review-place-looked'}`}
        aria-current={isSelected ? 'true' : undefined}
        data-place={claim.id}
        onClick={() => onSelect(claim.id)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          onSelect(claim.id)
        }}
      >
        {claim.text}
      </span>{' '}
    </>
  )
})

interface UnreadPlaceProps {
  place: Unread
  isCurrent: boolean
  onPlace: (id: string) => void
  onRead: (span: { start: number; end: number }) => void
}

const UnreadPlace = memo(function UnreadPlace({ place, isCurrent, onPlace, onRead }: UnreadPlaceProps) {
  const { t, i18n } = useTranslation()
  const { id, start, end, text } = place
  return (
    <>
      <span
        role="button"
        tabIndex={isCurrent ? 0 : -1}
        className="review-unread"
        data-place={id}
        onClick={() => onPlace(id)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          onRead({ start, end })
        }}
      >
        {text}
        <span className="visually-hidden" lang={i18n.language}>
          {` (${t('review.unread')})`}
        </span>
      </span>{' '}
      {isCurrent ? (
        <button
          type="button"
          className="review-read"
          lang={i18n.language}
          aria-label={t('review.unread.read', { text })}
          onClick={() => onRead({ start, end })}
        >
          {t('review.unread.button')} <kbd aria-hidden="true">{t('review.keys.enter')}</kbd>
        </button>
      ) : null}
    </>
  )
})
