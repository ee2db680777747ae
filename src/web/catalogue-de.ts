/** All German texts of the application, composed from the catalogues of shell and pages; loaded when German is chosen. */
import { de as evidence } from '#core/evidence/web/locale/de.ts'
import { de as mail } from '#core/mail/web/locale/de.ts'
import { de as cases } from '#modules/case/web/locale/de.ts'
import { de as register } from '#core/register/web/locale/de.ts'
import { de as document } from '#modules/document/web/locale/de.ts'
import { de as duty } from '#modules/duty/web/locale/de.ts'
import { de as framework } from '#modules/framework/web/locale/de.ts'
import { de as questionnaire } from '#modules/questionnaire/web/locale/de.ts'
import { de as identity } from '#modules/identity/web/locale/de.ts'
import { de as ledger } from '#modules/ledger/web/locale/de.ts'
import { de as measure } from '#modules/measure/web/locale/de.ts'
import { de as personRecord } from '#modules/person-record/web/locale/de.ts'
import { de as privacy } from '#modules/privacy/web/locale/de.ts'
import { de as statement } from '#modules/statement/web/locale/de.ts'
import { de as review } from '#modules/statement/web/locale/review-de.ts'
import { de as version } from '#modules/statement/web/locale/version-de.ts'
import { de as supplier } from '#modules/supplier/web/locale/de.ts'
import { de as support } from '#modules/support/web/locale/de.ts'
import { de as attestation } from '#modules/attestation/web/locale/de.ts'
import { de as publicPage } from '#modules/trust-centre/web/locale/de.ts'
import { de as today } from '#modules/today/web/locale/de.ts'
import { de as shell } from './locale/de.ts'

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
  ['../modules/*/locale/de.ts', '../core/locale/de.ts', '../core/*/locale/de.ts'],
  {
    import: 'de',
    eager: true,
  },
)

export const texts: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(named), pageTexts)
