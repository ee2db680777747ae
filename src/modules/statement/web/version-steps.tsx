/** Where a version stands, what keeps it from its next step, and that step. */
import {
  approveStatement,
  publishStatement,
  returnStatement,
  submitStatement,
} from '#modules/statement/contract/version.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { exactTime } from '#ui/time.tsx'
import { api, useAction } from '#web/api.ts'
import { useRefusal } from '#web/session.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Comparison } from './comparison.ts'

const renews = ['statement.', 'claim.', 'today.']

export function VersionSteps({ comparison }: { comparison: Comparison }) {
  const { t, i18n } = useTranslation()
  const refusal = useRefusal()
  const [open, setOpen] = useState<'return' | 'publish' | null>(null)
  const { version, obstacles, isAuthor } = comparison
  const { state } = version
  const params = { statementId: version.id }
  const submit = useAction(() => api.call(submitStatement, { params }), { renews })
  const approve = useAction(() => api.call(approveStatement, { params }), { renews })
  const problem = submit.error ?? approve.error
  const at = (instant: string | null) => (instant === null ? '' : exactTime(new Date(instant), i18n.language))
  const when = {
    draft: at(version.createdAt),
    review: at(version.submittedAt),
    approved: at(version.approvedAt),
    announced: at(version.effectiveAt),
    published: at(version.publishedAt),
    superseded: at(version.supersededAt),
  }[state]
  const isBusy = state === 'draft' || state === 'review'
  return (
    <section className="version-steps" aria-label={t('versions.state')}>
      <p>
        <span className={`tag tag-version-${state}`}>{t(`versions.state.${state}`)}</span>{' '}
        {t(`version.now.${state}`, {
          at: when,
          drafter: version.draftedBy?.name ?? 'Beleg',
          approver: version.approvedBy?.name ?? 'Beleg',
        })}
      </p>
      {isBusy && obstacles.length > 0 ? (
        <Notice tone="warning" title={t('version.obstacles', { count: obstacles.length })}>
          <ul className="bullets">
            {obstacles.map((obstacle) => (
              <li key={`${obstacle.claimId} ${obstacle.code}`}>
                {obstacle.code === 'regularly_without_number' && state === 'draft' ? (
                  <Link to="/versions/$statementId/review" params={params} search={{ sentence: obstacle.claimId }}>
                    {obstacle.text}
                  </Link>
                ) : (
                  obstacle.text
                )}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {problem === null ? null : <ProblemNotice problem={problem} />}
      <div className="actions">
        {isBusy ? (
          <Link className="button" to="/versions/$statementId/review" params={params}>
            {t('version.review')}
          </Link>
        ) : null}
        {state === 'draft' ? (
          <Button
            variant="primary"
            disabledReason={refusal('statement:draft')}
            isPending={submit.isPending}
            onPress={() => submit.mutate(undefined)}
          >
            {t('version.submit')}
          </Button>
        ) : null}
        {state === 'review' ? (
          <Button
            variant="primary"
            disabledReason={
              refusal('statement:approve') ??
              (isAuthor
                ? t('version.approve.author')
                : obstacles.length > 0
                  ? t('version.approve.open', { count: obstacles.length })
                  : null)
            }
            isPending={approve.isPending}
            onPress={() => approve.mutate(undefined)}
          >
            {t('version.approve')}
          </Button>
        ) : null}
        {state === 'approved' ? (
          <Button
            variant="primary"
            disabledReason={refusal('statement:publish') ?? (isAuthor ? t('version.publish.author') : null)}
            onPress={() => setOpen('publish')}
          >
            {t('version.publish')}
          </Button>
        ) : null}
        {state === 'review' || state === 'approved' || state === 'announced' ? (
          <Button disabledReason={refusal('statement:approve')} onPress={() => setOpen('return')}>
            {t('version.return')}
          </Button>
        ) : null}
      </div>
      <ReturnDialog statementId={version.id} isOpen={open === 'return'} onClose={() => setOpen(null)} />
      <PublishDialog comparison={comparison} isOpen={open === 'publish'} onClose={() => setOpen(null)} />
    </section>
  )
}

interface ReturnProps {
  statementId: string
  isOpen: boolean
  onClose: () => void
}

function ReturnDialog({ statementId, isOpen, onClose }: ReturnProps) {
  const { t } = useTranslation()
  const giveBack = useAction((request: RequestOf<typeof returnStatement>) => api.call(returnStatement, request), {
    renews,
    onDone: onClose,
  })
  return (
    <Dialog title={t('version.return')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('version.return')}
        problem={giveBack.error}
        onSubmit={(data) => giveBack.mutate({ params: { statementId }, body: { reason: textOf(data, 'reason') } })}
      >
        <TextField name="reason" label={t('version.return.reason')} rows={3} isRequired autoFocus wide />
        <FormActions submit={t('version.return')} isPending={giveBack.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

interface PublishProps {
  comparison: Comparison
  isOpen: boolean
  onClose: () => void
}

function PublishDialog({ comparison, isOpen, onClose }: PublishProps) {
  const { t, i18n } = useTranslation()
  const { version, earliestAt, customers, changes } = comparison
  const publish = useAction((request: RequestOf<typeof publishStatement>) => api.call(publishStatement, request), {
    renews,
    onDone: onClose,
  })
  const isWeaker = changes.some(({ demandsAnswer }) => demandsAnswer)
  return (
    <Dialog title={t('version.publish')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('version.publish')}
        problem={publish.error}
        onSubmit={() => publish.mutate({ params: { statementId: version.id }, body: {} })}
      >
        <p>
          {isWeaker
            ? t('version.publish.weaker', { at: exactTime(new Date(earliestAt), i18n.language) })
            : t('version.publish.now')}
        </p>
        <p>{t('version.publish.customers', { count: customers })}</p>
        <FormActions submit={t('version.publish')} isPending={publish.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
