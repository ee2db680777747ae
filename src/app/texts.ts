/** All texts that the server speaks, composed from the catalogues of core, platform, trust and modules. */
import { de as coreDe } from '#core/locale/de.ts'
import { en as coreEn } from '#core/locale/en.ts'
import { de as caseDe } from '#modules/case/locale/de.ts'
import { en as caseEn } from '#modules/case/locale/en.ts'
import { de as registerDe } from '#core/register/locale/de.ts'
import { en as registerEn } from '#core/register/locale/en.ts'
import { de as attestationDe } from '#modules/attestation/locale/de.ts'
import { en as attestationEn } from '#modules/attestation/locale/en.ts'
import { de as assetDe } from '#modules/asset/locale/de.ts'
import { en as assetEn } from '#modules/asset/locale/en.ts'
import { de as workforceDe } from '#modules/workforce/locale/de.ts'
import { en as workforceEn } from '#modules/workforce/locale/en.ts'
import { de as cryptographyDe } from '#modules/cryptography/locale/de.ts'
import { en as cryptographyEn } from '#modules/cryptography/locale/en.ts'
import { de as documentDe } from '#modules/document/locale/de.ts'
import { en as documentEn } from '#modules/document/locale/en.ts'
import { de as dutyDe } from '#modules/duty/locale/de.ts'
import { en as dutyEn } from '#modules/duty/locale/en.ts'
import { de as frameworkDe } from '#modules/framework/locale/de.ts'
import { en as frameworkEn } from '#modules/framework/locale/en.ts'
import { de as questionnaireDe } from '#modules/questionnaire/locale/de.ts'
import { en as questionnaireEn } from '#modules/questionnaire/locale/en.ts'
import { de as identityDe } from '#modules/identity/locale/de.ts'
import { en as identityEn } from '#modules/identity/locale/en.ts'
import { de as isolationDe } from '#modules/isolation/locale/de.ts'
import { en as isolationEn } from '#modules/isolation/locale/en.ts'
import { de as ledgerDe } from '#modules/ledger/locale/de.ts'
import { en as ledgerEn } from '#modules/ledger/locale/en.ts'
import { de as siemDe } from '#modules/siem/locale/de.ts'
import { en as siemEn } from '#modules/siem/locale/en.ts'
import { de as measureDe } from '#modules/measure/locale/de.ts'
import { en as measureEn } from '#modules/measure/locale/en.ts'
import { de as personRecordDe } from '#modules/person-record/locale/de.ts'
import { en as personRecordEn } from '#modules/person-record/locale/en.ts'
import { de as privacyDe } from '#modules/privacy/locale/de.ts'
import { en as privacyEn } from '#modules/privacy/locale/en.ts'
import { de as statementDe } from '#modules/statement/locale/de.ts'
import { en as statementEn } from '#modules/statement/locale/en.ts'
import { de as trustCentreDe } from '#modules/trust-centre/locale/de.ts'
import { en as trustCentreEn } from '#modules/trust-centre/locale/en.ts'
import { de as todayDe } from '#modules/today/locale/de.ts'
import { en as todayEn } from '#modules/today/locale/en.ts'
import { de as viewDe } from '#modules/view/locale/de.ts'
import { en as viewEn } from '#modules/view/locale/en.ts'
import { de as supportDe } from '#modules/support/locale/de.ts'
import { en as supportEn } from '#modules/support/locale/en.ts'
import { de as supplierDe } from '#modules/supplier/locale/de.ts'
import { en as supplierEn } from '#modules/supplier/locale/en.ts'
import { createTexts, type Catalogue } from '#platform/i18n/texts.ts'
import { de as cryptoDe } from '#platform/crypto/locale/de.ts'
import { en as cryptoEn } from '#platform/crypto/locale/en.ts'
import { de as databaseDe } from '#platform/database/locale/de.ts'
import { en as databaseEn } from '#platform/database/locale/en.ts'
import { de as platformDe } from '#platform/locale/de.ts'
import { en as platformEn } from '#platform/locale/en.ts'
import { de as trustDe } from '#trust/locale/de.ts'
import { en as trustEn } from '#trust/locale/en.ts'
import { de as appDe } from './locale/de.ts'
import { en as appEn } from './locale/en.ts'

export const catalogues: readonly Catalogue[] = [
  { de: appDe, en: appEn },
  { de: platformDe, en: platformEn },
  { de: cryptoDe, en: cryptoEn },
  { de: databaseDe, en: databaseEn },
  { de: coreDe, en: coreEn },
  { de: trustDe, en: trustEn },
  { de: documentDe, en: documentEn },
  { de: frameworkDe, en: frameworkEn },
  { de: questionnaireDe, en: questionnaireEn },
  { de: trustCentreDe, en: trustCentreEn },
  { de: supplierDe, en: supplierEn },
  { de: identityDe, en: identityEn },
  { de: isolationDe, en: isolationEn },
  { de: ledgerDe, en: ledgerEn },
  { de: siemDe, en: siemEn },
  { de: measureDe, en: measureEn },
  { de: personRecordDe, en: personRecordEn },
  { de: privacyDe, en: privacyEn },
  { de: statementDe, en: statementEn },
  { de: caseDe, en: caseEn },
  { de: todayDe, en: todayEn },
  { de: viewDe, en: viewEn },
  { de: supportDe, en: supportEn },
  { de: dutyDe, en: dutyEn },
  { de: cryptographyDe, en: cryptographyEn },
  { de: registerDe, en: registerEn },
  { de: workforceDe, en: workforceEn },
  { de: assetDe, en: assetEn },
  { de: attestationDe, en: attestationEn },
]

export const texts = createTexts(catalogues)
