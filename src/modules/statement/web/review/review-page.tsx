/**
 * A draft reviewed sentence by sentence: the text as it was read on the left, what was recognised in it on the right,
 * each leading to the other; everything by key. What others change appears by itself, and nobody overwrites anybody.
 */
import { readReview } from '#modules/statement/contract/review.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from './key.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import type { Review } from './review.ts'
import { nextOf, ReviewClaims } from './review-claims.tsx'
import { ReviewDocument, unreadId } from './review-document.tsx'
import { SplitDialog } from './split-dialog.tsx'
import { useEdits } from './use-edits.ts'
import { useKeys, type KeyStep } from './use-keys.ts'
import './review.css'

export function ReviewPage() {
  const { statementId } = useParams({ from: '/signed-in/versions/$statementId/review' })
  const read = useQuery(readOf(readReview, { params: { statementId } }))
  return (
    <Loaded read={read} lines={12} isPage>
      {(review) => <ReviewView key={review.id} review={review} />}
    </Loaded>
  )
}

function ReviewView({ review }: { review: Review }) {
  const { t } = useTranslation()
  const { sentence } = useSearch({ from: '/signed-in/versions/$statementId/review' })
  const refused = useRefusal()('statement:draft')
  const refusal = review.state === 'draft' ? refused : t('review.over')
  const { claims } = review
  const [chosen, setChosen] = useState<string | null>(sentence ?? null)
  const [placeId, setPlaceId] = useState<string | null>(null)
  const [pane, setPane] = useState<'document' | 'claims'>('claims')
  const [open, setOpen] = useState<'keys' | { readonly splitAt: number | null } | null>(null)
  const panes = useRef<HTMLDivElement>(null)
  /** Where the focus has to go once what it is for is there. */
  const wanted = useRef<'claim' | 'place' | null>(sentence === undefined ? null : 'claim')

  const selected = claims.find(({ id }) => id === chosen) ?? null
  const selectedId = selected?.id ?? null
  const lastIndex = useRef(0)
  useEffect(() => {
    if (selected !== null) lastIndex.current = selected.ordinal
  }, [selected])

  const select = useCallback((id: string) => {
    setChosen(id)
    setPlaceId(null)
  }, [])
  /** Selects and brings the focus there; on a phone also the sentences into view. */
  const goTo = useCallback(
    (id: string) => {
      wanted.current = 'claim'
      select(id)
      setPane('claims')
    },
    [select],
  )
  const goToPlace = useCallback((id: string) => {
    wanted.current = 'place'
    setPlaceId(id)
  }, [])
  const edits = useEdits(review, refusal, goTo)
  const measures = useMemo(() => new Map(review.measures.map((one) => [one.id, one])), [review.measures])

  // What was selected is gone: merged by somebody, or taken back. What stands in its place is selected.
  useEffect(() => {
    if (chosen === null || claims.some(({ id }) => id === chosen)) return
    const nearest = claims[Math.min(lastIndex.current, claims.length - 1)]
    wanted.current = document.activeElement === document.body ? 'claim' : null
    setChosen(nearest?.id ?? null)
  }, [claims, chosen])

  // What had the focus is gone, such as a button of what was taken away: its sentence takes it.
  const hadFocus = useRef(false)
  useEffect(() => {
    const onFocus = (event: FocusEvent) => {
      hadFocus.current = event.target instanceof Node && panes.current?.contains(event.target) === true
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [])
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body && selectedId !== null)
      panes.current?.querySelector<HTMLElement>(`[data-claim="${selectedId}"]`)?.focus({ preventScroll: true })
  }, [claims, selectedId])

  // Each side follows the other; the focus goes where a step has sent it.
  useEffect(() => {
    const container = panes.current
    if (container === null) return
    const current = placeId ?? selectedId
    if (current === null) return
    const place = container.querySelector<HTMLElement>(`[data-place="${current}"]`)
    const line = placeId === null ? container.querySelector<HTMLElement>(`[data-claim="${current}"]`) : null
    const target = wanted.current === 'claim' ? line : wanted.current === 'place' ? place : null
    if (target !== null) {
      target.focus({ preventScroll: true })
      wanted.current = null
    }
    bringIntoView(place)
    bringIntoView(line)
  }, [selectedId, placeId, pane, claims])

  const waiting = claims.filter(({ accepted }) => accepted === null)
  const nextOpen = () => {
    const from = selected?.ordinal ?? -1
    const next = waiting.find(({ ordinal }) => ordinal > from) ?? waiting.find(({ id }) => id !== selectedId)
    if (next !== undefined) goTo(next.id)
  }

  /** Everything in the text in its order, grey places among the sentences. */
  const places = useMemo(
    () =>
      [
        ...claims.map(({ id, start }) => ({ id, start, isClaim: true })),
        ...review.unread.map(({ start }) => ({ id: unreadId(start), start, isClaim: false })),
      ].toSorted((a, b) => a.start - b.start),
    [claims, review.unread],
  )
  const move = (by: 1 | -1) => {
    const inText = document.activeElement?.closest('[data-place]') != null
    if (!inText) {
      const next = selected === null ? claims[0] : claims[selected.ordinal + by]
      if (next !== undefined) goTo(next.id)
      return
    }
    const next = places[places.findIndex(({ id }) => id === (placeId ?? selectedId)) + by]
    if (next === undefined) return
    wanted.current = 'place'
    if (next.isClaim) select(next.id)
    else setPlaceId(next.id)
  }
  const focusIn = (what: string) => panes.current?.querySelector<HTMLElement>(`[data-editor] ${what}`)?.focus()

  const steps: Readonly<Record<KeyStep, () => void>> = {
    down: () => move(1),
    up: () => move(-1),
    next: nextOpen,
    accept: () => {
      if (selected === null || placeId !== null) return
      edits.edit(selected, { accepted: selected.accepted === null })
      // What is accepted is done with: the next one that is not.
      if (selected.accepted === null && refusal === null) nextOpen()
    },
    split: () => {
      if (selected === null || refusal !== null || !/\s/.test(selected.text)) return
      setOpen({ splitAt: markedOffset(selected.id) })
    },
    merge: () => {
      const next = selected === null ? null : nextOf(claims, selected.ordinal)
      if (selected !== null && next !== null) edits.merge(selected, next)
    },
    rebind: () => focusIn('[data-key="rebind"]'),
    number: () => focusIn('[data-key="number"]'),
    scope: () => focusIn('[data-key="scope"]'),
    kind: () => focusIn('select'),
    document: () => {
      const inText = pane === 'document' || document.activeElement?.closest('[data-place]') != null
      wanted.current = inText ? 'claim' : 'place'
      setPane(inText ? 'claims' : 'document')
      if (inText) setPlaceId(null)
      const [first] = claims
      if (selected === null && first !== undefined) setChosen(first.id)
    },
    undo: edits.undo,
    help: () => setOpen('keys'),
    leave: () => {
      if (selectedId !== null) panes.current?.querySelector<HTMLElement>(`[data-claim="${selectedId}"]`)?.focus()
    },
  }
  useKeys((step) => steps[step]())

  const looked = claims.length - waiting.length
  const [last] = review.undoable
  const language = t(`versions.language.${review.locale}`)
  const name = t('versions.name', { version: review.number, language })
  const failed = [...edits.failures.keys()].flatMap((id) => claims.find((claim) => claim.id === id) ?? [])
  const elsewhere = failed.filter(({ id }) => id !== selectedId)
  return (
    <Page
      title={t('review.title', { name })}
      above={
        <Breadcrumb
          above={[
            { key: 'versions', link: <Link to="/versions">{t('versions.title')}</Link> },
            {
              key: 'version',
              link: (
                <Link to="/versions/$statementId" params={{ statementId: review.id }}>
                  {name}
                </Link>
              ),
            },
          ]}
          here={t('review.here')}
        />
      }
      lead={t('review.lead')}
      actions={
        <Link className="button" to="/versions/$statementId" params={{ statementId: review.id }}>
          {t('review.compare')}
        </Link>
      }
    >
      <div className="review">
        {review.state === 'draft' ? null : <Notice>{t('review.over')}</Notice>}
        {edits.problem === null ? null : <ProblemNotice problem={edits.problem} />}
        {elsewhere.map((claim) => (
          <Notice key={claim.id} tone="warning" live title={t('review.failed', { number: claim.ordinal + 1 })}>
            <div className="actions">
              <Button size="small" onPress={() => goTo(claim.id)}>
                {t('review.failed.show')}
              </Button>
            </div>
          </Notice>
        ))}
        <div className="review-bar">
          <div className="review-progress">
            <p role="status">
              {looked === claims.length && claims.length > 0
                ? t('review.allLooked')
                : t('review.progress', { looked, count: claims.length })}
            </p>
            <progress aria-label={t('review.progress.bar')} max={Math.max(1, claims.length)} value={looked} />
          </div>
          <div className="actions">
            {looked === claims.length ? null : (
              <Button size="small" onPress={nextOpen}>
                {t('review.next')} <Key of="next" />
              </Button>
            )}
            <Button
              size="small"
              disabledReason={refusal ?? (last === undefined ? t('review.undo.nothing') : null)}
              onPress={edits.undo}
            >
              {t('review.undo')} <Key of="undo" />
              {last === undefined ? null : (
                <span className="visually-hidden">{t(`review.undo.${last.kind}`, { text: last.text })}</span>
              )}
            </Button>
            <Button size="small" variant="quiet" onPress={() => setOpen('keys')}>
              {t('review.keys')} <Key of="help" />
            </Button>
          </div>
          <div className="review-switch" role="group" aria-label={t('review.pane.switch')}>
            {(['document', 'claims'] as const).map((one) => (
              <button key={one} type="button" aria-pressed={pane === one} onClick={() => setPane(one)}>
                {t(`review.pane.${one}`)}
              </button>
            ))}
          </div>
        </div>
        <div ref={panes} className={`review-panes review-shows-${pane}`}>
          <section className="review-pane review-pane-document" aria-labelledby="review-document">
            <h2 id="review-document">{t('review.document')}</h2>
            {review.unread.length === 0 ? null : <p className="small soft">{t('review.unread.hint')}</p>}
            <ReviewDocument
              review={review}
              selectedId={selectedId}
              placeId={placeId}
              onSelect={goTo}
              onPlace={goToPlace}
              onRead={edits.add}
            />
          </section>
          <section className="review-pane review-pane-claims" aria-labelledby="review-claims">
            <h2 id="review-claims">{t('review.claims')}</h2>
            <ReviewClaims
              review={review}
              measures={measures}
              selectedId={selectedId}
              edits={edits}
              onSelect={select}
              onSplit={steps.split}
              onShow={steps.document}
            />
          </section>
        </div>
      </div>
      {open !== null && open !== 'keys' && selected !== null ? (
        <SplitDialog
          claim={selected}
          locale={review.locale}
          marked={open.splitAt}
          onSplit={(at) => {
            edits.split(selected, at)
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      ) : null}
      <KeysDialog isOpen={open === 'keys'} onClose={() => setOpen(null)} />
    </Page>
  )
}

/** Within its own side first, so that the page itself stands still where that is enough. */
function bringIntoView(element: HTMLElement | null): void {
  const pane = element?.closest<HTMLElement>('.review-pane')
  if (!element || !pane) return
  if (pane.scrollHeight <= pane.clientHeight) return element.scrollIntoView({ block: 'nearest' })
  const [outer, inner] = [pane.getBoundingClientRect(), element.getBoundingClientRect()]
  const margin = 72
  const bottom = Math.min(outer.bottom, window.innerHeight) - margin
  if (inner.top < outer.top + margin) pane.scrollTop -= outer.top + margin - inner.top
  else if (inner.bottom > bottom) pane.scrollTop += Math.min(inner.bottom - bottom, inner.top - outer.top - margin)
  // The side itself may stand below the window.
  const { top, bottom: end } = element.getBoundingClientRect()
  if (top < 0 || end > window.innerHeight) element.scrollIntoView({ block: 'nearest' })
}

/** Where in a sentence the reader has marked or placed something in the text; null elsewhere. */
function markedOffset(claimId: string): number | null {
  const selection = window.getSelection()
  const range = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  if (range === null) return null
  const { startContainer, startOffset } = range
  const place = startContainer.parentElement?.closest<HTMLElement>('[data-place]')
  return place?.dataset.place === claimId && startContainer.nodeType === Node.TEXT_NODE ? startOffset : null
}
