/** The one registry of modules: a new capability is one folder and one line here. */
import { measures } from '#catalog/measures.ts'
import { coreManifest } from '#core/manifest.ts'
import { createRegistry, type Registry } from '#core/registry.ts'
import { cryptographyModule, type Surroundings } from '#modules/cryptography/module.ts'
import { identityModule } from '#modules/identity/module.ts'
import { statementModule } from '#modules/statement/module.ts'

/** Composes all modules for an instance; the registry is handed back to them once it exists. */
export function composeRegistry(around: Omit<Surroundings, 'columns'>): Registry {
  let registry: Registry | null = null
  const composed = (): Registry => {
    if (registry === null) throw new Error('the registry was asked for while it was being composed')
    return registry
  }
  registry = createRegistry(
    [
      coreManifest(composed),
      identityModule(composed),
      statementModule(composed),
      cryptographyModule({ ...around, columns: () => composed().confidentialColumns }),
    ],
    measures,
  )
  return registry
}
