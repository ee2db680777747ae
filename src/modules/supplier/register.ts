/** The register of suppliers as the core keeps registers; once its list is public, every change is made known. */
import { ensureSubjects, subjectKey } from '#core/subject.ts'
import type { Register } from '#core/register/register.ts'
import { announceChanges } from './actions/announce.ts'
import { supplierShape as shape } from './contract.ts'

const none = async () => new Map<string, never>()

export const supplierRegister: Register = {
  shape,
  populations: [],
  async createSubjects({ tx, services }, entries) {
    const kind = shape.subjectKind
    const ids = new Map<string, string>()
    for (const source of new Set(entries.map((entry) => entry.source))) {
      const refs = entries
        .filter((entry) => entry.source === source)
        .map(({ externalId, fields }) => ({ kind, externalId, name: String(fields.name) }))
      for (const [key, id] of await ensureSubjects(tx, services.clock, source, refs)) ids.set(`${source}\n${key}`, id)
    }
    return entries.map(({ source, externalId }) => ids.get(`${source}\n${subjectKey({ kind, externalId })}`) ?? '')
  },
  // No field of it leads to anybody.
  resolve: none,
  nameReferences: none,
  tellReferences: none,
  follow: announceChanges,
}
