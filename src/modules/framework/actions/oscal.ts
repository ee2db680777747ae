/** A Statement of Applicability as a file of OSCAL. */
import type { Context } from '#core/context.ts'
import { readOrganisation } from '#core/document/store.ts'
import { statusWord } from '#core/document/words.ts'
import type { Download } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { writePlan, writePlanOfAction, writeResults, type SoaEdition } from '../oscal/write-soa.ts'
import type { oscalModels } from '../contract/soa.ts'
import { readOneSoa } from './soa.ts'

const writers = { ssp: writePlan, 'assessment-results': writeResults, poam: writePlanOfAction } as const

/** @throws Problem `common.not_found` */
export async function downloadOscal(
  context: Context,
  registry: Registry,
  soaId: string,
  model: (typeof oscalModels)[number],
): Promise<Download> {
  const { services, actor, tx } = context
  const soa = await readOneSoa(context, registry, soaId)
  const t = (key: string) => services.texts.text(actor.locale, key)
  const edition: SoaEdition = {
    organisation: await readOrganisation(tx),
    locale: actor.locale,
    at: services.clock.now(),
    status: (status) => statusWord(services.texts, actor.locale, status),
    cover: (cover) => t(`soa.cover.${cover}`),
  }
  const text = JSON.stringify(writers[model](soa, edition), null, 1)
  return {
    fileName: `soa-v${soa.number}-${model}.json`,
    mediaType: 'application/json',
    chunks: () => once(text),
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
