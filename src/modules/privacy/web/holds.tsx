/** Legal holds: those that stand and those that were released; placing one, and releasing what another placed. */
import { listPeople } from '#modules/identity/contract.ts'
import { listHolds, placeHold, releaseHold, type HoldView } from '#modules/privacy/contract.ts'
import type { RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Section } from '#ui/section.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const renews = ['legal-hold.', 'erasure.', 'retention.']
const everything = 'everything'

export function Holds() {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const read = useQuery(readOf(listHolds, undefined))
  const [isPlacing, setPlacing] = useState(false)
  const [releasing, setReleasing] = useState<HoldView | null>(null)
  return (
    <Section id="holds" title={t('hold.title')} meaning={t('hold.meaning')}>
      <Loaded read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('hold.none')}</p>
          ) : (
            <ul className="decision-list" role="list">
              {items.map((hold) => (
                <Hold key={hold.holdId} hold={hold} onRelease={() => setReleasing(hold)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <div className="actions">
        <Button disabledReason={refusal('legal-hold:place')} onPress={() => setPlacing(true)}>
          {t('hold.place')}
        </Button>
      </div>
      <PlaceDialog isOpen={isPlacing} onClose={() => setPlacing(false)} />
      <ReleaseDialog hold={releasing} onClose={() => setReleasing(null)} />
    </Section>
  )
}

function Hold({ hold, onRelease }: { hold: HoldView; onRelease: () => void }) {
  const { t } = useTranslation()
  const name = hold.person?.name ?? t('hold.everything')
  return (
    <li className="decision">
      <p className="row">
        <strong>{name}</strong>
        <span className={`tag tag-${hold.releasedAt === null ? 'approved' : 'ended'}`}>
          {t(hold.releasedAt === null ? 'hold.stands' : 'hold.released')}
        </span>
      </p>
      <p>{hold.reason ?? <span className="soft">{t('erasure.reasonErased')}</span>}</p>
      <p className="small soft">
        {hold.reference === null ? null : <>{t('hold.referenceIs', { reference: hold.reference })} · </>}
        {t('hold.placedBy', { name: hold.placedBy.name })} <Time at={hold.placedAt} exact />
        {hold.releasedBy === null || hold.releasedAt === null ? null : (
          <>
            {' · '}
            {t('hold.releasedBy', { name: hold.releasedBy.name })} <Time at={hold.releasedAt} exact />
          </>
        )}
      </p>
      {hold.releasedAt !== null ? null : (
        <div className="actions">
          <Button size="small" disabledReason={hold.mayNotReleaseBecause} onPress={onRelease}>
            {t('hold.release')}
          </Button>
        </div>
      )}
    </li>
  )
}

function PlaceDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { permissions } = useSession()
  const people = useQuery({
    ...readOf(listPeople, { query: { limit: 200 } }),
    enabled: isOpen && permissions.includes('person:read'),
  })
  const [whom, setWhom] = useState(everything)
  const place = useAction((request: RequestOf<typeof placeHold>) => api.call(placeHold, request), {
    renews,
    onDone: () => {
      toast(t('hold.placed'))
      onClose()
    },
  })
  return (
    <Dialog title={t('hold.place')} isOpen={isOpen} onClose={onClose}>
      <Form
        label={t('hold.place')}
        problem={place.error}
        onSubmit={(data) =>
          place.mutate({
            body: {
              personId: whom === everything ? null : whom,
              reason: textOf(data, 'reason'),
              reference: textOf(data, 'reference'),
            },
          })
        }
      >
        <Select
          label={t('hold.whom')}
          value={whom}
          onChange={setWhom}
          options={[
            { value: everything, label: t('hold.everything') },
            ...(people.data?.items ?? [])
              .filter((person) => person.erasedAt === null)
              .map((person) => ({ value: person.personId, label: person.name })),
          ]}
        />
        <TextField name="reason" label={t('hold.reason')} hint={t('hold.reason.hint')} rows={3} isRequired />
        <TextField name="reference" label={t('hold.reference')} hint={t('hold.reference.hint')} isRequired />
        <FormActions submit={t('hold.place')} isPending={place.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function ReleaseDialog({ hold, onClose }: { hold: HoldView | null; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const release = useAction((request: RequestOf<typeof releaseHold>) => api.call(releaseHold, request), {
    renews,
    onDone: () => {
      toast(t('hold.releasedNow'))
      onClose()
    },
  })
  return (
    <Dialog title={t('hold.release.title')} isOpen={hold !== null} onClose={onClose} grave>
      <p>{t('hold.release.meaning')}</p>
      <Form
        label={t('hold.release.title')}
        problem={release.error}
        onSubmit={(data) => {
          if (hold) release.mutate({ params: { holdId: hold.holdId }, body: { reason: textOf(data, 'reason') } })
        }}
      >
        <TextField name="reason" label={t('hold.release.reason')} rows={3} isRequired />
        <FormActions submit={t('hold.release')} variant="danger" isPending={release.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
