/** The one registry of modules: a new capability is one folder and one line here. */
import { measures } from '#catalog/measures.ts'
import { noOutlets, type Outlets } from '#core/ledger/outlet.ts'
import { coreManifest } from '#core/manifest.ts'
import { createRegistry, type Registry } from '#core/registry.ts'
import { caseModule } from '#modules/case/module.ts'
import { assetModule } from '#modules/asset/module.ts'
import { attestationModule } from '#modules/attestation/module.ts'
import { cryptographyModule } from '#modules/cryptography/module.ts'
import { documentModule } from '#modules/document/module.ts'
import { dutyModule } from '#modules/duty/module.ts'
import { frameworkModule } from '#modules/framework/module.ts'
import { identityModule } from '#modules/identity/module.ts'
import { isolationModule } from '#modules/isolation/module.ts'
import { ledgerModule } from '#modules/ledger/module.ts'
import { questionnaireModule } from '#modules/questionnaire/module.ts'
import { siemModule } from '#modules/siem/module.ts'
import { measureModule } from '#modules/measure/module.ts'
import { personRecordModule } from '#modules/person-record/module.ts'
import { privacyModule } from '#modules/privacy/module.ts'
import { statementModule } from '#modules/statement/module.ts'
import { trustCentreModule } from '#modules/trust-centre/module.ts'
import { supplierModule } from '#modules/supplier/module.ts'
import { todayModule } from '#modules/today/module.ts'
import { workforceModule } from '#modules/workforce/module.ts'
import { viewModule } from '#modules/view/module.ts'
import { supportModule } from '#modules/support/module.ts'
import type { KnownSurroundings } from './surroundings.ts'

/** Composes all modules for an instance; the registry is handed back to them once it exists. */
export function composeRegistry(around: KnownSurroundings, outlets: Outlets = noOutlets): Registry {
  let registry: Registry | null = null
  const composed = (): Registry => {
    if (registry === null) throw new Error('the registry was asked for while it was being composed')
    return registry
  }
  registry = createRegistry(
    [
      coreManifest(composed),
      identityModule(composed),
      statementModule(composed, around),
      caseModule(composed),
      todayModule(composed),
      privacyModule,
      isolationModule({ registry: composed, serverUrls: around.serverUrls }),
      ledgerModule(composed, outlets),
      siemModule(around.siem),
      viewModule(composed),
      dutyModule(composed),
      measureModule(composed),
      personRecordModule(composed),
      frameworkModule(composed),
      questionnaireModule(composed),
      supportModule,
      workforceModule,
      assetModule,
      supplierModule,
      documentModule(composed),
      trustCentreModule(composed, around.dnsServers),
      attestationModule(composed),
      cryptographyModule({ ...around, columns: () => composed().confidentialColumns }),
    ],
    measures,
  )
  return registry
}
