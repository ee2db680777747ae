/** The standings of an account, read backwards. */
import { expect, test } from 'vitest'
import { standingsOf, type AccountEvent } from '../rules.ts'

const at = (day: number) => new Date(Date.UTC(2026, 2, day))
const event = (day: number, action: string, before: object | null = {}, after: object | null = {}): AccountEvent => ({
  action: `account.${action}`,
  at: at(day),
  before: before as AccountEvent['before'],
  after: after as AccountEvent['after'],
})
const now = { createdAt: at(1), roles: ['isb'], state: 'active' }
const told = (events: AccountEvent[]) =>
  standingsOf(now, events).map(({ fromAt, toAt, roles, state }) => [
    fromAt.getUTCDate(),
    toAt?.getUTCDate() ?? null,
    roles?.join() ?? null,
    state,
  ])

test('an account that nobody changed stood from the first day on as it does now', () => {
  expect(told([])).toEqual([[1, null, 'isb', 'active']])
})

test('each change is taken back in turn, the newest first', () => {
  expect(
    told([
      event(9, 'reactivated', { state: 'deactivated' }),
      event(7, 'deactivated', { state: 'active' }),
      event(5, 'roles_changed', { roles: ['employee'] }),
      event(2, 'enrolled', {}, { purpose: 'invitation' }),
    ]),
  ).toEqual([
    [9, null, 'isb', 'active'],
    [7, 9, 'isb', 'deactivated'],
    [5, 7, 'isb', 'active'],
    [2, 5, 'employee', 'active'],
    [1, 2, 'employee', 'invited'],
  ])
})

test('new factors after a reset change neither state nor roles', () => {
  expect(told([event(5, 'enrolled', {}, { purpose: 'reset' })])).toEqual([[1, null, 'isb', 'active']])
})

test('what has expired is unknown before it, until an older change says it', () => {
  expect(told([event(5, 'roles_changed', null, null), event(3, 'roles_changed', { roles: ['owner'] })])).toEqual([
    [5, null, 'isb', 'active'],
    [3, 5, null, 'active'],
    [1, 3, 'owner', 'active'],
  ])
})
