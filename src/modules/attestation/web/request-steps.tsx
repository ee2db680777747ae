/** What can be done with a request now, by whom, and why not. */
import {
  approveRequest,
  eraseRequester,
  issueCopy,
  proposeRequest,
  refuseRequest,
  returnRequest,
  revokeCopy,
  type RequestDetail,
} from '#modules/attestation/contract/request.ts'
import { listCertificates } from '#modules/framework/contract/certificate.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { CheckboxGroup, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const renews = ['attestation.', 'disclosure.', 'case.', 'today.']

/** Steps that need a reason, each in a dialog of its own. */
const reasoned = { refuse: refuseRequest, return: returnRequest, revoke: revokeCopy } as const
type Reasoned = keyof typeof reasoned

export function RequestSteps({ found }: { found: RequestDetail }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const [asked, setAsked] = useState<Reasoned | null>(null)
  const [isProposing, setProposing] = useState(false)
  const params = { requestId: found.requestId }
  const approve = useAction(() => api.call(approveRequest, { params }), {
    renews,
    onDone: () => toast(t('attestations.done.approve')),
  })
  const issue = useAction(() => api.call(issueCopy, { params }), {
    renews,
    onDone: () => toast(t('attestations.done.issue')),
  })
  const erase = useAction(() => api.call(eraseRequester, { params }), {
    renews,
    onDone: () => toast(t('attestations.done.erase')),
  })
  const mayNotHandle = refusal('attestation:handle')
  const mayNotApprove = refusal('attestation:approve') ?? (found.isOwnProposal ? t('attestations.ownProposal') : null)
  const { state } = found
  const isOpen = state !== 'refused' && state !== 'issued' && state !== 'expired' && state !== 'revoked'
  const problem = approve.error ?? issue.error ?? erase.error
  return (
    <>
      {problem === null ? null : <ProblemNotice problem={problem} />}
      <Notice tone={state === 'proposed' ? 'warning' : 'plain'} title={t(`attestations.next.${state}`)} />
      <div className="actions">
        {state === 'in_review' ? (
          <Button variant="primary" disabledReason={mayNotHandle} onPress={() => setProposing(true)}>
            {t('attestations.propose')}
          </Button>
        ) : null}
        {state === 'proposed' ? (
          <Button
            variant="primary"
            disabledReason={mayNotApprove}
            isPending={approve.isPending}
            onPress={() => approve.mutate(undefined)}
          >
            {t('attestations.approve')}
          </Button>
        ) : null}
        {state === 'approved' ? (
          <Button
            variant="primary"
            disabledReason={mayNotHandle}
            isPending={issue.isPending}
            onPress={() => issue.mutate(undefined)}
          >
            {t('attestations.issue')}
          </Button>
        ) : null}
        {state === 'proposed' || state === 'approved' ? (
          <Button disabledReason={refusal('attestation:approve')} onPress={() => setAsked('return')}>
            {t('attestations.return')}
          </Button>
        ) : null}
        {isOpen ? (
          <Button disabledReason={mayNotHandle} onPress={() => setAsked('refuse')}>
            {t('attestations.refuse')}
          </Button>
        ) : null}
        {state === 'issued' ? (
          <Button variant="danger" disabledReason={mayNotHandle} onPress={() => setAsked('revoke')}>
            {t('attestations.revoke')}
          </Button>
        ) : null}
        {!isOpen && state !== 'issued' && found.erasedAt === null ? (
          <Button disabledReason={mayNotHandle} isPending={erase.isPending} onPress={() => erase.mutate(undefined)}>
            {t('attestations.erase')}
          </Button>
        ) : null}
      </div>
      <ReasonDialog asked={asked} params={params} onClose={() => setAsked(null)} />
      <Dialog title={t('attestations.propose')} isOpen={isProposing} onClose={() => setProposing(false)}>
        <ProposeForm found={found} onClose={() => setProposing(false)} />
      </Dialog>
    </>
  )
}

interface ReasonProps {
  asked: Reasoned | null
  params: { requestId: string }
  onClose: () => void
}

function ReasonDialog({ asked, params, onClose }: ReasonProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const take = useAction(
    ({ step, reason }: { step: Reasoned; reason: string }) => api.call(reasoned[step], { params, body: { reason } }),
    {
      renews,
      onDone: (_, { step }) => {
        toast(t(`attestations.done.${step}`))
        onClose()
      },
    },
  )
  const step = asked ?? 'refuse'
  return (
    <Dialog title={t(`attestations.${step}`)} isOpen={asked !== null} onClose={onClose}>
      <p className="soft">{t(`attestations.${step}.meaning`)}</p>
      <Form
        label={t(`attestations.${step}`)}
        problem={take.error}
        onSubmit={(data) => take.mutate({ step, reason: textOf(data, 'reason') })}
      >
        <TextField name="reason" label={t('attestations.reason')} rows={3} isRequired wide />
        <FormActions
          submit={t(`attestations.${step}`)}
          variant={step === 'return' ? 'primary' : 'danger'}
          isPending={take.isPending}
          onCancel={onClose}
        />
      </Form>
    </Dialog>
  )
}

function ProposeForm({ found, onClose }: { found: RequestDetail; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const certificates = useQuery({ ...readOf(listCertificates, undefined), enabled: found.wants === 'confirmation' })
  const [chosen, setChosen] = useState<readonly string[]>(found.certificateIds)
  const propose = useAction(
    (assessment: string) =>
      api.call(proposeRequest, {
        params: { requestId: found.requestId },
        body: { assessment, certificateIds: [...chosen] },
      }),
    {
      renews,
      onDone: () => {
        toast(t('attestations.done.propose'))
        onClose()
      },
    },
  )
  const items = certificates.data?.items ?? []
  return (
    <>
      <p className="soft">{t('attestations.propose.meaning')}</p>
      <Form
        label={t('attestations.propose')}
        problem={propose.error}
        onSubmit={(data) => propose.mutate(textOf(data, 'assessment'))}
      >
        {found.wants === 'document' ? null : items.length === 0 ? (
          <p>{t('attestations.noCertificates')}</p>
        ) : (
          <CheckboxGroup
            label={t('attestations.certificates')}
            name="certificateIds"
            value={chosen}
            onChange={setChosen}
            options={items.map((one) => ({
              value: one.certificateId,
              label: `${one.frameworkTitle[currentLocale()]}, ${one.number}`,
              hint: one.state === 'valid' ? one.scope : `${t(`certificates.state.${one.state}`)} · ${one.scope}`,
              isDisabled: one.state !== 'valid',
            }))}
          />
        )}
        <TextField
          name="assessment"
          label={t('attestations.assessment')}
          hint={t('attestations.assessment.hint')}
          rows={4}
          isRequired
          wide
        />
        <FormActions submit={t('attestations.propose')} isPending={propose.isPending} onCancel={onClose} />
      </Form>
    </>
  )
}
