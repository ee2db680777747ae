/** The public list of subprocessors as its tenant sees it: shown or not, what was made known, who is told. */
import { nameCountry } from '#core/register/contract/country.ts'
import { dayText } from '#core/register/web/value.tsx'
import { readList, showList, type Item, type ListState } from '#modules/supplier/contract/public-list.ts'
import { Button } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Section } from '#ui/section.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NoticesDialog } from './notices-dialog.tsx'
import { Subscribers } from './subscribers.tsx'

export function SubprocessorsPage() {
  const { t } = useTranslation()
  const read = useQuery(readOf(readList, {}))
  return (
    <Page title={t('subprocessors.title')} lead={t('subprocessors.lead')}>
      <Loaded read={read}>
        {(list) => (
          <>
            <Showing list={list} />
            <Announcements list={list} />
            <Subscribers subscribers={list.subscriptions} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Showing({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refused = useRefusal()('supplier:edit')
  const show = useAction((isShown: boolean) => api.call(showList, { body: { isShown } }), {
    renews: ['subprocessor'],
    onDone: ({ isShown }) => toast(t(isShown ? 'subprocessors.shown' : 'subprocessors.hidden')),
  })
  return (
    <Section id="showing" title={t('subprocessors.showing')} meaning={t('subprocessors.showing.meaning')}>
      <p>
        <span className={`tag tag-${list.isShown ? 'active' : 'invited'}`}>
          {t(list.isShown ? 'subprocessors.state.shown' : 'subprocessors.state.hidden')}
        </span>
      </p>
      {list.firstShownAt === null ? null : (
        <p>{t('subprocessors.earliest', { days: list.noticeDays, on: dayText(list.earliestOn) })}</p>
      )}
      {list.isShown ? (
        <>
          <CopyField label={t('publicPage.address')} value={list.address} />
          <p>
            <a href={`${list.address}?lang=${currentLocale()}`}>{t('subprocessors.open')}</a>
          </p>
        </>
      ) : null}
      {show.error ? <ProblemNotice problem={show.error} /> : null}
      <div className="actions">
        <Button
          variant={list.isShown ? 'plain' : 'primary'}
          disabledReason={refused}
          isPending={show.isPending}
          onPress={() => show.mutate(!list.isShown)}
        >
          {t(list.isShown ? 'subprocessors.hide' : 'subprocessors.show')}
        </Button>
      </div>
      <p>
        <Link to="/registers/suppliers">{t('subprocessors.toRegister')}</Link>
      </p>
    </Section>
  )
}

type Announced = ListState['announcements'][number]

function Announcements({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Announced | null>(null)
  return (
    <Section id="announcements" title={t('subprocessors.announced')} meaning={t('subprocessors.announced.meaning')}>
      <Table
        caption={t('subprocessors.announced')}
        rows={list.announcements}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title={t('subprocessors.announced.none')}>
            <p>{t('subprocessors.announced.none.text')}</p>
          </EmptyState>
        }
        columns={[
          {
            id: 'at',
            label: t('subprocessors.announcedAt'),
            isRowHeader: true,
            cell: ({ announcedAt }) => <Time at={announcedAt} />,
          },
          { id: 'what', label: t('subprocessors.what'), cell: ({ items }) => <Items items={items} /> },
          {
            id: 'objection',
            label: t('subprocessors.objection'),
            cell: ({ objectionUntil }) => (objectionUntil === null ? '–' : dayText(objectionUntil)),
          },
          {
            id: 'told',
            label: t('subprocessors.told'),
            cell: (row) =>
              row.told === 0 ? (
                '–'
              ) : (
                <Button size="small" variant="quiet" onPress={() => setChosen(row)}>
                  {t('subprocessors.told.who', { count: row.told })}
                </Button>
              ),
          },
        ]}
      />
      <NoticesDialog announcementId={chosen?.id ?? null} onClose={() => setChosen(null)} />
    </Section>
  )
}

function Items({ items }: { items: readonly Item[] }) {
  const { t } = useTranslation()
  const locale = currentLocale() === 'en' ? 'en' : 'de'
  if (items.length === 0) return <>{t('subprocessors.beganEmpty')}</>
  return (
    <ul className="bullets">
      {items.map(({ supplierId, kind, effectiveOn, entry }) => (
        <li key={`${supplierId} ${kind}`}>
          {t(`subprocessors.item.${kind}`, { on: dayText(effectiveOn) })}{' '}
          <Link to="/registers/suppliers/$entryId" params={{ entryId: supplierId }}>
            {entry.name}
          </Link>
          , {nameCountry(locale, entry.country)}
        </li>
      ))}
    </ul>
  )
}
