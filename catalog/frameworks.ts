/**
 * The frameworks and how the measures relate to them, validated when they are loaded: no measure and no requirement is
 * named that does not exist. That every measure is mapped is checked by a spec, so that a new one can be tried first.
 */
import { gdpr } from './frameworks/gdpr.ts'
import { grundschutzPlusPlus } from './frameworks/grundschutz-pp.ts'
import { grundschutz } from './frameworks/grundschutz.ts'
import { iso27001 } from './frameworks/iso27001.ts'
import { nis2 } from './frameworks/nis2.ts'
import type { Framework, Requirement } from './frameworks/shape.ts'
import { soc2 } from './frameworks/soc2.ts'
import { governanceMapping } from './mapping/governance.ts'
import { operationMapping } from './mapping/operation.ts'
import { platformMapping } from './mapping/platform.ts'
import type { Mapped } from './mapping/shape.ts'
import { measureById } from './measures.ts'

export type { Framework, Mapped, Requirement }

/** In the order in which people see them. */
export const frameworks: readonly Framework[] = [iso27001, grundschutz, grundschutzPlusPlus, soc2, gdpr, nis2]

/** Every relation of a measure to a requirement. */
export const mappings: readonly Mapped[] = [...governanceMapping, ...platformMapping, ...operationMapping]

const byId = new Map(frameworks.map((framework) => [framework.id, framework]))
const requirements = new Set(frameworks.flatMap(({ id, requirements: all }) => all.map((one) => `${id} ${one.id}`)))
for (const { measure, framework, requirement } of mappings) {
  if (!measureById(measure)) throw new Error(`the mapping names the unknown measure ${measure}`)
  if (!requirements.has(`${framework} ${requirement}`))
    throw new Error(`${measure} is mapped to ${framework} ${requirement}, which does not exist`)
}

/** The framework with this id, or undefined. */
export function frameworkById(id: string): Framework | undefined {
  return byId.get(id)
}

/** The 93 controls of Annex A, which a Statement of Applicability speaks of (ISO/IEC 27001:2022, 6.1.3 d). */
export const annexA: readonly Requirement[] = iso27001.requirements.filter(({ id }) => id.startsWith('A.'))
