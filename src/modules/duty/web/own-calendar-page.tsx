/** The reader's own: the address of their calendar, when they are away, who stands in for them. */
import {
  addAbsence,
  createFeed,
  readArrangement,
  readFeedState,
  removeAbsence,
  revokeFeed,
  setDeputy,
  type AbsenceView,
} from '#modules/duty/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Select } from '#ui/field.tsx'
import { Form, textOf } from '#ui/form.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { Section } from '#ui/section.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayText, dayInWords } from './day-text.tsx'

type Arrangement = OutputOf<typeof readArrangement>

const renews = ['arrangement.', 'absence.', 'duty.']

export function OwnCalendarPage() {
  const { t } = useTranslation()
  const arrangement = useQuery(readOf(readArrangement, undefined))
  return (
    <Page title={t('ownCalendar.title')} lead={t('ownCalendar.lead')}>
      <Feed />
      <Loaded read={arrangement}>
        {(own) => (
          <>
            <Absences own={own} />
            {own.isRegistered ? (
              <RegisteredStandIns own={own} />
            ) : (
              <StandIns key={`${own.deputy?.personId} ${own.superior?.personId}`} own={own} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Feed() {
  const { t } = useTranslation()
  const toast = useToast()
  const read = useQuery(readOf(readFeedState, undefined))
  const [url, setUrl] = useState<string | null>(null)
  const create = useAction(() => api.call(createFeed), {
    renews: ['calendar-feed.'],
    onDone: (made) => setUrl(made.url),
  })
  const revoke = useAction(() => api.call(revokeFeed), {
    renews: ['calendar-feed.'],
    onDone: () => {
      setUrl(null)
      toast(t('feed.revoked'))
    },
  })
  const problem = create.error ?? revoke.error
  return (
    <Section id="feed" title={t('feed.title')} meaning={t('feed.meaning')}>
      {problem ? <ProblemNotice problem={problem} /> : null}
      {url === null ? null : (
        <Notice tone="warning" title={t('feed.once')}>
          <CopyField label={t('feed.address')} value={url} />
        </Notice>
      )}
      <Loaded read={read} lines={1}>
        {({ createdAt }) => (
          <>
            <p>
              {createdAt === null ? (
                t('feed.none')
              ) : (
                <>
                  {t('feed.since')} <Time at={createdAt} exact />
                </>
              )}
            </p>
            <div className="actions">
              <Button isPending={create.isPending} onPress={() => create.mutate(undefined)}>
                {t(createdAt === null ? 'feed.create' : 'feed.renew')}
              </Button>
              {createdAt === null ? null : (
                <Button variant="danger" isPending={revoke.isPending} onPress={() => revoke.mutate(undefined)}>
                  {t('feed.revoke')}
                </Button>
              )}
            </div>
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Absences({ own }: { own: Arrangement }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [deputyId, setDeputyId] = useState('')
  const [round, setRound] = useState(0)
  const add = useAction(
    (data: FormData) =>
      api.call(addAbsence, {
        body: {
          fromOn: textOf(data, 'fromOn'),
          untilOn: textOf(data, 'untilOn'),
          deputyId: deputyId === '' ? null : deputyId,
        },
      }),
    {
      renews,
      onDone: () => {
        toast(t('absence.added'))
        setRound(round + 1)
      },
    },
  )
  return (
    <Section id="absences" title={t('absence.title')} meaning={t('absence.meaning')}>
      {own.absences.length === 0 ? <p>{t('absence.none')}</p> : null}
      <ul className="duty-steps" role="list">
        {own.absences.map((absence) => (
          <Absence key={absence.absenceId} absence={absence} />
        ))}
      </ul>
      <Form key={round} label={t('absence.add')} problem={add.error} onSubmit={(data) => add.mutate(data)}>
        <div className="filters">
          <DateField name="fromOn" label={t('absence.from')} isRequired />
          <DateField name="untilOn" label={t('absence.until')} isRequired />
          <Select
            label={t('absence.deputy')}
            name="deputyId"
            value={deputyId}
            onChange={setDeputyId}
            options={[{ value: '', label: own.deputy?.name ?? t('absence.noDeputy') }, ...optionsOf(own)]}
          />
          <Button type="submit" isPending={add.isPending}>
            {t('absence.add')}
          </Button>
        </div>
      </Form>
    </Section>
  )
}

function optionsOf(own: Arrangement) {
  return own.colleagues.map((person) => ({ value: person.personId, label: person.name }))
}

function Absence({ absence }: { absence: AbsenceView }) {
  const { t, i18n } = useTranslation()
  const remove = useAction(() => api.call(removeAbsence, { params: { absenceId: absence.absenceId } }), { renews })
  const period = `${dayInWords(absence.fromOn, i18n.language)} – ${dayInWords(absence.untilOn, i18n.language)}`
  return (
    <li className="row">
      <span>
        <DayText on={absence.fromOn} /> – <DayText on={absence.untilOn} />
        {absence.deputy === null ? null : (
          <span className="soft"> · {t('absence.standsIn', { name: absence.deputy.name })}</span>
        )}
      </span>
      <Button
        size="small"
        aria-label={t('absence.remove', { period })}
        isPending={remove.isPending}
        onPress={() => remove.mutate(undefined)}
      >
        {t('absence.takeBack')}
      </Button>
    </li>
  )
}

/** What the register of people says is read here and changed there. */
function RegisteredStandIns({ own }: { own: Arrangement }) {
  const { t } = useTranslation()
  return (
    <Section id="deputy" title={t('deputy.title')} meaning={t('deputy.meaning')}>
      <dl className="facts">
        <dt>{t('deputy.deputy')}</dt>
        <dd>{own.deputy?.name ?? t('duty.nobody')}</dd>
        <dt>{t('deputy.superior')}</dt>
        <dd>{own.superior?.name ?? t('duty.nobody')}</dd>
      </dl>
      <p className="soft small">{t('deputy.registered')}</p>
    </Section>
  )
}

function StandIns({ own }: { own: Arrangement }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [deputyId, setDeputyId] = useState(own.deputy?.personId ?? '')
  const [superiorId, setSuperiorId] = useState(own.superior?.personId ?? '')
  const set = useAction(
    () =>
      api.call(setDeputy, {
        body: { deputyId: deputyId === '' ? null : deputyId, superiorId: superiorId === '' ? null : superiorId },
      }),
    { renews, onDone: () => toast(t('deputy.saved')) },
  )
  const options = [{ value: '', label: t('duty.nobody') }, ...optionsOf(own)]
  return (
    <Section id="deputy" title={t('deputy.title')} meaning={t('deputy.meaning')}>
      <Form label={t('deputy.title')} problem={set.error} onSubmit={() => set.mutate(undefined)}>
        <div className="filters">
          <Select
            label={t('deputy.deputy')}
            name="deputyId"
            value={deputyId}
            onChange={setDeputyId}
            options={options}
          />
          <Select
            label={t('deputy.superior')}
            name="superiorId"
            value={superiorId}
            onChange={setSuperiorId}
            options={options}
          />
          <Button type="submit" isPending={set.isPending}>
            {t('ui.save')}
          </Button>
        </div>
      </Form>
    </Section>
  )
}
