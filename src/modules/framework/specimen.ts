/** Disposable statements of applicability and certificates for the canary and the matrix. */
import { annexA } from '#catalog/frameworks.ts'
import type { Context } from '#core/context.ts'
import { ingestEvidence } from '#core/evidence/ingest.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import { plantLeaver } from '#modules/identity/actions/erase.ts'
import { newId } from '#platform/database/id.ts'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { populationOf } from './actions/proof.ts'
import { certificateFact } from './fact.ts'
import { certificateSource, insertCertificate } from './store/certificate.ts'
import { insertVersion, putRows, takeTurn } from './store/soa.ts'

/** A draft of somebody else's with every row decided; beside others, which people cannot begin. */
export async function plantDraft(context: Context): Promise<string> {
  const { tx, services } = context
  await takeTurn(tx)
  const id = newId(services.clock)
  await insertVersion(tx, { id, scope: 'Specimen', by: await plantLeaver(context), at: services.clock.now() })
  await putRows(
    tx,
    id,
    annexA.map((control) => ({
      control_id: control.id,
      applicable: true,
      reasons: ['risk'],
      exclusion_reason: null,
      declared: null,
      owner_id: null,
      links: [],
      note: null,
    })),
  )
  await record(context, { action: 'soa.begun', object: { kind: 'soa', id }, after: { scope: 'Specimen' } })
  return id
}

/** Names a draft. */
export async function draftSpecimen(context: Context): Promise<Specimen> {
  return { params: { soaId: await plantDraft(context) } }
}

/** A sheet that says what is there already. */
export function specimenSheet(): { name: string; content: string } {
  const lines = annexA.map(({ id }) => `${id},yes,risk`)
  return { name: 'soa.csv', content: ['Control,Applicable,Reasons', ...lines].join('\r\n') }
}

/** A certificate that holds. */
export async function certificateSpecimen(context: Context): Promise<Specimen> {
  const { tx, services } = context
  const id = newId(services.clock)
  const content = Buffer.from('%PDF-1.7\nspecimen')
  const blob = await services.blobs.put(await services.vault.keysOf(tx), Readable.from([content]), { maxBytes: 1_000 })
  tx.afterRollback(async () => void (await services.blobs.remove(tx.tenantId, blob.key)))
  await insertCertificate(tx, {
    id,
    framework: 'soc2',
    body: 'Specimen',
    number: id,
    scope: 'Specimen',
    soa_id: null,
    valid_from: '2020-01-01',
    valid_to: '2099-12-31',
    blob_key: blob.key,
    file_name: 'specimen.pdf',
    media_type: 'application/pdf',
    file_bytes: content.length,
    file_sha256: createHash('sha256').update(content).digest(),
    recorded_by: null,
    recorded_at: services.clock.now(),
  })
  const at = services.clock.now()
  const data = {
    framework: 'soc2',
    state: 'valid',
    body: 'Specimen',
    number: id,
    scope: 'Specimen',
    validTo: '2099-12-31',
  }
  // As it is once a second person has looked at it.
  await ingestEvidence(context, new Map([[certificateFact.type, certificateFact]]), {
    source: { system: certificateSource('soc2'), id },
    collector: null,
    class: 'independent',
    title: null,
    observedFrom: at,
    observedTo: at,
    validUntil: null,
    facts: [{ subject: { kind: certificateFact.subjectKind, externalId: 'soc2' }, type: certificateFact.type, data }],
    populations: [populationOf(certificateFact.type)],
    recordedBy: null,
    state: 'accepted',
    file: null,
  })
  await record(context, { action: 'certificate.recorded', object: { kind: 'certificate', id } })
  return { params: { certificateId: id }, body: { reason: 'A disposable specimen.' } }
}
