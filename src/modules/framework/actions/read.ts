/** Frameworks with how their requirements stand: the gap view. */
import { frameworkById, frameworks, type Framework } from '#catalog/frameworks.ts'
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import type { Status } from '#core/vocabulary.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { notFound } from '#platform/http/problem.ts'
import type { FrameworkDetail, FrameworkSummary, listFrameworks, RequirementView } from '../contract/framework.ts'
import { readStandingsOfCompany, type CompanyStandings } from './certificate.ts'
import { readMeasureStatuses, requirementsOf } from './standing.ts'

/** All frameworks, with counts. */
export async function listAllFrameworks(
  context: Context,
  registry: Registry,
): Promise<OutputOf<typeof listFrameworks>> {
  const statuses = await readMeasureStatuses(context, registry)
  const standings = await readStandingsOfCompany(context)
  return {
    items: frameworks.map((framework) =>
      summarise(framework, requirementsOf(registry, statuses, framework), standings),
    ),
  }
}

/** @throws Problem `common.not_found` for a framework that the catalogue does not have */
export async function readOneFramework(context: Context, registry: Registry, id: string): Promise<FrameworkDetail> {
  const framework = frameworkById(id)
  if (!framework) throw notFound()
  const requirements = requirementsOf(registry, await readMeasureStatuses(context, registry), framework)
  return {
    ...summarise(framework, requirements, await readStandingsOfCompany(context)),
    groups: framework.groups.map((group) => ({ ...group })),
    requirements,
  }
}

function summarise(
  { id, title, edition, extent, certifiable }: Framework,
  requirements: readonly RequirementView[],
  standings: CompanyStandings,
): FrameworkSummary {
  const byStatus: Partial<Record<Status, number>> = {}
  for (const { status } of requirements) if (status !== null) byStatus[status] = (byStatus[status] ?? 0) + 1
  return {
    id,
    title,
    edition,
    extent,
    certifiable,
    standing: standings.get(id) ?? { kind: 'not_certified' },
    counts: {
      total: requirements.length,
      unmapped: requirements.filter(({ cover }) => cover === 'unmapped').length,
      unpromised: requirements.filter(({ cover }) => cover === 'unpromised').length,
      byStatus,
    },
  }
}
