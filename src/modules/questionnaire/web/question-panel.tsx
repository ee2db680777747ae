/** One question: its draft with the sentences it rests on, and what the reader makes of it, all by keyboard. */
import {
  answerQuestion,
  readQuestion,
  undoAnswer,
  type QuestionDetail,
} from '#modules/questionnaire/contract/question.ts'
import { ProblemError } from '#platform/http/client.ts'
import { Button } from '#ui/button.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EditForm, HandForm, type Body } from './answer-forms.tsx'
import { Earlier, Evidence } from './question-evidence.tsx'
import { VerdictTag } from './verdict.tsx'

interface PanelProps {
  questionId: string
  /** Whether the questionnaire still takes answers. */
  isOpen: boolean
  onMove: (by: 1 | -1) => void
  /** What the reader did last, which they can take back. */
  lastEdit: LastEdit | null
  onEdit: (edit: LastEdit | null) => void
}

export interface LastEdit {
  readonly editId: string
  readonly questionId: string
}

export function QuestionPanel({ questionId, ...rest }: PanelProps) {
  const { t } = useTranslation()
  const read = useQuery(readOf(readQuestion, { params: { questionId } }))
  return (
    <section className="questionnaire-panel" aria-label={t('questionnaire.question')}>
      <Loaded read={read} lines={8}>
        {(question) => <Panel question={question} {...rest} />}
      </Loaded>
    </section>
  )
}

type Mode = 'look' | 'edit' | 'hand'

function Panel({
  question,
  isOpen,
  onMove,
  lastEdit,
  onEdit,
}: Omit<PanelProps, 'questionId'> & { question: QuestionDetail }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const [mode, setMode] = useState<Mode>('look')
  const [taken, setTaken] = useState<{ answer: string | null; comment: string | null } | null>(null)
  const renews = ['questionnaire']
  const answer = useAction(
    (body: Omit<Body, 'version'>) =>
      api.call(answerQuestion, { params: { questionId: question.id }, body: { version: question.version, ...body } }),
    {
      renews,
      onDone: ({ editId, question: now }) => {
        onEdit({ editId, questionId: now.id })
        setMode('look')
        toast(t(`questionnaire.done.${now.state}`))
      },
    },
  )
  const undo = useAction((editId: string) => api.call(undoAnswer, { params: { editId } }), {
    renews,
    onDone: () => {
      onEdit(null)
      toast(t('questionnaire.undone'))
    },
  })
  const may = isOpen && refusal('questionnaire:answer') === null && !answer.isPending && !undo.isPending
  const nothing = question.draft.answer === null && question.draft.comment === null
  const act = {
    accept: () => answer.mutate({ state: 'accepted' }),
    edit: () => setMode('edit'),
    leave: () => answer.mutate({ state: 'left_empty' }),
    hand: () => setMode('hand'),
    undo: () => {
      if (lastEdit !== null) undo.mutate(lastEdit.editId)
    },
  }
  useAnswerKeys({
    j: () => onMove(1),
    k: () => onMove(-1),
    ...(may && {
      ...(!nothing && { a: act.accept }),
      e: act.edit,
      l: act.leave,
      w: act.hand,
      ...(lastEdit !== null && { z: act.undo }),
    }),
  })
  // Once it was asked for, the field stays: it must not go away under the reader while the answer is sent again.
  const [wasAsked, setAsked] = useState(false)
  const isReasonNeeded =
    wasAsked ||
    (answer.error instanceof ProblemError && answer.error.issues.some(({ pointer }) => pointer === '/reason'))
  if (isReasonNeeded && !wasAsked) setAsked(true)
  return (
    <>
      <Asked question={question} />
      {question.isStale && question.state !== 'left_empty' ? (
        <Notice tone="warning" title={t('questionnaire.isStale')}>
          <p>{t(question.state === 'open' ? 'questionnaire.isStale.open' : 'questionnaire.isStale.answered')}</p>
        </Notice>
      ) : null}
      <Answered question={question} />
      <Draft question={question} />
      {isOpen ? (
        <div className="questionnaire-decide">
          {answer.error !== null && mode === 'look' ? <ProblemNotice problem={answer.error} /> : null}
          {undo.error !== null ? <ProblemNotice problem={undo.error} /> : null}
          {mode === 'look' ? (
            <div className="actions">
              <Button
                variant={question.draft.verdict === 'proven' && question.state === 'open' ? 'primary' : 'plain'}
                disabledReason={refusal('questionnaire:answer') ?? (nothing ? t('questionnaire.nothingDrafted') : null)}
                isPending={answer.isPending}
                onPress={act.accept}
                aria-keyshortcuts="a"
              >
                {t('questionnaire.do.accept')} <kbd aria-hidden="true">a</kbd>
              </Button>
              <Button disabledReason={refusal('questionnaire:answer')} onPress={act.edit} aria-keyshortcuts="e">
                {t('questionnaire.do.edit')} <kbd aria-hidden="true">e</kbd>
              </Button>
              <Button disabledReason={refusal('questionnaire:answer')} onPress={act.hand} aria-keyshortcuts="w">
                {t('questionnaire.do.hand')} <kbd aria-hidden="true">w</kbd>
              </Button>
              <Button
                variant="quiet"
                disabledReason={refusal('questionnaire:answer')}
                onPress={act.leave}
                aria-keyshortcuts="l"
              >
                {t('questionnaire.do.leave')} <kbd aria-hidden="true">l</kbd>
              </Button>
              {lastEdit === null ? null : (
                <Button variant="quiet" isPending={undo.isPending} onPress={act.undo} aria-keyshortcuts="z">
                  {t('questionnaire.do.undo')} <kbd aria-hidden="true">z</kbd>
                </Button>
              )}
            </div>
          ) : null}
          {mode === 'edit' ? (
            <EditForm
              key={taken === null ? 'own' : JSON.stringify(taken)}
              question={question}
              taken={taken}
              problem={answer.error}
              isReasonNeeded={isReasonNeeded}
              isPending={answer.isPending}
              onSave={(given) => answer.mutate({ state: 'edited', ...given })}
              onCancel={() => {
                answer.reset()
                setTaken(null)
                setMode('look')
              }}
            />
          ) : null}
          {mode === 'hand' ? (
            <HandForm
              question={question}
              problem={answer.error}
              isPending={answer.isPending}
              onSave={(given) => answer.mutate({ state: 'needs_somebody', ...given })}
              onCancel={() => {
                answer.reset()
                setMode('look')
              }}
            />
          ) : null}
        </div>
      ) : null}
      <Evidence question={question} />
      <Earlier
        question={question}
        onTake={
          may
            ? (given) => {
                setTaken(given)
                setMode('edit')
              }
            : null
        }
      />
      <p className="questionnaire-keys small soft">
        <kbd>j</kbd> <kbd>k</kbd> {t('questionnaire.keys')}
      </p>
    </>
  )
}

function Asked({ question }: { question: QuestionDetail }) {
  const { t } = useTranslation()
  const { reference, section, text, allowed } = question
  return (
    <header className="stack-tight">
      <p className="small soft">{[reference, section].filter((one) => one !== null).join(' · ')}</p>
      <h2 className="questionnaire-asked">{text}</h2>
      {allowed === null ? null : (
        <p className="small soft">
          {t('questionnaire.allowed')}:{' '}
          {allowed.map((one) => (one === '' ? t('questionnaire.unchecked') : one)).join(' · ')}
        </p>
      )}
      {question.given === null ? null : (
        <p className="small">
          {t('questionnaire.givenInFile')}: <q>{question.given}</q>
        </p>
      )}
    </header>
  )
}

/** What goes into the file. */
function Answered({ question }: { question: QuestionDetail }) {
  const { t } = useTranslation()
  const { state, answer, comment, note, answeredBy, answeredAt, stated, assignee } = question
  if (state === 'open') return null
  return (
    <div className={`questionnaire-answered answered-${state}`}>
      <p className="small soft">
        <span className={`tag answer-${state}`}>{t(`questionnaire.answer.${state}`)}</span> {answeredBy?.name}{' '}
        {answeredAt === null ? null : <Time at={answeredAt} />}
        {assignee === null ? null : <> · {t('questionnaire.assignedTo', { name: assignee.name })}</>}
      </p>
      {answer === null ? null : (
        <p className="questionnaire-answer">{answer === '' ? t('questionnaire.unchecked') : answer}</p>
      )}
      {comment === null ? null : <p>{comment}</p>}
      {note === null ? null : <p className="small">{note}</p>}
      {stated === null ? null : (
        <Notice tone="warning" title={t('questionnaire.statedBy', { name: stated.by.name })}>
          <p>{stated.reason}</p>
        </Notice>
      )}
    </div>
  )
}

function Draft({ question }: { question: QuestionDetail }) {
  const { t } = useTranslation()
  const { draft, state } = question
  const { answer, comment, gaps, verdict } = draft
  return (
    <div className={`questionnaire-draft${state === 'open' ? '' : ' is-past'}`}>
      <p className="questionnaire-draft-head">
        <span className="small soft">{t('questionnaire.draft')}</span> <VerdictTag verdict={verdict} />
      </p>
      {answer === null ? null : (
        <p className="questionnaire-answer">{answer === '' ? t('questionnaire.unchecked') : answer}</p>
      )}
      {comment === null ? null : <p>{comment}</p>}
      {answer === null && comment === null ? <p>{t(`questionnaire.why.${verdict}`)}</p> : null}
      {verdict === 'partly' && gaps.length > 0 ? (
        <p className="small">
          {t('questionnaire.gaps')}: {gaps.join(', ')}
        </p>
      ) : null}
    </div>
  )
}

/** Single keys act while nothing is written and nothing is open. */
function useAnswerKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      const target = event.target instanceof HTMLElement ? event.target : null
      if (target?.closest('input, select, textarea, [contenteditable], [role=dialog], [role=menu]')) return
      const act = keys[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
