/**
 * The collector `workforce.accounts`: compares the accounts of this instance's own tenant with its register of people.
 * An account whose person has left is a counter-example, and so is one whose person stands in no register: what is
 * missing from both lists of a company is the real finding (domain.md (c) 2). Without a register there is nothing to
 * compare with, and nothing is proved. Companies on this instance answer for their own people.
 */
import type { Collector, ObservedFact } from '#core/collector.ts'
import { listAccounts } from '#modules/identity/actions/register.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { accountEmployment, collectorId, type AccountEmployment } from './fact.ts'
import { listEmployments } from './store.ts'

export const employmentCollector: Collector = {
  id: collectorId,
  query: 'accounts of the own tenant, and the register of people',
  version: '1',
  everyMs: 20_000,
  detectsWithinMs: 40_000,
  observe: async (context) => {
    const own = context.tenants.find(({ kind }) => kind === 'platform')
    if (!own) return { facts: [], populations: [] }
    const today = dayOf(context.services.clock.now())
    // One snapshot of both lists: somebody who joins between two reads would look like a stranger.
    const { accounts, employments } = await context.services.database.withTenant(
      own.id,
      async (tx) => ({ accounts: await listAccounts({ tx }), employments: await listEmployments(tx, today) }),
      { isolation: 'repeatable read', readOnly: true },
    )
    const isKept = employments.length > 0
    const states = new Map(
      employments.map((one): [string, AccountEmployment['employment']] => [
        one.subject_id,
        one.joined_on > today ? 'planned' : one.left_on !== null && one.left_on < today ? 'ended' : 'active',
      ]),
    )
    const facts = isKept
      ? accounts.map((account): ObservedFact => {
          const data: AccountEmployment = {
            accountState: account.state,
            employment: states.get(account.person_id) ?? 'none',
          }
          return { subject: { kind: 'account', externalId: account.id }, type: accountEmployment.type, data }
        })
      : []
    return {
      facts,
      populations: [
        {
          factType: accountEmployment.type,
          expected: accounts.length,
          seen: facts.length,
          reconciledAgainst: isKept ? 'the register of people' : null,
        },
      ],
    }
  },
}
