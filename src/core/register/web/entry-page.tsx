/** One entry: what holds, and everything that was ever known of it. */
import type { EntryView, RegisterSearch, VersionView } from '#core/register/contract.ts'
import { isSameValue } from '#core/register/contract/shape.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { nameText } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PastBand } from './as-of.tsx'
import { EntryDialog } from './entry-form.tsx'
import type { RegisterPages } from './page-of.ts'
import { paths } from './paths.ts'
import { dayText, labelOf, valueText } from './value.tsx'
import './register.css'

type Detail = OutputOf<RegisterPages['contract']['read']>

export function EntryPage({ pages }: { pages: RegisterPages }) {
  const { entryId = '' } = useParams({ strict: false })
  // Checked by the schema at the route.
  const { asOf, known } = useSearch({ strict: false }) as RegisterSearch
  const read = useQuery(
    readOf(pages.contract.read, {
      params: { entryId },
      // As above: one of two words.
      query: { ...(asOf && { asOf }), ...(known && { known: known as 'today' | 'then' }) },
    }),
  )
  return (
    <Loaded read={read} isPage>
      {(detail) => <EntryDetail pages={pages} detail={detail} search={{ asOf, known }} />}
    </Loaded>
  )
}

function EntryDetail({ pages, detail, search }: { pages: RegisterPages; detail: Detail; search: RegisterSearch }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const refusal = useRefusal()
  const [isChanging, setChanging] = useState(false)
  const { contract } = pages
  const { shape } = contract
  const { entry, keys, history } = detail
  const email = entry.fields.email
  return (
    <Page
      title={entry.name}
      above={
        <Breadcrumb
          above={[
            { key: 'list', link: <Link to={paths[shape.id].list}>{nameText('register', `title.${shape.id}`)}</Link> },
          ]}
          here={entry.name}
        />
      }
      actions={
        <Button
          variant="primary"
          disabledReason={search.asOf ? t('registers.past.noChange') : refusal(contract.permissions.edit)}
          onPress={() => setChanging(true)}
        >
          {t('registers.change')}
        </Button>
      }
    >
      <PastBand
        search={search}
        // The addresses of three registers have different filters; none is a filter of each.
        onLeave={() => void navigate({ to: paths[shape.id].entry, params: { entryId: entry.id }, search: {} as never })}
      />
      <Facts pages={pages} entry={entry} keys={keys} />
      {pages.beside?.({ id: entry.id, name: entry.name, email: typeof email === 'string' ? email : null })}
      <History pages={pages} history={history} references={detail.references} />
      <EntryDialog pages={pages} entry={entry} isOpen={isChanging} onClose={() => setChanging(false)} />
    </Page>
  )
}

function Facts({ pages, entry, keys }: { pages: RegisterPages; entry: EntryView; keys: Detail['keys'] }) {
  const { t } = useTranslation()
  const { shape } = pages.contract
  const told = shape.fields.filter(({ name }) => name !== shape.nameField)
  return (
    <section className="section" aria-labelledby="facts">
      <h2 id="facts">{t('registers.facts')}</h2>
      <dl className="facts">
        <dt>{t('registers.state')}</dt>
        <dd>
          <span className={`tag tag-entry-${entry.state}`}>{t(`registers.state.${entry.state}`)}</span>
        </dd>
        {told.map(({ name, kind }) => {
          const value = entry.fields[name]
          const text = valueText(shape, name, value, entry.references)
          return (
            <div key={name} className="fact">
              <dt>{labelOf(shape, name)}</dt>
              <dd>
                {kind === 'person' && typeof value === 'string' ? (
                  <Link to={paths.people.entry} params={{ entryId: value }}>
                    {text}
                  </Link>
                ) : kind === 'entries' && Array.isArray(value) && value.length > 0 ? (
                  <ul className="chosen">
                    {value.map((id: string) => (
                      <li key={id}>
                        <Link to={paths.systems.entry} params={{ entryId: id }}>
                          {entry.references[id] ?? id}
                        </Link>
                      </li>
                    ))}
                  </ul>
                ) : (
                  text || <span className="soft">–</span>
                )}
              </dd>
            </div>
          )
        })}
        <dt>{t('registers.keys')}</dt>
        <dd>{keys.map(({ source, externalId }) => `${externalId} (${source})`).join(', ') || '–'}</dd>
      </dl>
    </section>
  )
}

interface HistoryProps {
  pages: RegisterPages
  history: readonly VersionView[]
  references: Readonly<Record<string, string>>
}

/** A version for each row: on which days it held, and when it was known. */
function History({ pages, history, references }: HistoryProps) {
  const { t } = useTranslation()
  const { shape } = pages.contract
  const told = (version: VersionView): string =>
    shape.fields
      .flatMap(({ name }) => {
        const text = valueText(shape, name, version.fields[name], references)
        return text === '' || isSaidBefore(version, name) ? [] : [`${labelOf(shape, name)}: ${text}`]
      })
      .join(' · ') || '–'
  // What a version says that the one before it in time, as known together, did not.
  const isSaidBefore = (version: VersionView, name: string): boolean => {
    const before = history.find(
      (one) =>
        one.validTo === version.validFrom && (one.knownTo ?? '9') >= (version.knownTo ?? '9') && one.id !== version.id,
    )
    return before !== undefined && isSameValue(before.fields[name] ?? null, version.fields[name] ?? null)
  }
  return (
    <section className="section" aria-labelledby="history">
      <h2 id="history">{t('registers.history')}</h2>
      <p className="soft">{t('registers.history.lead')}</p>
      <Table
        caption={t('registers.history')}
        rows={history}
        rowKey={(version) => version.id}
        empty={null}
        columns={[
          {
            id: 'valid',
            label: t('registers.history.valid'),
            isRowHeader: true,
            cell: (version) => (
              <>
                {version.validTo === null
                  ? t('registers.history.from', { from: dayText(version.validFrom) })
                  : t('registers.history.until', { from: dayText(version.validFrom), to: dayText(version.validTo) })}
                {version.episode > 1 ? (
                  <span className="subject-id">{t('registers.history.episode', { count: version.episode })}</span>
                ) : null}
              </>
            ),
          },
          { id: 'says', label: t('registers.history.says'), cell: told },
          {
            id: 'known',
            label: t('registers.history.known'),
            cell: (version) => (
              <>
                <Time at={version.knownFrom} exact />
                {version.knownTo === null ? null : (
                  <span className="subject-id">
                    {t('registers.history.replaced')} <Time at={version.knownTo} exact />
                  </span>
                )}
              </>
            ),
          },
          {
            id: 'by',
            label: t('registers.history.by'),
            cell: (version) =>
              version.importId === null ? (
                t('registers.history.hand')
              ) : (
                <Link to={paths[shape.id].import} params={{ importId: version.importId }}>
                  {t('registers.history.import')}
                </Link>
              ),
          },
        ]}
      />
    </section>
  )
}
