/** One case of erasure: what is asked, what it would do, the decision of the second person, and what was done. */
import {
  approveErasure,
  readErasure,
  refuseErasure,
  withdrawErasure,
  type CaseView,
} from '#modules/privacy/contract.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/field.tsx'
import { Form, FormActions, textOf } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { Spinner } from '#ui/spinner.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Erased, Stays } from './counts.tsx'
import { Day } from './day.tsx'

/** While the worker is at it. */
const lookAgainMs = 2_000

const endpoints = { approve: approveErasure, refuse: refuseErasure, withdraw: withdrawErasure } as const
type Choice = keyof typeof endpoints

export function CasePage() {
  const { caseId } = useParams({ from: '/signed-in/erasures/$caseId' })
  const read = useQuery({
    ...readOf(readErasure, { params: { caseId } }),
    refetchInterval: ({ state }) =>
      state.data?.state === 'approved' || state.data?.state === 'erasing' ? lookAgainMs : false,
  })
  return (
    <Loaded read={read} isPage>
      {(found) => <Detail found={found} />}
    </Loaded>
  )
}

function Detail({ found }: { found: CaseView }) {
  const { t } = useTranslation()
  const title = t('erasure.of', { name: found.person.name })
  return (
    <Page
      title={title}
      above={
        <Breadcrumb above={[{ key: 'privacy', link: <Link to="/privacy">{t('privacy.title')}</Link> }]} here={title} />
      }
    >
      <Progress found={found} />
      <dl className="facts">
        <dt>{t('erasure.person')}</dt>
        <dd>
          <Link to="/people/$personId" params={{ personId: found.person.personId }}>
            {found.person.name}
          </Link>
        </dd>
        <dt>{t('erasure.basis')}</dt>
        <dd>{t(`erasure.basis.${found.basis}`)}</dd>
        <dt>{t('erasure.receivedOn')}</dt>
        <dd>
          <Day on={found.receivedOn} />
        </dd>
        <dt>{t('erasure.dueOn')}</dt>
        <dd>
          <Day on={found.dueOn} /> {found.overdue ? <strong>{t('erasure.overdue')}</strong> : null}
        </dd>
        <dt>{t('erasure.requestedBy')}</dt>
        <dd>
          {found.requestedBy.name}, <Time at={found.requestedAt} exact />
        </dd>
        <dt>{t('erasure.reason')}</dt>
        <dd>{found.reason ?? <span className="soft">{t('erasure.reasonErased')}</span>}</dd>
        {found.decidedBy === null || found.decidedAt === null ? null : (
          <>
            <dt>{t('erasure.decidedBy')}</dt>
            <dd>
              {found.decidedBy.name}, <Time at={found.decidedAt} exact />
            </dd>
            <dt>{t('erasure.decisionReason')}</dt>
            <dd>{found.decisionReason ?? <span className="soft">{t('erasure.reasonErased')}</span>}</dd>
          </>
        )}
      </dl>
      <Decision found={found} />
      <Effect found={found} />
    </Page>
  )
}

function Progress({ found }: { found: CaseView }) {
  const { t } = useTranslation()
  const isHeld = found.preview?.obstacles.includes('held') === true
  const isOpen = found.preview?.obstacles.includes('account_open') === true
  if (found.state === 'done')
    return (
      <Notice tone="good" title={t('erasure.state.done')}>
        <p>
          {t('erasure.erasedOn')} <Time at={found.doneAt ?? found.requestedAt} exact />
        </p>
      </Notice>
    )
  if (found.state === 'approved' && (isHeld || isOpen))
    return (
      <Notice tone="warning" title={t('erasure.waits')}>
        <p>{t(isHeld ? 'erasure.obstacle.held' : 'erasure.obstacle.account_open')}</p>
      </Notice>
    )
  if (found.state === 'approved' || found.state === 'erasing')
    return (
      <Notice title={t(`erasure.state.${found.state}`)} live>
        <p className="row">
          <Spinner /> {t('erasure.running')}
        </p>
      </Notice>
    )
  return (
    <p>
      <span className={`tag tag-${found.state}`}>{t(`erasure.state.${found.state}`)}</span>
    </p>
  )
}

function Decision({ found }: { found: CaseView }) {
  const { t } = useTranslation()
  const [choice, setChoice] = useState<Choice | null>(null)
  if (found.state !== 'requested') return null
  const obstacle = found.preview?.obstacles[0]
  const obstacleText = obstacle ? t(`erasure.obstacle.${obstacle}`) : null
  return (
    <section className="section" aria-labelledby="decision">
      <h2 id="decision">{t('erasure.decision')}</h2>
      <p className="soft">{t('erasure.fourEyes')}</p>
      {found.sameWeek ? <Notice tone="warning" title={t('erasure.sameWeek')} /> : null}
      {obstacleText === null ? null : <Notice tone="warning" title={obstacleText} />}
      <div className="actions">
        <Button
          variant="danger"
          disabledReason={found.mayNotDecideBecause ?? obstacleText}
          onPress={() => setChoice('approve')}
        >
          {t('erasure.approve')}
        </Button>
        <Button disabledReason={found.mayNotDecideBecause} onPress={() => setChoice('refuse')}>
          {t('erasure.refuse')}
        </Button>
        {found.mayWithdraw ? <Button onPress={() => setChoice('withdraw')}>{t('erasure.withdraw')}</Button> : null}
      </div>
      <DecisionDialog found={found} choice={choice} onClose={() => setChoice(null)} />
    </section>
  )
}

function DecisionDialog({ found, choice, onClose }: { found: CaseView; choice: Choice | null; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const settle = useAction(
    (given: { choice: Choice; reason: string }) =>
      api.call(endpoints[given.choice], { params: { caseId: found.caseId }, body: { reason: given.reason } }),
    {
      renews: ['erasure.', 'person.', 'today.'],
      onDone: (_done, given) => {
        toast(t(`erasure.${given.choice}.done`))
        onClose()
      },
    },
  )
  const shown = choice ?? 'approve'
  const title = t(`erasure.${shown}.title`, { name: found.person.name })
  return (
    <Dialog title={title} isOpen={choice !== null} onClose={onClose} grave={shown === 'approve'}>
      <p>{t(`erasure.${shown}.meaning`)}</p>
      <Form
        label={title}
        problem={settle.error}
        onSubmit={(data) => settle.mutate({ choice: shown, reason: textOf(data, 'reason') })}
      >
        <TextField name="reason" label={t('erasure.decisionReason')} rows={3} isRequired />
        <FormActions
          submit={t(`erasure.${shown}`)}
          variant={shown === 'approve' ? 'danger' : 'primary'}
          isPending={settle.isPending}
          onCancel={onClose}
        />
      </Form>
    </Dialog>
  )
}

function Effect({ found }: { found: CaseView }) {
  const { t } = useTranslation()
  return (
    <section className="section" aria-labelledby="effect">
      <h2 id="effect">{t('erasure.effect')}</h2>
      {found.erased === null ? null : (
        <>
          <h3>{t('erasure.wasErased')}</h3>
          <Erased counts={found.erased} />
        </>
      )}
      {found.preview === null ? null : (
        <>
          <h3>{t('erasure.willErase')}</h3>
          <Erased counts={found.preview.erased} />
          <h3>{t('erasure.willStay')}</h3>
          <Stays counts={found.preview.stays} />
        </>
      )}
      {found.evidence.length === 0 ? null : (
        <>
          <h3>{t('erasure.evidence')}</h3>
          <p className="soft">{t('erasure.evidence.stays')}</p>
          <ul className="bullets">
            {found.evidence.map(({ evidenceId, title, proves }) => (
              <li key={evidenceId}>
                <Link to="/evidence/$evidenceId" params={{ evidenceId }}>
                  {title ?? evidenceId}
                </Link>{' '}
                <span className="small soft">{t(proves ? 'erasure.evidence.proves' : 'erasure.evidence.idle')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
