/**
 * One version beside the one it replaces: what became of each sentence, in words; what answers the weaker ones; and the
 * next step with everything that still stands in its way.
 */
import { directions, readComparison, type ChangeView, type Direction } from '#modules/statement/contract/version.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Change } from './change.tsx'
import type { Comparison } from './comparison.ts'
import { VersionSteps } from './version-steps.tsx'
import './version.css'

export function VersionPage() {
  const { statementId } = useParams({ from: '/signed-in/versions/$statementId' })
  const read = useQuery(readOf(readComparison, { params: { statementId } }))
  return (
    <Loaded read={read} lines={9} isPage>
      {(comparison) => <VersionView comparison={comparison} />}
    </Loaded>
  )
}

function VersionView({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation()
  const { version, base, changes, counts } = comparison
  const name = (one: { version: number; locale: 'de' | 'en' }) =>
    t('versions.name', { version: one.version, language: t(`versions.language.${one.locale}`) })
  const demanding = changes.filter(({ demandsAnswer }) => demandsAnswer)
  const others = (direction: Direction) =>
    changes.filter((change) => !change.demandsAnswer && change.direction === direction)
  return (
    <Page
      title={name(version)}
      above={
        <Breadcrumb
          above={[
            {
              key: 'versions',
              link: <Link to="/versions">{t('versions.title')}</Link>,
            },
          ]}
          here={name(version)}
        />
      }
      lead={
        base === null
          ? t('version.first', { title: version.title })
          : t('version.compared', { title: version.title, base: name(base) })
      }
    >
      <VersionSteps comparison={comparison} />
      {base === null ? null : (
        <>
          <ul className="change-counts" role="list">
            {directions.map((direction) => (
              <li key={direction} className={`change-count change-${direction}`}>
                <span className="number">{counts[direction]}</span> {t(`version.direction.${direction}`)}
              </li>
            ))}
          </ul>
          {demanding.length > 0 ? (
            <ChangeList
              id="demanding"
              title={t(demanding.every(({ isAnswered }) => isAnswered) ? 'version.answered' : 'version.demanding')}
              meaning={t('version.demanding.meaning')}
              changes={demanding}
              version={version}
            />
          ) : null}
          {(['stronger', 'added', 'removed', 'weaker'] as const).map((direction) =>
            others(direction).length === 0 ? null : (
              <ChangeList
                key={direction}
                id={direction}
                title={t(`version.list.${direction}`)}
                changes={others(direction)}
                version={version}
              />
            ),
          )}
          {others('neutral').length === 0 ? null : (
            <details className="change-same">
              <summary>{t('version.list.neutral', { count: others('neutral').length })}</summary>
              <ChangeList id="neutral" changes={others('neutral')} version={version} />
            </details>
          )}
        </>
      )}
    </Page>
  )
}

interface ChangeListProps {
  id: string
  title?: string
  meaning?: string
  changes: readonly ChangeView[]
  version: Comparison['version']
}

function ChangeList({ id, title, meaning, changes, version }: ChangeListProps) {
  const list = (
    <ol className="change-list" role="list">
      {changes.map((change) => (
        <li key={change.claimId}>
          <Change change={change} version={version} />
        </li>
      ))}
    </ol>
  )
  if (title === undefined) return list
  return (
    <section className="section" aria-labelledby={id}>
      <div className="stack-tight">
        <h2 id={id}>{title}</h2>
        {meaning === undefined ? null : <p className="soft small">{meaning}</p>}
      </div>
      {list}
    </section>
  )
}
