/** One sentence and everything that decides whether it is true: why, since when, from which facts, and what would prove it. */
import type { AsOfSearch } from '#core/as-of/contract.ts'
import { readClaim } from '#modules/statement/contract.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Notice } from '#ui/notice.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { durationInWords, Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { AsOfBand } from '#web/as-of.tsx'
import { History } from '#web/history.tsx'
import { Loaded } from '#web/loaded.tsx'
import { usePageTitle } from '#web/page.tsx'
import { PeriodReport } from '#web/period-report.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ClaimDetail } from './claim-detail.ts'
import { Decisions } from './decisions.tsx'
import { MeasureProof } from './measure-proof.tsx'

export function SentencePage() {
  const { claimId } = useParams({ from: '/signed-in/sentences/$claimId' })
  const search = useSearch({ from: '/signed-in/sentences/$claimId' })
  const navigate = useNavigate({ from: '/sentences/$claimId' })
  const show = (next: AsOfSearch) => void navigate({ search: next })
  const read = useQuery(readOf(readClaim, { params: { claimId }, query: search }))
  return (
    <Loaded read={read} isPage>
      {(claim) => <SentenceDetail claim={claim} search={search} onShow={show} />}
    </Loaded>
  )
}

interface DetailProps {
  claim: ClaimDetail
  search: AsOfSearch
  onShow: (search: AsOfSearch) => void
}

function SentenceDetail({ claim, search, onShow }: DetailProps) {
  const { t } = useTranslation()
  const name = t('sentence.name', { number: claim.ordinal + 1 })
  usePageTitle(name)
  return (
    <div className="page sentence-page">
      <Breadcrumb
        above={[
          {
            key: 'statement',
            link: (
              <Link to="/" search={search}>
                {claim.statementTitle}
              </Link>
            ),
          },
          ...(claim.section === null ? [] : [{ key: 'section', link: <span>{claim.section}</span> }]),
        ]}
        here={name}
      />
      <AsOfBand asOf={claim.asOf} onBack={() => onShow({})} />
      <header className="verdict">
        <h1 className="verdict-sentence">
          {claim.leadIn === null ? null : <span className="verdict-lead-in">{claim.leadIn} </span>}
          {claim.text}
        </h1>
        {claim.status === null && claim.asOf !== null && (claim.kind === 'promise' || claim.kind === 'option') ? (
          <Notice title={t('sentence.notYet')}>
            <p>{t('sentence.notYet.meaning')}</p>
          </Notice>
        ) : claim.status === null ? (
          <Notice title={t(`kind.${claim.kind}`)}>
            <p>{t(`kind.${claim.kind}.meaning`)}</p>
          </Notice>
        ) : (
          <div className={`verdict-status sentence-tone-${claim.status}`} role="status">
            <p className="verdict-word">
              <StatusMark status={claim.status} size={22} />
              {claim.since === null ? null : (
                <span className="verdict-since">
                  {t('sentence.since')} <Time at={claim.since} />
                </span>
              )}
            </p>
            {claim.reason === null ? null : <p className="verdict-reason">{claim.reason.text}</p>}
          </div>
        )}
      </header>
      {claim.status === null ? null : <PromiseStrength claim={claim} />}
      {claim.measures.map((measure) => (
        <MeasureProof key={measure.id} measure={measure} claim={claim} />
      ))}
      {claim.status !== null && claim.measures.length === 0 ? (
        <section className="section">
          <h2>{t('sentence.measures')}</h2>
          <p className="soft">{t('sentence.noMeasure')}</p>
        </section>
      ) : null}
      {claim.history.length > 0 ? (
        <History
          effect={claim.effect}
          periods={claim.history.map((period) => ({ ...period, reason: period.reason.text }))}
          asOf={claim.asOf}
          search={search}
          onShow={onShow}
        >
          <PeriodReport kind="statement.period-claim" aboutId={claim.id} />
        </History>
      ) : null}
      {claim.status === null ? null : <Decisions claim={claim} />}
    </div>
  )
}

/** How strong the promise is, in plain words. */
function PromiseStrength({ claim }: { claim: ClaimDetail }) {
  const { t, i18n } = useTranslation()
  return (
    <section className="section" aria-labelledby="promise">
      <h2 id="promise">{t('sentence.promise')}</h2>
      <p className="sentence-promise">
        {claim.quantifierWord === null
          ? t(`quantifier.${claim.quantifier}`)
          : t('quantifier.word', { word: claim.quantifierWord, meaning: t(`quantifier.${claim.quantifier}`) })}
      </p>
      <dl className="facts">
        {claim.parameters.map((parameter) => (
          <FactRow key={parameter.name} term={t('sentence.number')}>
            {parameter.unit === 'duration'
              ? durationInWords(String(parameter.value), i18n.language)
              : `${parameter.value} ${parameter.unit}`}
          </FactRow>
        ))}
        {claim.observedAt === null ? null : (
          <FactRow term={t('sentence.observed')}>
            <Time at={claim.observedAt} />
          </FactRow>
        )}
        {claim.nextAt === null ? null : (
          <FactRow term={t('sentence.next')}>
            <Time at={claim.nextAt} />
          </FactRow>
        )}
      </dl>
    </section>
  )
}

function FactRow({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  )
}
