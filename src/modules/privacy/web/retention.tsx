/** How long the ledger keeps what its entries say: what is in force, what is proposed, and the second person's word. */
import {
  approveRetention,
  longestYears,
  readRetention,
  refuseRetention,
  requestRetention,
  type RetentionView,
} from '#modules/privacy/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { Section } from '#ui/section.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const renews = ['retention.', 'today.']
const forEver = 'for-ever'

export function Retention() {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const read = useQuery(readOf(readRetention, undefined))
  const [isProposing, setProposing] = useState(false)
  return (
    <Section id="retention" title={t('retention.title')} meaning={t('retention.meaning')}>
      <Loaded read={read}>{(retention) => <Rules retention={retention} />}</Loaded>
      <div className="actions">
        <Button disabledReason={refusal('retention:request')} onPress={() => setProposing(true)}>
          {t('retention.propose')}
        </Button>
      </div>
      <ProposeDialog isOpen={isProposing} onClose={() => setProposing(false)} />
    </Section>
  )
}

function useYears() {
  const { t } = useTranslation()
  return (years: number | null) => (years === null ? t('retention.forEver') : t('retention.years', { count: years }))
}

function Rules({ retention }: { retention: RetentionView }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const yearsText = useYears()
  const approve = useAction((ruleId: string) => api.call(approveRetention, { params: { ruleId } }), {
    renews,
    onDone: () => toast(t('retention.approved')),
  })
  const refuse = useAction((ruleId: string) => api.call(refuseRetention, { params: { ruleId } }), {
    renews,
    onDone: () => toast(t('retention.refused')),
  })
  const problem = approve.error ?? refuse.error
  return (
    <>
      <dl className="facts">
        <dt>{t('retention.inForce')}</dt>
        <dd>{yearsText(retention.inForce?.years ?? null)}</dd>
        <dt>{t('retention.entries')}</dt>
        <dd>{t('retention.counts', { kept: retention.kept, expired: retention.expired })}</dd>
      </dl>
      {retention.held ? <Notice tone="warning" title={t('retention.held')} /> : null}
      {problem ? <ProblemNotice problem={problem} /> : null}
      {retention.proposals.map((rule) => (
        <Notice key={rule.ruleId} tone="warning" title={t('retention.proposed', { years: yearsText(rule.years) })}>
          <p>{rule.reason}</p>
          <p className="small soft">
            {rule.requestedBy.name}, <Time at={rule.requestedAt} exact />
          </p>
          <div className="actions">
            <Button
              size="small"
              variant="danger"
              isPending={approve.isPending}
              disabledReason={refusal('retention:approve') ?? (rule.isOwn ? t('retention.own') : null)}
              onPress={() => approve.mutate(rule.ruleId)}
            >
              {t('retention.approve')}
            </Button>
            <Button
              size="small"
              isPending={refuse.isPending}
              disabledReason={refusal('retention:approve')}
              onPress={() => refuse.mutate(rule.ruleId)}
            >
              {t(rule.isOwn ? 'retention.withdraw' : 'retention.refuse')}
            </Button>
          </div>
        </Notice>
      ))}
    </>
  )
}

function ProposeDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const yearsText = useYears()
  const [years, setYears] = useState('10')
  const propose = useAction(
    (reason: string) =>
      api.call(requestRetention, { body: { years: years === forEver ? null : Number(years), reason } }),
    {
      renews,
      onDone: () => {
        toast(t('retention.requested'))
        onClose()
      },
    },
  )
  return (
    <Dialog title={t('retention.propose')} isOpen={isOpen} onClose={onClose}>
      <p className="soft">{t('retention.consequence')}</p>
      <Form
        label={t('retention.propose')}
        problem={propose.error}
        onSubmit={(data) => propose.mutate(textOf(data, 'reason'))}
      >
        <Select
          label={t('retention.period')}
          value={years}
          onChange={setYears}
          options={[
            { value: forEver, label: yearsText(null) },
            ...Array.from({ length: longestYears }, (_, i) => ({ value: String(i + 1), label: yearsText(i + 1) })),
          ]}
        />
        <TextField name="reason" label={t('retention.reason')} rows={3} isRequired />
        <FormActions submit={t('retention.send')} isPending={propose.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
