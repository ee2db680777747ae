/** One time that a duty is due: how its date came about, who was reminded, who answers for it, and in what rhythm. */
import { assignMeasure, readDuty, setDutyRhythm } from '#modules/duty/contract.ts'
import { listPeople } from '#modules/identity/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select } from '#ui/field.tsx'
import { Form, FormActions } from '#ui/form.tsx'
import { durationInWords, Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayText } from './day-text.tsx'
import { DutyState } from './duty-state.tsx'

type Detail = OutputOf<typeof readDuty>

const renews = ['duty.', 'measure.']

export function DutyPage() {
  const { occurrenceId } = useParams({ from: '/signed-in/duties/$occurrenceId' })
  const read = useQuery(readOf(readDuty, { params: { occurrenceId } }))
  return (
    <Loaded read={read} isPage>
      {(duty) => <DutyDetail duty={duty} />}
    </Loaded>
  )
}

function DutyDetail({ duty }: { duty: Detail }) {
  const { t } = useTranslation()
  const title = duty.subject === null ? duty.measure.title : `${duty.measure.title}: ${duty.subject}`
  return (
    <Page
      title={title}
      above={<Breadcrumb above={[{ key: 'duties', link: <Link to="/duties">{t('duty.title')}</Link> }]} here={title} />}
    >
      <dl className="facts">
        <dt>{t('duty.state')}</dt>
        <dd>
          <DutyState state={duty.state} />
        </dd>
        <dt>{t('duty.dueOn')}</dt>
        <dd>
          <DayText on={duty.dueOn} weekday />
        </dd>
        {duty.doneAt === null || duty.evidenceId === null ? null : (
          <>
            <dt>{t('duty.doneOn')}</dt>
            <dd>
              <Time at={duty.doneAt} exact />{' '}
              <Link to="/evidence/$evidenceId" params={{ evidenceId: duty.evidenceId }}>
                {t('duty.proof')}
              </Link>
            </dd>
          </>
        )}
        {duty.caseNumber === null ? null : (
          <>
            <dt>{t('duty.case')}</dt>
            <dd>
              <Link to="/cases/$caseId" params={{ caseId: duty.occurrenceId }}>
                {t('duty.case.number', { number: duty.caseNumber })}
              </Link>
            </dd>
          </>
        )}
        <dt>{t('duty.owner')}</dt>
        <dd>
          <Owner duty={duty} />
        </dd>
      </dl>
      <Derivation duty={duty} />
      <Sentences duty={duty} />
      <Reminders duty={duty} />
    </Page>
  )
}

function Derivation({ duty }: { duty: Detail }) {
  const { t, i18n } = useTranslation()
  const words = (duration: string) => durationInWords(duration, i18n.language)
  return (
    <section className="section" aria-labelledby="derivation">
      <h2 id="derivation">{t('duty.derivation')}</h2>
      <dl className="facts">
        <dt>{t(`duty.countsFrom.${duty.countsFrom}`)}</dt>
        <dd>
          <Time at={duty.startedAt} exact />
        </dd>
        {duty.promisedEvery === null ? null : (
          <>
            <dt>{t('duty.promised')}</dt>
            <dd>{t('duty.atMost', { duration: words(duty.promisedEvery) })}</dd>
          </>
        )}
        {duty.deadline === null ? null : (
          <>
            <dt>{t('duty.within')}</dt>
            <dd>
              {'workingDays' in duty.deadline
                ? t('duty.workingDays', { count: duty.deadline.workingDays })
                : words(duty.deadline.duration)}
            </dd>
          </>
        )}
        {duty.countsFrom === 'event' ? null : (
          <>
            <dt>{t('duty.own')}</dt>
            <dd>
              <Rhythm duty={duty} />
            </dd>
          </>
        )}
        <dt>{t('duty.strict')}</dt>
        <dd>
          <Time at={duty.dueAt} exact />
        </dd>
        {duty.legalDueAt === null ? null : (
          <>
            <dt>{t('duty.legal')}</dt>
            <dd>
              <Time at={duty.legalDueAt} exact />
              {duty.legalFromAt === null ? null : (
                <span className="soft">
                  {' '}
                  ({t('duty.legalFrom')} <Time at={duty.legalFromAt} exact />)
                </span>
              )}
            </dd>
          </>
        )}
        {duty.breaksAt === null ? null : (
          <>
            <dt>{t('duty.breaks')}</dt>
            <dd>
              <Time at={duty.breaksAt} exact />
            </dd>
          </>
        )}
      </dl>
      {duty.daysOff.length === 0 ? null : (
        <details>
          <summary>{t('duty.daysOff', { count: duty.daysOff.length })}</summary>
          <ul className="bullets">
            {duty.daysOff.map((day) => (
              <li key={day.on}>
                <DayText on={day.on} weekday /> – {day.name ?? t(`duty.day.${day.why}`)}
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="small soft">{t('duty.zone', { zone: duty.timeZone })}</p>
    </section>
  )
}

function Sentences({ duty }: { duty: Detail }) {
  const { t } = useTranslation()
  if (duty.sentences.length === 0) return null
  return (
    <section className="section" aria-labelledby="sentences">
      <h2 id="sentences">{t('duty.sentences')}</h2>
      <ul className="bullets">
        {duty.sentences.map((sentence) => (
          <li key={sentence.claimId}>
            <Link to="/sentences/$claimId" params={{ claimId: sentence.claimId }}>
              {sentence.text}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Reminders({ duty }: { duty: Detail }) {
  const { t } = useTranslation()
  if (duty.steps.length === 0) return null
  return (
    <section className="section" aria-labelledby="reminders">
      <h2 id="reminders">{t('duty.reminders')}</h2>
      <ul className="duty-steps" role="list">
        {duty.steps.map((one) => (
          <li key={one.step}>
            <Time at={one.sentAt ?? one.at} exact /> – <StepName step={one.step} />
            <span className="soft">
              {' · '}
              {one.sentAt === null
                ? t('duty.reminder.planned')
                : one.to === null
                  ? t('duty.reminder.nobody')
                  : t('duty.reminder.sent', { name: one.to.name })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function StepName({ step }: { step: string }) {
  const { t } = useTranslation()
  if (step.startsWith('before-')) return <>{t('duty.step.before', { count: Number(step.slice(7)) })}</>
  return <>{t(step === 'due' ? 'duty.step.due' : step === 'deputy' ? 'duty.step.deputy' : 'duty.step.superior')}</>
}

function Owner({ duty }: { duty: Detail }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const { permissions } = useSession()
  const [isOpen, setOpen] = useState(false)
  const [personId, setPersonId] = useState(duty.owner?.personId ?? '')
  const people = useQuery({
    ...readOf(listPeople, { query: { limit: '200' } }),
    enabled: isOpen && permissions.includes('person:read'),
  })
  const assign = useAction(
    () =>
      api.call(assignMeasure, {
        body: { measureId: duty.measure.id, personId: personId === '' ? null : personId },
      }),
    {
      renews,
      onDone: () => {
        toast(t('duty.assigned'))
        setOpen(false)
      },
    },
  )
  return (
    <div className="row">
      {duty.owner?.name ?? <span className="soft">{t('duty.nobody')}</span>}
      <Button size="small" disabledReason={refusal('duty:manage')} onPress={() => setOpen(true)}>
        {t('duty.assign')}
      </Button>
      <Dialog title={t('duty.assign.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <p className="soft">{t('duty.assign.meaning', { measure: duty.measure.title })}</p>
        <Form label={t('duty.assign.title')} problem={assign.error} onSubmit={() => assign.mutate(undefined)}>
          <Select
            label={t('duty.owner')}
            name="personId"
            value={personId}
            onChange={setPersonId}
            options={[
              { value: '', label: t('duty.nobody') },
              ...(people.data?.items ?? [])
                .filter((person) => person.account?.state === 'active')
                .map((person) => ({ value: person.personId, label: person.name })),
            ]}
          />
          <FormActions submit={t('ui.save')} isPending={assign.isPending} onCancel={() => setOpen(false)} />
        </Form>
      </Dialog>
    </div>
  )
}

const intervals = ['P1W', 'P1M', 'P3M', 'P6M', 'P1Y'] as const

function Rhythm({ duty }: { duty: Detail }) {
  const { t, i18n } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const [isOpen, setOpen] = useState(false)
  const [every, setEvery] = useState<string>(duty.ownEvery ?? '')
  const [align, setAlign] = useState('')
  const set = useAction(
    () =>
      api.call(setDutyRhythm, {
        body: {
          dutyId: duty.dutyId,
          rhythm:
            every === '' ? null : { every, align: align === 'previous_working_day' ? 'previous_working_day' : null },
        },
      }),
    {
      renews,
      onDone: () => {
        toast(t('duty.rhythm.saved'))
        setOpen(false)
      },
    },
  )
  return (
    <div className="row">
      {duty.ownEvery === null
        ? t('duty.own.none')
        : t('duty.every', { duration: durationInWords(duty.ownEvery, i18n.language) })}
      <Button size="small" disabledReason={refusal('duty:manage')} onPress={() => setOpen(true)}>
        {t('duty.rhythm.change')}
      </Button>
      <Dialog title={t('duty.rhythm.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <p className="soft">{t('duty.rhythm.meaning')}</p>
        <Form label={t('duty.rhythm.title')} problem={set.error} onSubmit={() => set.mutate(undefined)}>
          <Select
            label={t('duty.rhythm.every')}
            name="every"
            value={every}
            onChange={setEvery}
            options={[
              { value: '', label: t('duty.own.none') },
              ...intervals.map((value) => ({ value, label: durationInWords(value, i18n.language) })),
            ]}
          />
          <Select
            label={t('duty.rhythm.align')}
            name="align"
            value={align}
            onChange={setAlign}
            options={[
              { value: '', label: t('duty.rhythm.align.none') },
              { value: 'previous_working_day', label: t('duty.rhythm.align.previous') },
            ]}
          />
          <FormActions submit={t('ui.save')} isPending={set.isPending} onCancel={() => setOpen(false)} />
        </Form>
      </Dialog>
    </div>
  )
}
