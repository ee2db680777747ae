/** Disposable evidence for the canary and the matrix. */
import { Readable } from 'node:stream'
import { newId } from '#platform/database/id.ts'
import type { ObservedFact } from '../collector.ts'
import type { Context } from '../context.ts'
import type { FactType } from '../duty.ts'
import { ensureSubjects } from '../subject.ts'
import { ingestEvidence } from './ingest.ts'
import { recordFactType } from './record-duty.ts'

/** Files a document in the name of a person who is not the caller, so that the caller may review it. */
export async function plantEvidence(context: Context): Promise<string> {
  const { tx, services } = context
  const people = await ensureSubjects(tx, services.clock, 'specimen', [{ kind: 'person', externalId: 'specimen' }])
  const [recordedBy] = people.values()
  const keys = await services.vault.keysOf(tx)
  const blob = await services.blobs.put(keys, Readable.from([Buffer.from('specimen')]), { maxBytes: 100 })
  const now = services.clock.now()
  const factTypes = new Map<string, FactType>([[recordFactType.type, recordFactType]])
  const { id } = await ingestEvidence(context, factTypes, {
    source: { system: 'specimen', id: newId(services.clock) },
    collector: null,
    class: 'document',
    title: 'Specimen',
    observedFrom: now,
    observedTo: now,
    validUntil: null,
    facts: [specimenRecord('specimen', now)],
    populations: [],
    recordedBy: recordedBy ?? null,
    state: 'in_review',
    file: { blobKey: blob.key, name: 'specimen.txt', bytes: blob.bytes, sha256: blob.sha256, mediaType: 'text/plain' },
  })
  return id
}

/** That something was done as it should be, of a measure that nobody has. */
export function specimenRecord(externalId: string, at: Date): ObservedFact {
  return {
    subject: { kind: recordFactType.subjectKind, externalId },
    type: recordFactType.type,
    data: {
      measure: 'specimen',
      performedOn: at.toISOString().slice(0, 10),
      outcome: 'as_intended',
      description: '',
    },
  }
}
