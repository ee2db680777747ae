/** The heads of the ledger: how it stands, what was published and who vouches for it, the keys, and who gets mail. */
import {
  cosignedPath,
  feedPath,
  requestPublication,
  rotateSigningKey,
  type LedgerState,
} from '#modules/ledger/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Table } from '#ui/table.tsx'
import { millisecondsInWords, Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useRefusal, useSession } from '#web/session.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLedgerState } from './ledger-pulse.tsx'
import { Recipients } from './recipients.tsx'

export function HeadPanel() {
  const { permissions } = useSession()
  const read = useLedgerState()
  return (
    <Loaded read={read}>
      {(state) => (
        <>
          <Standing state={state} />
          <Published state={state} />
          {permissions.includes('ledger:publish') ? <Recipients /> : null}
          {state.keys === null ? null : <Keys keys={state.keys} />}
        </>
      )}
    </Loaded>
  )
}

function Standing({ state }: { state: LedgerState }) {
  const { t, i18n } = useTranslation()
  const { waiting, head, lastBatch } = state
  const inWords = (ms: number) => millisecondsInWords(ms, i18n.language)
  return (
    <section className="section" aria-labelledby="standing">
      <h2 id="standing">{t('ledger.standing')}</h2>
      <dl className="facts">
        <dt>{t('ledger.size')}</dt>
        <dd>{state.size.toLocaleString(i18n.language)}</dd>
        <dt>{t('ledger.lastHead')}</dt>
        <dd>{head === null ? t('ledger.none') : <Time at={head.signedAt} />}</dd>
        <dt>{t('ledger.waiting')}</dt>
        <dd>
          {waiting.entries === 0 ? (
            t('ledger.nothingWaits')
          ) : (
            <span className={waiting.isLate ? 'tag tag-failed' : ''}>
              {t('ledger.waitingSince', { entries: waiting.entries, waited: inWords(waiting.oldestMs ?? 0) })}
            </span>
          )}
        </dd>
        <dt>{t('ledger.mergeDelay')}</dt>
        <dd>
          {lastBatch === null ? (
            t('ledger.none')
          ) : (
            <span className={lastBatch.isLate ? 'tag tag-failed' : ''}>{inWords(lastBatch.mergeDelayMs)}</span>
          )}
        </dd>
      </dl>
    </section>
  )
}

function Published({ state }: { state: LedgerState }) {
  const { t } = useTranslation()
  const toast = useToast()
  const refusal = useRefusal()
  const { publication } = state
  const publish = useAction(() => api.call(requestPublication), {
    renews: ['ledger-state.'],
    onDone: () => toast(t('ledger.publish.asked')),
  })
  return (
    <section className="section" aria-labelledby="published">
      <h2 id="published">{t('ledger.published')}</h2>
      <p className="soft">{t('ledger.published.text', { minutes: state.publishesEveryMinutes })}</p>
      {publish.error ? <ProblemNotice problem={publish.error} /> : null}
      {publication === null ? (
        <p>{t('ledger.published.none')}</p>
      ) : (
        <dl className="facts">
          <dt>{t('ledger.publishedAt')}</dt>
          <dd>
            <Time at={publication.publishedAt} />
          </dd>
          <dt>{t('ledger.witnesses')}</dt>
          <dd>
            <Outlets outlets={publication.witnesses} none={t('ledger.witnesses.none')} />
          </dd>
          <dt>{t('ledger.authorities')}</dt>
          <dd>
            <Outlets outlets={publication.authorities} none={t('ledger.authorities.none')} />
          </dd>
          <dt>{t('ledger.published.note')}</dt>
          <dd>
            <a href={cosignedPath(publication.size)}>{cosignedPath(publication.size)}</a>
          </dd>
          <dt>{t('ledger.feed')}</dt>
          <dd>
            <a href={feedPath}>{feedPath}</a>
          </dd>
        </dl>
      )}
      <div className="actions">
        <Button
          isPending={publish.isPending}
          disabledReason={refusal('ledger:publish') ?? (state.keys === null ? t('ledger.platformOnly') : null)}
          onPress={() => publish.mutate(undefined)}
        >
          {t('ledger.publish')}
        </Button>
      </div>
    </section>
  )
}

type Outlet = NonNullable<LedgerState['publication']>['witnesses'][number]

/** Each with its time; one that has not done its part stands out. */
function Outlets({ outlets, none }: { outlets: readonly Outlet[]; none: string }) {
  const { t } = useTranslation()
  if (outlets.length === 0) return <span className="soft">{none}</span>
  return (
    <ul className="outlets">
      {outlets.map(({ name, at }) => (
        <li key={name}>
          {name} {at === null ? <span className="tag tag-queued">{t('ledger.outlet.missing')}</span> : <Time at={at} />}
        </li>
      ))}
    </ul>
  )
}

function Keys({ keys }: { keys: NonNullable<LedgerState['keys']> }) {
  const { t } = useTranslation()
  const refusal = useRefusal()
  const toast = useToast()
  const [isAsking, setAsking] = useState(false)
  const rotate = useAction(() => api.call(rotateSigningKey), {
    renews: ['ledger-state.'],
    onDone: () => {
      setAsking(false)
      toast(t('ledger.key.rotated'))
    },
  })
  return (
    <section className="section" aria-labelledby="keys">
      <h2 id="keys">{t('ledger.keys')}</h2>
      <p className="soft">{t('ledger.keys.text')}</p>
      <Table
        caption={t('ledger.keys')}
        rows={keys.toReversed()}
        rowKey={(key) => key.id}
        empty={<p>{t('ledger.none')}</p>}
        columns={[
          {
            id: 'key',
            label: t('ledger.key'),
            isRowHeader: true,
            cell: (key) => <code className="verifier-key">{key.verifierKey}</code>,
          },
          { id: 'from', label: t('ledger.key.from'), cell: (key) => <Time at={key.createdAt} exact /> },
          {
            id: 'until',
            label: t('ledger.key.until'),
            cell: (key) => (key.signsUntil === null ? t('ledger.key.newest') : <Time at={key.signsUntil} exact />),
          },
        ]}
      />
      <div className="actions">
        <Button disabledReason={refusal('ledger:rotate-key')} onPress={() => setAsking(true)}>
          {t('ledger.key.rotate')}
        </Button>
      </div>
      <Dialog title={t('ledger.key.rotate')} isOpen={isAsking} onClose={() => setAsking(false)} grave>
        {rotate.error ? <ProblemNotice problem={rotate.error} /> : null}
        <p>{t('ledger.key.rotate.text')}</p>
        <div className="actions">
          <Button variant="primary" isPending={rotate.isPending} onPress={() => rotate.mutate(undefined)}>
            {t('ledger.key.rotate')}
          </Button>
          <Button variant="quiet" onPress={() => setAsking(false)}>
            {t('ui.cancel')}
          </Button>
        </div>
      </Dialog>
    </section>
  )
}
