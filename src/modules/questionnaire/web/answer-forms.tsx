/** Answering in other words than the draft's, and handing a question to somebody. */
import { listCasePeople } from '#modules/case/contract.ts'
import type { answerQuestion, QuestionDetail } from '#modules/questionnaire/contract/question.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions } from '#ui/form.tsx'
import { readOf } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** What an answer sends. */
export type Body = RequestOf<typeof answerQuestion>['body']

interface EditFormProps {
  question: QuestionDetail
  taken: { answer: string | null; comment: string | null } | null
  problem: Error | null
  isReasonNeeded: boolean
  isPending: boolean
  onSave: (given: Pick<Body, 'answer' | 'comment' | 'reason'>) => void
  onCancel: () => void
}

/** An answer in one's own words, or another choice. */
export function EditForm({ question, taken, problem, isReasonNeeded, isPending, onSave, onCancel }: EditFormProps) {
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

/** Who should answer, and what they should know. */
export function HandForm({ question, problem, isPending, onSave, onCancel }: HandFormProps) {
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
