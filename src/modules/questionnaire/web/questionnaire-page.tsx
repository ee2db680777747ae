/** A questionnaire under review: its questions on the left, the draft of the chosen one with its evidence on the right. */
import {
  acceptReady,
  downloadQuestionnaire,
  draftAgain,
  readQuestionnaire,
  type QuestionnaireDetail,
  type QuestionSummary,
} from '#modules/questionnaire/contract/questionnaire.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Select } from '#ui/field.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { keepFile } from '#web/download.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApproveDialog, DiscardDialog, SendDialog } from './decision-dialogs.tsx'
import { QuestionPanel, type LastEdit } from './question-panel.tsx'
import './questionnaire.css'
import { QuestionTags } from './verdict.tsx'

export function QuestionnairePage() {
  const { questionnaireId } = useParams({ from: '/signed-in/questionnaires/$questionnaireId' })
  const read = useQuery(readOf(readQuestionnaire, { params: { questionnaireId } }))
  return (
    <Loaded read={read} lines={14} isPage>
      {(questionnaire) => <Review questionnaire={questionnaire} />}
    </Loaded>
  )
}

function Review({ questionnaire }: { questionnaire: QuestionnaireDetail }) {
  const { t } = useTranslation()
  const { title, customer, fileName } = questionnaire
  return (
    <Page
      title={title}
      lead={customer === null ? fileName : t('questionnaire.of', { customer, file: fileName })}
      above={
        <Breadcrumb
          above={[{ key: 'all', link: <Link to="/questionnaires">{t('questionnaires.title')}</Link> }]}
          here={title}
        />
      }
      actions={<Steps questionnaire={questionnaire} />}
    >
      <Standing questionnaire={questionnaire} />
      <Questions questionnaire={questionnaire} />
    </Page>
  )
}

function Steps({ questionnaire }: { questionnaire: QuestionnaireDetail }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const { id, counts, state } = questionnaire
  const [open, setOpen] = useState<'approve' | 'discard' | 'send' | null>(null)
  const close = () => setOpen(null)
  const accept = useAction(() => api.call(acceptReady, { params: { questionnaireId: id } }), {
    renews: ['questionnaire'],
    onDone: () => toast(t('questionnaire.accepted', { count: counts.ready })),
  })
  const again = useAction(() => api.call(draftAgain, { params: { questionnaireId: id } }), {
    renews: ['questionnaire'],
    onDone: () => toast(t('questionnaire.drafted')),
  })
  const download = useAction(() => api.call(downloadQuestionnaire, { params: { questionnaireId: id } }), {
    renews: [],
    onDone: keepFile,
  })
  const problem = accept.error ?? again.error ?? download.error
  return (
    <>
      {state === 'open' ? (
        <>
          {counts.ready > 0 ? (
            <Button
              variant="primary"
              disabledReason={refusal('questionnaire:answer')}
              isPending={accept.isPending}
              onPress={() => accept.mutate(undefined)}
            >
              {t('questionnaire.acceptReady', { count: counts.ready })}
            </Button>
          ) : null}
          <Button
            {...(counts.ready === 0 && { variant: 'primary' as const })}
            disabledReason={questionnaire.mayNotApproveBecause}
            onPress={() => setOpen('approve')}
          >
            {t('questionnaire.approve')}
          </Button>
          <Button
            disabledReason={refusal('questionnaire:answer')}
            isPending={again.isPending}
            onPress={() => again.mutate(undefined)}
          >
            {t('questionnaire.again')}
          </Button>
          <Button variant="quiet" disabledReason={refusal('questionnaire:import')} onPress={() => setOpen('discard')}>
            {t('questionnaire.discard')}
          </Button>
        </>
      ) : null}
      {state === 'approved' ? (
        <>
          <Button variant="primary" isPending={download.isPending} onPress={() => download.mutate(undefined)}>
            {t('questionnaire.download')}
          </Button>
          <Button disabledReason={refusal('questionnaire:answer')} onPress={() => setOpen('send')}>
            {t('questionnaire.send')}
          </Button>
        </>
      ) : null}
      {problem === null ? null : <ProblemNotice problem={problem} />}
      <ApproveDialog questionnaire={questionnaire} isOpen={open === 'approve'} onClose={close} />
      <DiscardDialog questionnaire={questionnaire} isOpen={open === 'discard'} onClose={close} />
      <SendDialog questionnaire={questionnaire} isOpen={open === 'send'} onClose={close} />
    </>
  )
}

/** How it stands: what is empty and what is not proven is said aloud. */
function Standing({ questionnaire }: { questionnaire: QuestionnaireDetail }) {
  const { t } = useTranslation()
  const { counts, state, deliveries } = questionnaire
  return (
    <div className="questionnaire-standing">
      <p className="questionnaire-counts">
        <span className={`tag tag-questionnaire-${state}`}>{t(`questionnaires.state.${state}`)}</span>
        <span>{t('questionnaire.count.done', { done: counts.done, total: counts.questions })}</span>
        {counts.empty > 0 ? <span>{t('questionnaire.count.empty', { count: counts.empty })}</span> : null}
        {state === 'open' && counts.unanswerable > 0 ? (
          <span>{t('questionnaire.count.unanswerable', { count: counts.unanswerable })}</span>
        ) : null}
        {counts.needsSomebody > 0 ? (
          <span>{t('questionnaire.count.needsSomebody', { count: counts.needsSomebody })}</span>
        ) : null}
        {counts.stated > 0 ? <span>{t('questionnaire.count.stated', { count: counts.stated })}</span> : null}
      </p>
      {counts.stale > 0 ? (
        <Notice tone="warning" title={t('questionnaire.stale.title', { count: counts.stale })}>
          <p>{t('questionnaire.stale.text')}</p>
        </Notice>
      ) : null}
      {questionnaire.decidedBy === null || questionnaire.decidedAt === null ? null : (
        <p className="small soft">
          {t(state === 'approved' ? 'questionnaire.approvedBy' : 'questionnaire.discardedBy', {
            name: questionnaire.decidedBy.name,
          })}{' '}
          <Time at={questionnaire.decidedAt} />
          {questionnaire.answeredSha256 === null ? null : (
            <>
              {' '}
              {t('questionnaire.hash')} <code className="questionnaire-hash">{questionnaire.answeredSha256}</code>
            </>
          )}
        </p>
      )}
      {deliveries.length === 0 ? null : (
        <ul className="bullets small">
          {deliveries.map(({ id, recipient, sentBy, sentAt }) => (
            <li key={id}>
              {t('questionnaire.sentTo', { recipient, name: sentBy.name })} <Time at={sentAt} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const filters = ['all', 'undone', 'ready', 'unproven', 'unanswerable', 'waiting', 'stale', 'stated'] as const
type Filter = (typeof filters)[number]

const isDone = ({ state }: QuestionSummary) => state === 'accepted' || state === 'edited' || state === 'left_empty'
const shows: Readonly<Record<Filter, (item: QuestionSummary) => boolean>> = {
  all: () => true,
  undone: (item) => !isDone(item),
  ready: (item) => item.isReady && item.state === 'open',
  unproven: (item) => item.verdict !== 'proven' && item.verdict !== 'unanswerable' && item.verdict !== 'customer',
  unanswerable: ({ verdict }) => verdict === 'unanswerable',
  waiting: ({ state }) => state === 'needs_somebody',
  stale: ({ isStale }) => isStale,
  stated: ({ isStated }) => isStated,
}

function Questions({ questionnaire }: { questionnaire: QuestionnaireDetail }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { question } = useSearch({ from: '/signed-in/questionnaires/$questionnaireId' })
  const [filter, setFilter] = useState<Filter>('all')
  const list = useRef<HTMLOListElement>(null)
  const [lastEdit, setLastEdit] = useState<LastEdit | null>(null)
  const [begun] = useState(() => (questionnaire.items.find((item) => !isDone(item)) ?? questionnaire.items[0])?.id)
  const { items, id } = questionnaire
  // What was just answered stays where it is until another filter is chosen.
  const shown = items.filter((item) => shows[filter](item) || item.id === (question ?? begun))
  const chosen = shown.find((item) => item.id === (question ?? begun)) ?? shown[0]
  const choose = (questionId: string) =>
    void navigate({
      to: '/questionnaires/$questionnaireId',
      params: { questionnaireId: id },
      search: { question: questionId },
      replace: true,
      resetScroll: false,
    })
  const move = (by: 1 | -1) => {
    const next = shown[shown.findIndex((item) => item.id === chosen?.id) + by]
    if (next) choose(next.id)
  }
  useEffect(() => {
    // Only within its own list: the page stays where the reader is.
    const [item, frame] = [list.current?.querySelector<HTMLElement>('[aria-current]'), list.current]
    if (!item || !frame) return
    const [top, bottom] = [item.offsetTop - frame.offsetTop, item.offsetTop - frame.offsetTop + item.offsetHeight]
    if (top < frame.scrollTop) frame.scrollTop = top
    else if (bottom > frame.scrollTop + frame.clientHeight) frame.scrollTop = bottom - frame.clientHeight
  }, [chosen?.id])
  let section: string | null = null
  return (
    <div className="questionnaire-review">
      <section className="questionnaire-list" aria-labelledby="questions">
        <h2 id="questions" className="visually-hidden">
          {t('questionnaire.questions')}
        </h2>
        <Select
          label={t('questionnaire.show')}
          value={filter}
          // One of the values above.
          onChange={(value) => setFilter(value as Filter)}
          options={filters.map((value) => ({
            value,
            label: t(`questionnaire.show.${value}`, { count: items.filter(shows[value]).length }),
          }))}
        />
        {shown.length === 0 ? <p className="soft">{t('questionnaire.nothing')}</p> : null}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls is reached by keyboard */}
        <ol
          ref={list}
          className="questionnaire-items"
          role="list"
          tabIndex={0}
          aria-label={t('questionnaire.questions')}
        >
          {shown.map((item) => {
            const heading = item.section !== section && item.section !== null ? item.section : null
            section = item.section
            return (
              <li key={item.id}>
                {heading === null ? null : <p className="questionnaire-section">{heading}</p>}
                <button
                  type="button"
                  className="questionnaire-item"
                  {...(item.id === chosen?.id && { 'aria-current': 'true' as const })}
                  onClick={() => choose(item.id)}
                >
                  <span className="questionnaire-item-text">
                    {item.reference === null ? null : <span className="soft">{item.reference} </span>}
                    {item.text}
                  </span>
                  <QuestionTags item={item} />
                </button>
              </li>
            )
          })}
        </ol>
      </section>
      {chosen === undefined ? null : (
        <QuestionPanel
          key={chosen.id}
          questionId={chosen.id}
          isOpen={questionnaire.state === 'open'}
          onMove={move}
          lastEdit={lastEdit}
          onEdit={(edit) => {
            setLastEdit(edit)
            // Taking back leads to where it was taken back.
            if (edit === null && lastEdit !== null) choose(lastEdit.questionId)
          }}
        />
      )}
    </div>
  )
}
