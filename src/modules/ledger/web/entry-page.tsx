/** One entry: what changed, who did it, and the proof of its place, which this browser can check by itself. */
import { readEntry } from '#modules/ledger/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { Notice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BundleDownload } from './bundle-download.tsx'
import { Changes } from './changes.tsx'
import { Who } from './ledger-page.tsx'
import { checkProof } from './check-proof.ts'

type Entry = OutputOf<typeof readEntry>

export function EntryPage() {
  const { entryId } = useParams({ from: '/signed-in/ledger/$entryId' })
  const read = useQuery(readOf(readEntry, { params: { entryId } }))
  return (
    <Loaded read={read} isPage>
      {(entry) => <Detail entry={entry} />}
    </Loaded>
  )
}

function Detail({ entry }: { entry: Entry }) {
  const { t } = useTranslation()
  return (
    <Page
      title={entry.title}
      above={
        <Breadcrumb
          above={[{ key: 'ledger', link: <Link to="/ledger">{t('ledger.title')}</Link> }]}
          here={entry.title}
        />
      }
    >
      <dl className="facts">
        <dt>{t('ledger.action')}</dt>
        <dd className="mono">{entry.action}</dd>
        <dt>{t('ledger.who')}</dt>
        <dd>
          <Who entry={entry} />
          {entry.who.person === null ? null : <PersonLink id={entry.who.person.id} />}
        </dd>
        {entry.about === null ? null : (
          <>
            <dt>{t('ledger.about')}</dt>
            <dd>
              {entry.about.name || t('ledger.unnamed')}
              <PersonLink id={entry.about.id} />
            </dd>
          </>
        )}
        <dt>{t('ledger.object')}</dt>
        <dd>
          {entry.object.kind} <span className="mono">{entry.object.id}</span>
          {entry.object.id === '-' ? null : (
            <Link
              className="small more-link"
              to="/ledger"
              search={{ kind: entry.object.kind, object: entry.object.id }}
            >
              {t('ledger.sameObject')}
            </Link>
          )}
        </dd>
        <dt>{t('ledger.occurred')}</dt>
        <dd>
          <Time at={entry.occurredAt} exact />
        </dd>
        <dt>{t('ledger.recorded')}</dt>
        <dd>
          <Time at={entry.recordedAt} exact />
        </dd>
        <dt>{t('ledger.where')}</dt>
        <dd>{[entry.where.address, entry.where.userAgent].filter((part) => part !== null).join(', ') || '–'}</dd>
        {entry.reason === null ? null : (
          <>
            <dt>{t('ledger.reason')}</dt>
            <dd>{entry.reason}</dd>
          </>
        )}
        <dt>{t('ledger.request')}</dt>
        <dd className="mono">{entry.where.request ?? '–'}</dd>
      </dl>
      {entry.erased || entry.expired ? (
        <Notice tone="warning" title={t(entry.expired ? 'ledger.expired' : 'ledger.erased')}>
          <p>{t(entry.expired ? 'ledger.expired.text' : 'ledger.erased.text')}</p>
          {entry.parts.map(({ person, erased }) =>
            erased === null ? null : <ErasedOn key={person} erased={erased} />,
          )}
        </Notice>
      ) : null}
      {entry.before === null && entry.after === null ? null : (
        <section className="section" aria-labelledby="changes">
          <h2 id="changes">{t('ledger.changes')}</h2>
          <Changes before={entry.before} after={entry.after} />
        </section>
      )}
      <Proof entry={entry} />
    </Page>
  )
}

/** When it was erased, and by whose decision. */
function ErasedOn({ erased }: { erased: NonNullable<Entry['parts'][number]['erased']> }) {
  const { t } = useTranslation()
  return (
    <p>
      {t('ledger.erased.on')} <Time at={erased.at} exact />
      {erased.caseId === null ? null : (
        <>
          {' · '}
          <Link to="/erasures/$caseId" params={{ caseId: erased.caseId }}>
            {t('ledger.erased.case')}
          </Link>
        </>
      )}
    </p>
  )
}

function PersonLink({ id }: { id: string }) {
  const { t } = useTranslation()
  return (
    <Link className="small more-link" to="/ledger" search={{ person: id }}>
      {t('ledger.samePerson')}
    </Link>
  )
}

function Proof({ entry }: { entry: Entry }) {
  const { t } = useTranslation()
  const [verdict, setVerdict] = useState<'unchecked' | 'holds' | 'fails'>('unchecked')
  const { proof } = entry
  return (
    <section className="section" aria-labelledby="proof">
      <h2 id="proof">{t('ledger.proof')}</h2>
      {proof === null ? (
        <p>{t('ledger.proof.waits')}</p>
      ) : (
        <>
          <p>{t('ledger.proof.text', { place: entry.place ?? 0, size: proof.size })}</p>
          <p>
            <Button onPress={() => void checkProof(entry).then((holds) => setVerdict(holds ? 'holds' : 'fails'))}>
              {t('ledger.proof.check')}
            </Button>
          </p>
          <div role="status">
            {verdict === 'unchecked' ? null : (
              <Notice
                tone={verdict === 'holds' ? 'good' : 'bad'}
                title={t(verdict === 'holds' ? 'ledger.proof.holds' : 'ledger.proof.fails')}
              >
                <p>{t('ledger.proof.meaning')}</p>
              </Notice>
            )}
          </div>
          <CopyField label={t('ledger.proof.copy')} value={proof.text} />
          <p>{t('ledger.bundle.ofThis')}</p>
          <BundleDownload
            label={t('ledger.bundle.prepare')}
            query={{ objectKind: entry.object.kind, objectId: entry.object.id }}
          />
        </>
      )}
    </section>
  )
}
