/** All English texts of the application, composed from the catalogues of shell and pages; loaded when English is chosen. */
import { en as evidence } from '#core/evidence/web/locale/en.ts'
import { en as mail } from '#core/mail/web/locale/en.ts'
import { en as cases } from '#modules/case/web/locale/en.ts'
import { en as register } from '#core/register/web/locale/en.ts'
import { en as document } from '#modules/document/web/locale/en.ts'
import { en as duty } from '#modules/duty/web/locale/en.ts'
import { en as framework } from '#modules/framework/web/locale/en.ts'
import { en as questionnaire } from '#modules/questionnaire/web/locale/en.ts'
import { en as identity } from '#modules/identity/web/locale/en.ts'
import { en as ledger } from '#modules/ledger/web/locale/en.ts'
import { en as measure } from '#modules/measure/web/locale/en.ts'
import { en as personRecord } from '#modules/person-record/web/locale/en.ts'
import { en as privacy } from '#modules/privacy/web/locale/en.ts'
import { en as statement } from '#modules/statement/web/locale/en.ts'
import { en as review } from '#modules/statement/web/locale/review-en.ts'
import { en as version } from '#modules/statement/web/locale/version-en.ts'
import { en as supplier } from '#modules/supplier/web/locale/en.ts'
import { en as support } from '#modules/support/web/locale/en.ts'
import { en as attestation } from '#modules/attestation/web/locale/en.ts'
import { en as publicPage } from '#modules/trust-centre/web/locale/en.ts'
import { en as today } from '#modules/today/web/locale/en.ts'
import { en as shell } from './locale/en.ts'

export const pageTexts = {
  ...shell,
  ...identity,
  ...statement,
  ...version,
  ...review,
  ...evidence,
  ...mail,
  ...ledger,
  ...measure,
  ...personRecord,
  ...privacy,
  ...supplier,
  ...support,
  ...publicPage,
  ...attestation,
  ...cases,
  ...today,
  ...register,
  ...document,
  ...duty,
  ...framework,
  ...questionnaire,
} as const

/** The modules' own catalogues: names of roles and permissions. */
const named = import.meta.glob<Record<string, string>>(
  ['../modules/*/locale/en.ts', '../core/locale/en.ts', '../core/*/locale/en.ts'],
  {
    import: 'en',
    eager: true,
  },
)

export const texts: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(named), pageTexts)
