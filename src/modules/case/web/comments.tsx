/** What people say about a case, and whom they address. */
import { addComment, listCasePeople, type CaseDetail } from '#modules/case/contract.ts'
import { Button } from '#ui/button.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, textOf } from '#ui/form.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function Comments({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  const [sent, setSent] = useState(0)
  return (
    <section className="section" aria-labelledby="comments">
      <h2 id="comments">{t('one-case.comments')}</h2>
      {found.comments.length === 0 ? <p className="soft">{t('one-case.noComments')}</p> : null}
      <ol className="case-comments" role="list">
        {found.comments.map((comment) => (
          <li key={comment.id}>
            <p className="case-comment-head">
              <strong>{comment.author.name}</strong> <Time at={comment.at} />
            </p>
            <p className="case-text">{comment.text ?? <span className="soft">{t('one-case.erased')}</span>}</p>
            {comment.mentions.length === 0 ? null : (
              <p className="small soft">
                {t('one-case.mentions', { names: comment.mentions.map(({ name }) => name).join(', ') })}
              </p>
            )}
          </li>
        ))}
      </ol>
      {found.mayNotWorkBecause === null ? (
        <CommentForm key={sent} caseId={found.id} onSent={() => setSent(sent + 1)} />
      ) : null}
    </section>
  )
}

function CommentForm({ caseId, onSent }: { caseId: string; onSent: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [mentioned, setMentioned] = useState<readonly string[]>([])
  const people = useQuery(readOf(listCasePeople, undefined))
  const known = people.data?.items ?? []
  const send = useAction(
    (text: string) => api.call(addComment, { params: { caseId }, body: { text, mentions: [...mentioned] } }),
    {
      renews: ['case.', 'today.'],
      onDone: () => {
        toast(t('one-case.sent'))
        onSent()
      },
    },
  )
  return (
    <Form label={t('one-case.comment')} problem={send.error} onSubmit={(data) => send.mutate(textOf(data, 'text'))}>
      <TextField name="text" label={t('one-case.comment')} rows={3} maxLength={8000} isRequired />
      <Select
        label={t('one-case.mention')}
        value=""
        onChange={(personId) => {
          if (personId !== '') setMentioned([...mentioned, personId])
        }}
        options={[
          { value: '', label: t('one-case.mention.choose') },
          ...known
            .filter(({ personId }) => !mentioned.includes(personId))
            .map(({ personId, name }) => ({ value: personId, label: name })),
        ]}
      />
      {mentioned.length === 0 ? null : (
        <ul className="case-mentions" role="list">
          {known
            .filter(({ personId }) => mentioned.includes(personId))
            .map(({ personId, name }) => (
              <li key={personId}>
                @{name}{' '}
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={t('one-case.unmention', { name })}
                  onPress={() => setMentioned(mentioned.filter((id) => id !== personId))}
                >
                  ×
                </Button>
              </li>
            ))}
        </ul>
      )}
      <div className="actions">
        <Button type="submit" isPending={send.isPending}>
          {t('one-case.send')}
        </Button>
      </div>
    </Form>
  )
}
