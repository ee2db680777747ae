/** One case: where it stands and what comes next, its clocks, what it is about, the work in it, and what was said. */
import { listCasePeople, noteMention, readCase, changeCase, type CaseDetail } from '#modules/case/contract.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select } from '#ui/field.tsx'
import { Form, FormActions } from '#ui/form.tsx'
import { Notice } from '#ui/notice.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, readOf, useAction } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CaseTable } from './case-table.tsx'
import { Checklist } from './checklist.tsx'
import { Comments } from './comments.tsx'
import { Files } from './files.tsx'
import { NextSteps } from './next-steps.tsx'
import { TaskDialog } from './task-dialog.tsx'
import './case.css'

export function CasePage() {
  const { caseId } = useParams({ from: '/signed-in/cases/$caseId' })
  const read = useQuery(readOf(readCase, { params: { caseId } }))
  return (
    <Loaded read={read} isPage>
      {(found) => <Detail found={found} />}
    </Loaded>
  )
}

function Detail({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  return (
    <Page
      title={found.title}
      windowTitle={t('one-case.window', { number: found.number, title: found.title })}
      lead={`${found.kindName} · ${t('one-case.title', { number: found.number })}`}
      above={
        <Breadcrumb
          above={[
            {
              key: 'cases',
              link: (
                <Link to="/cases" search={{}}>
                  {t('cases.title')}
                </Link>
              ),
            },
            ...(found.parent === null
              ? []
              : [
                  {
                    key: 'parent',
                    link: (
                      <Link to="/cases/$caseId" params={{ caseId: found.parent.id }}>
                        {t('one-case.title', { number: found.parent.number })}
                      </Link>
                    ),
                  },
                ]),
          ]}
          here={t('one-case.title', { number: found.number })}
        />
      }
    >
      <Unseen found={found} />
      <Course found={found} />
      <NextSteps found={found} />
      <Facts found={found} />
      <Clocks found={found} />
      {found.kind === 'task' || found.items.length > 0 ? <Checklist found={found} /> : null}
      <Tasks found={found} />
      <Comments found={found} />
      <Files found={found} />
      <History found={found} />
    </Page>
  )
}

function Unseen({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  const note = useAction(
    async () => {
      for (const mentionId of found.unseen) await api.call(noteMention, { params: { mentionId } })
    },
    { renews: ['case.', 'today.'] },
  )
  if (found.unseen.length === 0) return null
  return (
    <Notice title={t('one-case.seen.title')}>
      <Button size="small" isPending={note.isPending} onPress={() => note.mutate(undefined)}>
        {t('one-case.seen')}
      </Button>
    </Notice>
  )
}

/** The way of the case as a short path; where it stands is said in words, too. */
function Course({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  return (
    <ol className="case-course" role="list" aria-label={t('one-case.course')}>
      {found.course.map(({ state, name, at }) => (
        <li key={state} className={`case-course-${at}`} {...(at === 'here' ? { 'aria-current': 'step' as const } : {})}>
          <span aria-hidden="true" className="case-course-sign" />
          <span className="visually-hidden">
            {at === 'here' ? t('one-case.here', { name }) : at === 'past' ? t('one-case.past', { name }) : name}
          </span>
          <span aria-hidden="true">{name}</span>
        </li>
      ))}
    </ol>
  )
}

function Facts({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  const [isAssigning, setAssigning] = useState(false)
  return (
    <section className="section" aria-labelledby="facts">
      <h2 id="facts">{t('one-case.facts')}</h2>
      <dl className="facts">
        <dt>{t('one-case.owner')}</dt>
        <dd className="row">
          {found.owner?.name ?? <span className="soft">{t('one-case.noOwner')}</span>}
          {found.closedAt === null ? (
            <Button size="small" disabledReason={found.mayNotWorkBecause} onPress={() => setAssigning(true)}>
              {t('one-case.assign')}
            </Button>
          ) : null}
        </dd>
        <dt>{t('one-case.opened')}</dt>
        <dd>
          <Time at={found.openedAt} exact />{' '}
          {found.openedBy === null ? t('one-case.system') : t('one-case.by', { name: found.openedBy.name })}
        </dd>
        {found.submittedBy === null ? null : (
          <>
            <dt>{t('one-case.submitted')}</dt>
            <dd>{t('one-case.by', { name: found.submittedBy.name })}</dd>
          </>
        )}
        {found.decidedBy === null ? null : (
          <>
            <dt>{t('one-case.decided')}</dt>
            <dd>{t('one-case.by', { name: found.decidedBy.name })}</dd>
          </>
        )}
        {found.parent === null ? null : (
          <>
            <dt>{t('one-case.above')}</dt>
            <dd>
              <Link to="/cases/$caseId" params={{ caseId: found.parent.id }}>
                {t('one-case.window', { number: found.parent.number, title: found.parent.title })}
              </Link>
            </dd>
          </>
        )}
        {found.page === null ? null : (
          <>
            <dt>{t('one-case.page')}</dt>
            {/* The server names a path of this application. */}
            <dd>
              <Link to={found.page}>{`${found.kindName}: ${found.title}`}</Link>
            </dd>
          </>
        )}
        {found.links.map((link) => (
          <LinkRow key={link.id} link={link} />
        ))}
      </dl>
      <AssignDialog found={found} isOpen={isAssigning} onClose={() => setAssigning(false)} />
    </section>
  )
}

function LinkRow({ link }: { link: CaseDetail['links'][number] }) {
  const { t } = useTranslation()
  return (
    <>
      <dt>{t(`one-case.link.${link.kind}`)}</dt>
      {/* The server names a path of this application. */}
      <dd>{link.href === null ? link.text : <Link to={link.href}>{link.text}</Link>}</dd>
    </>
  )
}

function AssignDialog({ found, isOpen, onClose }: { found: CaseDetail; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const people = useQuery(readOf(listCasePeople, undefined))
  const [chosen, setChosen] = useState<string | null>(null)
  const ownerId = chosen ?? found.owner?.personId ?? ''
  const assign = useAction(
    (to: string) =>
      api.call(changeCase, {
        params: { caseId: found.id },
        body: { version: found.version, ownerId: to === '' ? null : to },
      }),
    {
      renews: ['case.', 'today.'],
      onDone: () => {
        toast(t('one-case.assigned'))
        setChosen(null)
        onClose()
      },
    },
  )
  const title = t('one-case.assign.title', { number: found.number })
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <Form label={title} problem={assign.error} onSubmit={() => assign.mutate(ownerId)}>
        <Select
          label={t('one-case.owner')}
          name="ownerId"
          value={ownerId}
          onChange={setChosen}
          options={[
            { value: '', label: t('one-case.noOwner') },
            ...(people.data?.items ?? [])
              .filter((person) => person.mayWork)
              .map((person) => ({ value: person.personId, label: person.name })),
          ]}
        />
        <FormActions submit={t('one-case.assign')} isPending={assign.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function Clocks({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  if (found.clocks.length === 0) return null
  return (
    <section className="section" aria-labelledby="clocks">
      <h2 id="clocks">{t('one-case.clocks')}</h2>
      <Table
        caption={t('one-case.clocks')}
        rows={found.clocks}
        rowKey={(clock) => clock.name}
        empty={null}
        columns={[
          { id: 'name', label: t('one-case.clock'), isRowHeader: true, cell: (clock) => clock.label },
          { id: 'started', label: t('one-case.started'), cell: (clock) => <Time at={clock.startedAt} exact /> },
          {
            id: 'due',
            label: t('one-case.due'),
            cell: (clock) => (
              <>
                <Time at={clock.dueAt} exact />
                {clock.overdue ? <strong className="case-overdue">{t('one-case.overdue')}</strong> : null}
                {clock.legalDueAt === null ? null : (
                  <span className="subject-id">
                    {t('one-case.legal')} <Time at={clock.legalDueAt} exact />
                  </span>
                )}
              </>
            ),
          },
          {
            id: 'stopped',
            label: t('one-case.stopped'),
            cell: (clock) => (clock.stoppedAt === null ? t('one-case.running') : <Time at={clock.stoppedAt} exact />),
          },
        ]}
      />
    </section>
  )
}

function Tasks({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  const [isOpening, setOpening] = useState(false)
  if (found.closedAt !== null && found.tasks.length === 0) return null
  return (
    <section className="section" aria-labelledby="tasks">
      <h2 id="tasks">{t('one-case.tasks')}</h2>
      <CaseTable
        caption={t('one-case.tasks')}
        items={found.tasks}
        empty={<p className="soft">{t('one-case.noTasks')}</p>}
      />
      {found.closedAt === null ? (
        <div className="actions">
          <Button disabledReason={found.mayNotWorkBecause} onPress={() => setOpening(true)}>
            {t('one-case.newTask')}
          </Button>
        </div>
      ) : null}
      <TaskDialog parentId={found.id} isOpen={isOpening} onClose={() => setOpening(false)} />
    </section>
  )
}

function History({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  return (
    <section className="section" aria-labelledby="history">
      <h2 id="history">{t('one-case.history')}</h2>
      <ol className="case-history" role="list">
        {found.history.map((entry) => (
          <li key={entry.entryId}>
            <span className="case-history-at">
              <Time at={entry.at} exact />
            </span>
            <div>
              {permissions.includes('ledger:read') ? (
                <Link to="/ledger/$entryId" params={{ entryId: entry.entryId }}>
                  {entry.what}
                </Link>
              ) : (
                entry.what
              )}{' '}
              <span className="soft">
                {entry.who === null ? t('one-case.system') : t('one-case.by', { name: entry.who })}
                {entry.sameWeek ? `; ${t('one-case.sameWeekDone')}` : ''}
              </span>
              {entry.reason === null ? null : <p className="case-text">{entry.reason}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
