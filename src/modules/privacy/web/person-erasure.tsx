/** On a person's page: what erasing them would do, what stands in its way, and the request for it. */
import { legalBases, previewErasure, requestErasure, type LegalBasis, type Preview } from '#modules/privacy/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Erased, Stays } from './counts.tsx'

export function PersonErasure({ personId }: { personId: string }) {
  const { permissions } = useSession()
  return permissions.includes('erasure:read') ? <Section personId={personId} /> : null
}

function Section({ personId }: { personId: string }) {
  const { t } = useTranslation()
  const read = useQuery(readOf(previewErasure, { params: { personId } }))
  return (
    <section className="section" aria-labelledby="erasure">
      <h2 id="erasure">{t('erasure.title')}</h2>
      <Loaded read={read}>{(preview) => <Standing preview={preview} />}</Loaded>
    </section>
  )
}

function Standing({ preview }: { preview: Preview }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const [isAsking, setAsking] = useState(false)
  // A hold keeps a case from being approved, not from being opened.
  const [obstacle] = preview.obstacles.filter((one) => one !== 'held')
  return (
    <>
      {preview.erasedAt === null ? null : (
        <Notice title={t('erasure.erasedTitle')}>
          <p>
            {t('erasure.erasedOn')} <Time at={preview.erasedAt} exact />
          </p>
        </Notice>
      )}
      {preview.holds.length === 0 ? null : (
        <Notice tone="warning" title={t('hold.covers')}>
          <p>
            {t(preview.holds.some((hold) => hold.ofTenant) ? 'hold.covers.tenant' : 'hold.covers.person')}{' '}
            <Link to="/privacy">{t('hold.toList')}</Link>
          </p>
        </Notice>
      )}
      {preview.caseId === null ? null : (
        <p>
          <Link to="/erasures/$caseId" params={{ caseId: preview.caseId }}>
            {t('erasure.toCase')}
          </Link>
        </p>
      )}
      {preview.erasedAt !== null || preview.caseId !== null ? null : (
        <div className="actions">
          <Button
            variant="danger"
            disabledReason={refusal('erasure:request') ?? (obstacle ? t(`erasure.obstacle.${obstacle}`) : null)}
            onPress={() => setAsking(true)}
          >
            {t('erasure.request')}
          </Button>
        </div>
      )}
      <RequestDialog preview={preview} isOpen={isAsking} onClose={() => setAsking(false)} />
    </>
  )
}

function RequestDialog({ preview, isOpen, onClose }: { preview: Preview; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const router = useRouter()
  const [basis, setBasis] = useState<LegalBasis>('art17_1a')
  const ask = useAction((request: RequestOf<typeof requestErasure>) => api.call(requestErasure, request), {
    renews: ['erasure.', 'today.'],
    onDone: ({ caseId }) => {
      toast(t('erasure.requested'))
      void router.navigate({ to: '/erasures/$caseId', params: { caseId } })
    },
  })
  const title = t('erasure.of', { name: preview.name })
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <p className="soft">{t('erasure.meaning')}</p>
      <h3>{t('erasure.willErase')}</h3>
      <Erased counts={preview.erased} />
      <h3>{t('erasure.willStay')}</h3>
      <Stays counts={preview.stays} />
      <Form
        label={title}
        problem={ask.error}
        onSubmit={(data) =>
          ask.mutate({
            params: { personId: preview.personId },
            body: {
              basis,
              receivedOn: textOf(data, 'receivedOn'),
              reason: textOf(data, 'reason'),
              evidenceIds: textOf(data, 'evidenceIds')
                .split(/[\s,;]+/)
                .filter((id) => id !== ''),
            },
          })
        }
      >
        <Select
          label={t('erasure.basis')}
          value={basis}
          onChange={(value) => setBasis(legalBases.find((known) => known === value) ?? basis)}
          options={legalBases.map((value) => ({ value, label: t(`erasure.basis.${value}`) }))}
        />
        <DateField name="receivedOn" label={t('erasure.receivedOn')} hint={t('erasure.receivedOn.hint')} isRequired />
        <TextField name="reason" label={t('erasure.reason')} hint={t('erasure.reason.hint')} rows={3} isRequired />
        <TextField name="evidenceIds" label={t('erasure.evidence')} hint={t('erasure.evidence.hint')} rows={2} />
        <FormActions submit={t('erasure.send')} isPending={ask.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
