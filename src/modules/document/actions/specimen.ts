/** Disposable documents for the canary and the matrix. */
import type { Context } from '#core/context.ts'
import type { Classification } from '#core/document/contract.ts'
import type { FrozenModel } from '#core/document/freeze.ts'
import { updateDecided } from '#core/document/store.ts'
import { newId } from '#platform/database/id.ts'
import { defineDocumentKind } from '#core/document/kind.ts'
import type { Specimen } from '#core/module.ts'
import { plantLeaver } from '#modules/identity/actions/erase.ts'
import { freezeDocument } from './create.ts'

const specimenKind = defineDocumentKind({
  id: 'document.specimen',
  title: { de: 'Probe', en: 'Specimen' },
  purpose: { de: 'Eine Probe der Mandantentrennung.', en: 'A disposable specimen of the canary.' },
  permission: 'document:read',
  classification: 'internal',
  about: 'nothing',
  readsPast: false,
  build: async () => ({
    title: 'Specimen',
    cover: [],
    blocks: [
      {
        kind: 'table',
        caption: 'Specimen',
        columns: [{ title: 'Specimen', width: 1, numeric: false }],
        rows: [[['Specimen.']]],
      },
    ],
  }),
})

const unset = async ({ bytes }: FrozenModel) => ({ json: bytes, html: bytes, pdf: bytes, docx: bytes })

/** A draft that somebody else made, and what to say to it. */
export async function plantDraftOfOthers(context: Context): Promise<Specimen> {
  return plantDraft(context, await plantLeaver(context))
}

/** A draft of the caller, where there is one: whoever makes documents may take their own back. */
export async function plantOwnDraft(context: Context): Promise<Specimen> {
  const { actor } = context
  return plantDraft(context, actor.kind === 'account' ? actor.personId : await plantLeaver(context))
}

/** A document in force that no other supersedes: each is about something of its own. */
export async function plantApproved(context: Context, classification: Classification): Promise<Specimen> {
  const { tx, services } = context
  const by = await plantLeaver(context)
  const kind = { ...specimenKind, classification }
  const documentId = await freezeDocument(context, kind, { locale: 'en', aboutId: newId(services.clock) }, null, unset)
  await updateDecided(tx, { id: documentId, state: 'approved', by, at: services.clock.now() })
  return { params: { documentId } }
}

/** It is not typeset: the canary comes by all the time. */
async function plantDraft(context: Context, by: string): Promise<Specimen> {
  const documentId = await freezeDocument(context, specimenKind, { locale: 'en' }, by, unset)
  return { params: { documentId }, body: { reason: 'A disposable specimen of the canary.' } }
}
