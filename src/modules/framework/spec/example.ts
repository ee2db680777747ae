/** A Statement of Applicability in memory, with a row of every kind. */
import { annexA, mappings } from '#catalog/frameworks.ts'
import { measureById } from '#catalog/measures.ts'
import { statuses, type Status } from '#core/vocabulary.ts'
import type { SoaDetail, SoaRow } from '../contract/soa.ts'
import type { SoaEdition } from '../oscal/write-soa.ts'

export const exampleEdition: SoaEdition = {
  organisation: 'Example Ltd',
  locale: 'en',
  at: new Date('2026-11-01T08:00:00Z'),
  status: (status) => `It is ${status}.`,
  cover: (cover) => `It is ${cover}.`,
}

/** Statuses one after the other, and every tenth control excluded; or all of one status. */
export function exampleSoa(only?: Status): SoaDetail {
  const rows = annexA.map((control, at): SoaRow => {
    const applicable = at % 10 !== 9
    const status = only ?? (at % 7 === 6 ? null : (statuses[at % statuses.length] ?? null))
    return {
      controlId: control.id,
      group: control.group,
      title: control.title,
      applicable,
      reasons: applicable ? ['risk', 'contract'] : [],
      exclusionReason: applicable ? null : 'There is none of it.',
      declared: null,
      owner: null,
      links: at % 5 === 0 ? ['https://docs.example.org/policy?of=a&b'] : [],
      note: null,
      cover: status === null ? 'unpromised' : 'judged',
      status,
      approvedStatus: status,
      measures: mappings
        .filter(({ framework, requirement }) => framework === 'iso27001' && requirement === control.id)
        .flatMap(({ measure, relation }) => {
          const found = measureById(measure)
          return found ? [{ id: measure, title: found.title, relation, status }] : []
        }),
      contradictions:
        status === 'contradicted' ? [{ code: 'evidence_contradicts', text: 'Evidence contradicts.' }] : [],
    }
  })
  return {
    soaId: '0199a0c4-0000-7000-8000-000000000001',
    number: 3,
    state: 'approved',
    scope: 'The service and who runs it',
    createdAt: '2026-10-01T08:00:00.000Z',
    createdBy: null,
    decidedAt: '2026-10-02T08:00:00.000Z',
    decidedBy: null,
    reviewBy: '2027-10-02',
    isOverdue: false,
    revision: 4,
    decisionReason: 'Read and found right.',
    rows,
    mayNotApproveBecause: null,
  }
}
