/** On which calendar deadlines are counted, and when whom is reminded. */
import { changeDutySettings, germanStates, readDutySettings, type Settings } from '#modules/duty/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Checkbox, Select, TextField } from '#ui/field.tsx'
import { Form, textOf } from '#ui/form.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayText } from './day-text.tsx'

type Kept = OutputOf<typeof readDutySettings>

export function DutySettingsPage() {
  const { t } = useTranslation()
  const read = useQuery(readOf(readDutySettings, undefined))
  return (
    <Page
      title={t('dutySettings.title')}
      lead={t('dutySettings.lead')}
      above={
        <Breadcrumb
          above={[{ key: 'duties', link: <Link to="/duties">{t('duty.title')}</Link> }]}
          here={t('dutySettings.title')}
        />
      }
    >
      <Loaded read={read}>
        {(kept) => (
          <>
            <SettingsForm key={kept.version} kept={kept} />
            <section className="section" aria-labelledby="holidays">
              <h2 id="holidays">{t('dutySettings.holidays')}</h2>
              <ul className="bullets">
                {kept.holidays.map(({ on, name }) => (
                  <li key={on}>
                    <DayText on={on} weekday /> – <span lang="de">{name}</span>
                  </li>
                ))}
              </ul>
            </section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function SettingsForm({ kept }: { kept: Kept }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const [state, setState] = useState<string>(kept.calendar.state ?? '')
  const [evesOff, setEvesOff] = useState(kept.calendar.evesOff)
  const change = useAction(
    (settings: Settings) => api.call(changeDutySettings, { body: { settings, version: kept.version } }),
    { renews: ['duty'], onDone: () => toast(t('dutySettings.saved')) },
  )
  return (
    <Form
      label={t('dutySettings.title')}
      problem={change.error}
      onSubmit={(data) =>
        change.mutate({
          calendar: {
            timeZone: textOf(data, 'timeZone').trim(),
            state: germanStates.find((one) => one === state) ?? null,
            extraHolidays: wordsOf(textOf(data, 'extraHolidays')),
            evesOff,
          },
          remindBeforeDays: wordsOf(textOf(data, 'remindBeforeDays')).map(Number),
          deputyAfterDays: Number(textOf(data, 'deputyAfterDays')),
          superiorAfterDays: Number(textOf(data, 'superiorAfterDays')),
        })
      }
    >
      <Select
        label={t('dutySettings.state')}
        hint={t('dutySettings.state.hint')}
        value={state}
        onChange={setState}
        options={[
          { value: '', label: t('dutySettings.state.all') },
          ...germanStates.map((value) => ({ value, label: t(`dutySettings.state.${value}`) })),
        ]}
      />
      <TextField
        name="timeZone"
        label={t('dutySettings.timeZone')}
        hint={t('dutySettings.timeZone.hint')}
        defaultValue={kept.calendar.timeZone}
        maxLength={60}
        isRequired
      />
      <TextField
        name="extraHolidays"
        label={t('dutySettings.extra')}
        hint={t('dutySettings.extra.hint')}
        rows={4}
        defaultValue={kept.calendar.extraHolidays.join('\n')}
      />
      <Checkbox isSelected={evesOff} onChange={setEvesOff} hint={t('dutySettings.eves.hint')}>
        {t('dutySettings.eves')}
      </Checkbox>
      <TextField
        name="remindBeforeDays"
        label={t('dutySettings.before')}
        hint={t('dutySettings.before.hint')}
        defaultValue={kept.remindBeforeDays.join(', ')}
      />
      <TextField
        name="deputyAfterDays"
        label={t('dutySettings.deputy')}
        numeric
        defaultValue={String(kept.deputyAfterDays)}
        isRequired
      />
      <TextField
        name="superiorAfterDays"
        label={t('dutySettings.superior')}
        numeric
        defaultValue={String(kept.superiorAfterDays)}
        isRequired
      />
      <div className="actions">
        <Button type="submit" variant="primary" isPending={change.isPending} disabledReason={refusal('duty:manage')}>
          {t('ui.save')}
        </Button>
      </div>
    </Form>
  )
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '')
}
