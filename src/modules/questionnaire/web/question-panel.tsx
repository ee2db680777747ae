/** One question: its draft with the sentences it rests on, and what the reader makes of it, all by keyboard. */
import { listCasePeople } from '#modules/case/contract.ts'
import {
  answerQuestion,
  readQuestion,
  undoAnswer,
  type QuestionDetail,
} from '#modules/questionnaire/contract/question.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { ProblemError } from '#platform/http/client.ts'
import { Button } from '#ui/button.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions } from '#ui/form.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
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

type Body = RequestOf<typeof answerQuestion>['body']
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
  const isReasonNeeded =
    answer.error instanceof ProblemError && answer.error.issues.some(({ pointer }) => pointer === '/reason')
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

function Evidence({ question }: { question: QuestionDetail }) {
  const { t } = useTranslation()
  const { citations, measures } = question.draft
  const locale = currentLocale()
  return (
    <section className="stack-tight" aria-label={t('questionnaire.evidence')}>
      <h3>{t('questionnaire.evidence')}</h3>
      {citations.length === 0 ? <p className="soft">{t('questionnaire.noSentence')}</p> : null}
      <ul className="questionnaire-citations" role="list">
        {citations.map(({ claimId, text, status, statusNow, isInForce, version, asOf }) => (
          <li key={claimId}>
            <blockquote>{text}</blockquote>
            <p className="questionnaire-source small">
              {isInForce ? (
                statusNow === null ? (
                  <span className="soft">{t('questionnaire.noStatus')}</span>
                ) : (
                  <StatusMark status={statusNow} />
                )
              ) : (
                <span className="tag tone-bad">{t('questionnaire.notInForce')}</span>
              )}
              {statusNow !== status && status !== null && isInForce ? (
                <span>{t('questionnaire.was', { status: t(`status.${status}`) })}</span>
              ) : null}
              <span className="soft">
                {t('questionnaire.cited', { version })} <Time at={asOf} />
              </span>
              {isInForce ? (
                <Link to="/sentences/$claimId" params={{ claimId }} search={{}}>
                  {t('questionnaire.proof')}
                </Link>
              ) : null}
            </p>
          </li>
        ))}
      </ul>
      {measures.length === 0 ? null : (
        <details>
          <summary className="small">{t('questionnaire.measures')}</summary>
          <ul className="bullets small">
            {measures.map(({ id, title, score }) => (
              <li key={id}>
                {title[locale]} <span className="soft">({score.toFixed(2)})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Earlier({
  question,
  onTake,
}: {
  question: QuestionDetail
  onTake: ((given: { answer: string | null; comment: string | null }) => void) | null
}) {
  const { t } = useTranslation()
  if (question.earlier.length === 0) return null
  return (
    <section className="stack-tight" aria-label={t('questionnaire.earlier')}>
      <h3>{t('questionnaire.earlier')}</h3>
      <ul className="questionnaire-citations" role="list">
        {question.earlier.map((one) => (
          <li key={`${one.questionnaireId} ${one.answeredAt}`}>
            {one.answer === null ? null : <p className="questionnaire-answer">{one.answer}</p>}
            {one.comment === null ? null : <p className="small">{one.comment}</p>}
            <p className="questionnaire-source small">
              <Link to="/questionnaires/$questionnaireId" params={{ questionnaireId: one.questionnaireId }} search={{}}>
                {one.title}
              </Link>
              <span className="soft">
                <Time at={one.answeredAt} />
              </span>
              {one.isStated ? <span className="tag tone-warning">{t('questionnaire.statedShort')}</span> : null}
              {one.isStale ? <span className="tag tone-bad">{t('questionnaire.staleShort')}</span> : null}
              {onTake === null ? null : (
                <Button
                  size="small"
                  variant="quiet"
                  onPress={() => onTake({ answer: one.answer, comment: one.comment })}
                >
                  {t('questionnaire.take')}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface EditFormProps {
  question: QuestionDetail
  taken: { answer: string | null; comment: string | null } | null
  problem: Error | null
  isReasonNeeded: boolean
  isPending: boolean
  onSave: (given: Pick<Body, 'answer' | 'comment' | 'reason'>) => void
  onCancel: () => void
}

function EditForm({ question, taken, problem, isReasonNeeded, isPending, onSave, onCancel }: EditFormProps) {
  const { t } = useTranslation()
  const isAnswered = question.state === 'accepted' || question.state === 'edited'
  const start = taken ?? (isAnswered ? question : question.draft)
  const [answer, setAnswer] = useState(start.answer ?? '')
  const [comment, setComment] = useState(start.comment ?? '')
  const [reason, setReason] = useState('')
  return (
    <Form
      label={t('questionnaire.do.edit')}
      problem={problem}
      onSubmit={() =>
        onSave({
          answer: answer === '' && question.allowed?.includes('') !== true ? null : answer,
          ...(question.takesComment && { comment: comment === '' ? null : comment }),
          ...(reason.trim() !== '' && { reason }),
        })
      }
    >
      {question.allowed === null ? (
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the reader asked to write here
        <TextField
          label={t('questionnaire.answerField')}
          name="answer"
          rows={question.takesComment ? 2 : 5}
          value={answer}
          onChange={setAnswer}
          wide
          autoFocus
        />
      ) : (
        <Select
          label={t('questionnaire.answerField')}
          name="answer"
          value={answer}
          onChange={setAnswer}
          options={[
            ...(question.allowed.includes('') ? [] : [{ value: '', label: t('questionnaire.noAnswer') }]),
            ...question.allowed.map((value) => ({ value, label: value === '' ? t('questionnaire.unchecked') : value })),
          ]}
        />
      )}
      {question.takesComment ? (
        <TextField
          label={t('questionnaire.commentField')}
          name="comment"
          rows={4}
          value={comment}
          onChange={setComment}
          wide
          autoFocus={question.allowed !== null}
        />
      ) : null}
      {isReasonNeeded || question.stated !== null ? (
        <TextField
          label={t('questionnaire.reasonField')}
          hint={t('questionnaire.reasonField.hint')}
          name="reason"
          rows={2}
          value={reason}
          onChange={setReason}
          wide
        />
      ) : null}
      <FormActions submit={t('questionnaire.save')} isPending={isPending} onCancel={onCancel} />
    </Form>
  )
}

interface HandFormProps {
  question: QuestionDetail
  problem: Error | null
  isPending: boolean
  onSave: (given: Pick<Body, 'assigneeId' | 'note'>) => void
  onCancel: () => void
}

function HandForm({ question, problem, isPending, onSave, onCancel }: HandFormProps) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const people = useQuery({ ...readOf(listCasePeople, undefined), enabled: permissions.includes('case:read') })
  const [assigneeId, setAssigneeId] = useState(question.assignee?.personId ?? '')
  const [note, setNote] = useState(question.note ?? '')
  return (
    <Form
      label={t('questionnaire.do.hand')}
      problem={problem}
      onSubmit={() => onSave({ assigneeId: assigneeId === '' ? null : assigneeId, note })}
    >
      <Select
        label={t('questionnaire.assignee')}
        name="assigneeId"
        value={assigneeId}
        onChange={setAssigneeId}
        options={[
          { value: '', label: t('questionnaire.nobodyYet') },
          ...(people.data?.items ?? []).map(({ personId, name }) => ({ value: personId, label: name })),
        ]}
      />
      <TextField label={t('questionnaire.note')} name="note" rows={2} value={note} onChange={setNote} wide />
      <FormActions submit={t('questionnaire.save')} isPending={isPending} onCancel={onCancel} />
    </Form>
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
