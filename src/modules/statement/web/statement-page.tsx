/**
 * The dashboard is the statement itself, set to be read: one line of truth above it, a mark in the margin of each
 * sentence, its proof one key away.
 */
import type { AsOfSearch } from '#core/as-of/contract.ts'
import { readCurrentStatement } from '#modules/statement/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Proportion } from '#ui/proportion.tsx'
import { StatusShape } from '#ui/status-mark.tsx'
import { dayOf } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { AsOfBand, AsOfControl } from '#web/as-of.tsx'
import { currentLocale } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { usePageTitle } from '#web/page.tsx'
import { useRefusal } from '#web/session.ts'
import { ProblemError } from '#platform/http/client.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { setDocument, type Block, type Part } from '../contract/setting.ts'
import { Sentence } from './sentence.tsx'
import { useChangedClaims } from './use-changed-claims.ts'
import { useSentenceKeys } from './use-sentence-keys.ts'

type Statement = OutputOf<typeof readCurrentStatement>
type Claim = Statement['claims'][number]

export function StatementPage() {
  const { t } = useTranslation()
  usePageTitle(t('statement.nav'))
  const search = useSearch({ from: '/signed-in/' })
  const navigate = useNavigate({ from: '/' })
  const show = (next: AsOfSearch) => void navigate({ search: next })
  const read = useQuery(readOf(readCurrentStatement, { query: { locale: currentLocale(), ...search } }))
  if (read.error instanceof ProblemError && read.error.status === 404) {
    return (
      <div className="page">
        <h1>{t('statement.nav')}</h1>
        {search.asOf === undefined ? (
          <EmptyState title={t('statement.empty.title')}>
            <p>{t('statement.empty.text')}</p>
          </EmptyState>
        ) : (
          <EmptyState title={t('statement.empty.then.title')}>
            <p>{t('statement.empty.then.text')}</p>
            <Button onPress={() => show({})}>{t('asOf.back')}</Button>
          </EmptyState>
        )}
      </div>
    )
  }
  return (
    <Loaded read={read} lines={9} isPage>
      {(statement) => <StatementDocument statement={statement} search={search} onShow={show} />}
    </Loaded>
  )
}

interface DocumentProps {
  statement: Statement
  search: AsOfSearch
  onShow: (search: AsOfSearch) => void
}

function StatementDocument({ statement, search, onShow }: DocumentProps) {
  const { t, i18n } = useTranslation()
  const refusal = useRefusal()
  const article = useRef<HTMLElement>(null)
  const changed = useChangedClaims(statement.claims)
  useSentenceKeys(article)
  const { title, body, claims } = statement
  const blocks = useMemo(() => setDocument(title, body, claims), [title, body, claims])
  return (
    <div className="statement">
      <AsOfBand asOf={statement.asOf} onBack={() => onShow({})} />
      <Truth summary={statement.summary} isPast={statement.asOf !== null}>
        <AsOfControl search={search} onChange={onShow} />
      </Truth>
      <article ref={article} className="document" lang={statement.locale} aria-labelledby="document-title">
        <header className="document-head">
          <h1 id="document-title">{title}</h1>
          <p className="document-date">
            {statement.publishedAt === null
              ? t('statement.unpublished')
              : t('statement.published', { day: dayOf(new Date(statement.publishedAt), i18n.language) })}
            {refusal('claim:read') === null ? (
              <>
                {' · '}
                <Link to="/versions">{t('versions.title')}</Link>
              </>
            ) : null}
          </p>
        </header>
        {blocks.map((block, index) => (
          <BlockView key={index} block={block} changed={changed} />
        ))}
      </article>
      <p className="keys-hint quiet small">
        <kbd>j</kbd> <kbd>k</kbd> {t('statement.keys.move')} <kbd>{t('statement.keys.enter')}</kbd>{' '}
        {t('statement.keys.open')}
      </p>
      <p className="visually-hidden" role="status">
        {claims
          .filter((claim) => changed.has(claim.id) && claim.status !== null)
          .map((claim) =>
            t('statement.changed', { sentence: claim.text, status: t(`status.${claim.status ?? 'unproven'}`) }),
          )
          .join(' ')}
      </p>
    </div>
  )
}

/** How much of the statement is true now. */
interface TruthProps {
  summary: Statement['summary']
  isPast: boolean
  children: ReactNode
}

function Truth({ summary, isPast, children }: TruthProps) {
  const { t } = useTranslation()
  const { promises, proven, dueSoon, lapsed, contradicted, unproven, brokeToday } = summary
  const parts = [
    { status: 'proven', amount: proven },
    { status: 'due_soon', amount: dueSoon },
    { status: 'unproven', amount: unproven },
    { status: 'lapsed', amount: lapsed },
    { status: 'contradicted', amount: contradicted },
  ] as const
  const rest = promises - parts.reduce((sum, part) => sum + part.amount, 0)
  const shown = [...parts, ...(rest > 0 ? [{ status: 'not_applicable', amount: rest } as const] : [])]
  const broken =
    brokeToday > 0 && !isPast
      ? t('statement.truth.broke', { count: brokeToday })
      : contradicted > 0
        ? t('statement.truth.contradicted', { count: contradicted })
        : null
  return (
    <section className="truth" aria-label={t('statement.truth.label')}>
      <p className="truth-line">
        {t(isPast ? 'statement.truth.past' : 'statement.truth', { proven, count: promises })}
        {broken === null ? null : (
          <>
            ; <strong className="truth-broken">{broken}</strong>
          </>
        )}
        .
      </p>
      <div className="truth-as-of">{children}</div>
      <Proportion
        caption={t('statement.truth.label')}
        parts={shown.map((part) => ({ ...part, label: t(`status.${part.status}`) }))}
      />
      <ul className="truth-legend" aria-hidden="true">
        {shown
          .filter((part) => part.amount > 0)
          .map((part) => (
            <li key={part.status}>
              <StatusShape status={part.status} size={12} />
              <span className="number">{part.amount}</span> {t(`status.${part.status}`)}
            </li>
          ))}
      </ul>
    </section>
  )
}

function BlockView({ block, changed }: { block: Block<Claim>; changed: ReadonlySet<string> }) {
  if (block.kind === 'heading') return <h2 className="document-heading">{block.text}</h2>
  if (block.kind === 'paragraph') {
    return (
      <div className="document-paragraph">
        {block.parts.map((part, index) => (
          <PartView key={index} part={part} changed={changed} />
        ))}
      </div>
    )
  }
  const List = block.ordered ? 'ol' : 'ul'
  return (
    // Without list marks some readers need to be told that this is a list.
    <List role="list" className="document-list">
      {block.items.map((parts, index) => (
        <li
          key={index}
          className={
            parts.some((part) => part.kind === 'claim' && part.claim.status !== null) ? 'has-mark' : 'has-no-mark'
          }
        >
          {parts.map((part, at) => (
            <PartView key={at} part={part} changed={changed} />
          ))}
        </li>
      ))}
    </List>
  )
}

function PartView({ part, changed }: { part: Part<Claim>; changed: ReadonlySet<string> }) {
  if (part.kind === 'text') return <p className="document-text">{part.text}</p>
  return <Sentence claim={part.claim} isChanged={changed.has(part.claim.id)} />
}
