/** What is observed of accounts and the register of people, and what the duty makes of it. Pure. */
import { defineDuty, defineFactType, type Duty, type Verdict } from '#core/duty.ts'
import { z } from 'zod'

export const collectorId = 'workforce.accounts'

/** Whether whoever an account belongs to works here. */
export const accountEmployment = defineFactType({
  type: 'account.employment',
  subjectKind: 'account',
  title: { de: 'Beschäftigung hinter einem Konto', en: 'Employment behind an account' },
  schema: z.strictObject({
    accountState: z.enum(['invited', 'active', 'deactivated']),
    /** Of the account's person in the register of people; `none` when that person is not in it. */
    employment: z.enum(['active', 'planned', 'ended', 'none']),
  }),
})
export type AccountEmployment = z.infer<typeof accountEmployment.schema>

/** Nobody who has left, and nobody whom the register does not know, can still sign in. */
export function judgeEmployment({ accountState, employment }: AccountEmployment): Verdict {
  if (accountState === 'deactivated') return { outcome: 'pass', reason: 'account.closed' }
  if (employment === 'ended') return { outcome: 'fail', reason: 'account.of_leaver' }
  if (employment === 'none') return { outcome: 'fail', reason: 'account.of_nobody' }
  return { outcome: 'pass', reason: 'account.of_colleague' }
}

// About accounts, not about `workforce.active-people`: whose account stands in no register is the finding.
export const duties: readonly Duty[] = [
  defineDuty(accountEmployment, {
    id: 'workforce.onboarding-offboarding/no-account-of-a-leaver',
    measure: 'workforce.onboarding-offboarding',
    trigger: 'continuous',
    predicate: judgeEmployment,
    maxAge: 'PT24H',
    minimumClass: 'machine',
    whenEmpty: 'unproven',
    collector: collectorId,
  }),
]
