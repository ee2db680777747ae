/** A host name of one's own: entering it, the record that proves it, giving it up. */
import { claimHost, removeHost, type HostState } from '#modules/trust-centre/contract.ts'
import { Button } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, textOf } from '#ui/form.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Section } from '#ui/section.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useRefusal } from '#web/session.ts'
import { useTranslation } from 'react-i18next'

export function HostName({ host }: { host: HostState | null }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refused = useRefusal()('trust-centre:manage')
  const claim = useAction((name: string) => api.call(claimHost, { body: { host: name } }), {
    renews: ['trust-centre.'],
    onDone: () => toast(t('publicPage.host.claimed')),
  })
  const remove = useAction(() => api.call(removeHost), {
    renews: ['trust-centre.'],
    onDone: () => toast(t('publicPage.host.removed')),
  })
  return (
    <Section id="host" title={t('publicPage.host')} meaning={t('publicPage.host.meaning')}>
      {host === null ? null : (
        <>
          <p>
            <strong>{host.name}</strong>{' '}
            <span className={`tag tag-${host.state === 'proven' ? 'active' : 'invited'}`}>
              {t(`publicPage.host.state.${host.state}`)}
            </span>
          </p>
          <p>{t(host.state === 'proven' ? 'publicPage.host.proven' : 'publicPage.host.waiting')}</p>
          {host.state === 'proven' ? null : (
            <>
              <CopyField label={t('publicPage.host.record.name')} value={host.record.name} />
              <CopyField label={t('publicPage.host.record.value')} value={host.record.value} />
            </>
          )}
          {remove.error ? <ProblemNotice problem={remove.error} /> : null}
          <div className="actions">
            <Button
              size="small"
              disabledReason={refused}
              isPending={remove.isPending}
              onPress={() => remove.mutate(undefined)}
            >
              {t('publicPage.host.remove')}
            </Button>
          </div>
        </>
      )}
      <Form
        key={host?.name ?? ''}
        label={t('publicPage.host')}
        problem={claim.error}
        onSubmit={(data) => claim.mutate(textOf(data, 'host'))}
      >
        <TextField name="host" label={t('publicPage.host.name')} maxLength={253} isRequired />
        <div className="actions">
          <Button type="submit" disabledReason={refused} isPending={claim.isPending}>
            {t(host === null ? 'publicPage.host.claim' : 'publicPage.host.change')}
          </Button>
        </div>
      </Form>
    </Section>
  )
}
