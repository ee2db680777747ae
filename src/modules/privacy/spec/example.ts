/** A company with people in every role, somebody who has left, and the calls of a case, over HTTP. */
import { deactivateAccount } from '#modules/identity/contract.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { createStage, createStageClock, type Player, type Reply, type Session, type Stage } from '#test/matrix/stage.ts'
import type { FakeClock } from '#platform/clock/clock.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { plantLeaver } from '#modules/identity/actions/erase.ts'
import * as contract from '../contract.ts'

export interface Company {
  readonly stage: Stage
  readonly db: TestDatabase
  readonly clock: FakeClock
  readonly tenantId: string
  player(role: BuiltInRole): Player
  /** Calls as somebody, with a fresh second factor. */
  call(
    role: BuiltInRole,
    endpoint: Endpoint,
    request?: { params?: object; query?: object; body?: object },
  ): Promise<Reply>
  /** Somebody whose account is closed. */
  leaver(): Promise<string>
  /** Closes the account of a player. */
  close(role: BuiltInRole): Promise<string>
  /** Opens a case as the ISB; returns its id. */
  request(personId: string): Promise<string>
  /** Opens a case as the ISB and approves it as management. */
  approve(personId: string): Promise<string>
  state(caseId: string): Promise<string>
  /** Actions about an object, oldest first. */
  entries(objectId: string): Promise<string[]>
  end(): Promise<void>
}

export const bodyOf = (reply: Reply) => JSON.parse(reply.body)

export async function createCompany(): Promise<Company> {
  const clock = createStageClock()
  const db = await createTestDatabase({ clock })
  const stage = await createStage(db.database, clock)
  const sessions = new Map<BuiltInRole, Session>()
  const player = (role: BuiltInRole) => {
    const found = stage.players.get(role)
    if (!found) throw new Error(`nobody is ${role}`)
    return found
  }
  const company: Company = {
    stage,
    db,
    clock,
    tenantId: stage.tenantId,
    player,
    call: async (role, endpoint, request = {}) => {
      const session = await stage.openSession(player(role))
      sessions.set(role, session)
      return stage.send(endpoint, request as Parameters<Stage['send']>[1], session.cookie)
    },
    leaver: () => stage.within(stage.tenantId, null, null, plantLeaver),
    close: async (role) => {
      const { accountId, personId } = player(role).account
      const closed = await company.call('owner', deactivateAccount, { params: { accountId } })
      if (closed.status !== 200) throw new Error(closed.body)
      return personId
    },
    request: async (personId) => {
      const answer = await company.call('isb', contract.requestErasure, {
        params: { personId },
        body: { basis: 'art17_1a', receivedOn: '2026-01-31', reason: 'asked by letter' },
      })
      if (answer.status !== 201) throw new Error(answer.body)
      return bodyOf(answer).caseId
    },
    approve: async (personId) => {
      const caseId = await company.request(personId)
      const answer = await company.call('management', contract.approveErasure, {
        params: { caseId },
        body: { reason: 'nothing to keep' },
      })
      if (answer.status !== 200) throw new Error(answer.body)
      return caseId
    },
    state: async (caseId) => {
      const { rows } = await db.owner.query<{ state: string }>('select state from erasure_cases where id = $1', [
        caseId,
      ])
      return rows[0]?.state ?? ''
    },
    entries: async (objectId) => {
      const { rows } = await db.owner.query<{ action: string }>(
        'select action from ledger_pending where object_id = $1 order by id',
        [objectId],
      )
      return rows.map((row) => row.action)
    },
    end: async () => {
      await stage.close()
      await db.close()
    },
  }
  return company
}
