/** Our frameworks and measures as OSCAL 1.2 catalogues, and the mapping between them as a mapping collection. */
import { mappings, type Framework } from '#catalog/frameworks.ts'
import type { Relation } from '#catalog/mapping/shape.ts'
import { measures } from '#catalog/measures.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { controlIdOf, uuidOf } from './uuid.ts'

/** The version that everything is written in. */
export const oscalVersion = '1.2.1'

/** Of the catalogue data: it changes with the program. */
export interface Edition {
  readonly version: string
  readonly at: Date
  readonly locale: Locale
}

const relationships: Readonly<Record<Relation, string>> = {
  equal: 'equal-to',
  subset: 'subset-of',
  superset: 'superset-of',
  intersects: 'intersects-with',
}

/** What every document begins with. */
export function metadataOf(title: string, { version, at }: Pick<Edition, 'version' | 'at'>) {
  return { title, 'last-modified': at.toISOString(), version, 'oscal-version': oscalVersion }
}

/** A framework: ids of its publisher as labels, titles of our own, nothing of its text. */
export function writeFramework(framework: Framework, edition: Edition) {
  const { id, title, groups, requirements } = framework
  const { locale } = edition
  return {
    catalog: {
      uuid: uuidOf(`catalog ${id} ${locale} ${edition.version}`),
      metadata: metadataOf(`${title[locale]} (${framework.edition})`, edition),
      groups: groups.map((group) => ({
        id: `${id}-group-${group.id}`,
        title: group.title[locale],
        controls: requirements
          .filter((one) => one.group === group.id)
          .map((one) => ({
            id: controlIdOf(id, one.id),
            title: one.title[locale],
            props: [{ name: 'label', value: one.id }],
          })),
      })),
    },
  }
}

/** The measures of the catalogue, a group for each capability. */
export function writeMeasures(edition: Edition) {
  const { locale } = edition
  const byCapability = Map.groupBy(measures, ({ capability }) => capability)
  return {
    catalog: {
      uuid: uuidOf(`catalog measures ${locale} ${edition.version}`),
      metadata: metadataOf(locale === 'de' ? 'Maßnahmen von Beleg' : 'Measures of Beleg', edition),
      groups: [...byCapability].map(([capability, all]) => ({
        id: capability,
        title: capability,
        controls: all.map(({ id, title, proof }) => ({
          id,
          title: title[locale],
          parts: [{ id: `${id}-proof`, name: 'guidance', prose: proof[locale] }],
        })),
      })),
    },
  }
}

/** Every relation of a measure to a requirement. */
export function writeMappings(frameworks: readonly Framework[], edition: Edition) {
  const { locale } = edition
  return {
    'mapping-collection': {
      uuid: uuidOf(`mapping ${edition.version}`),
      metadata: metadataOf(
        locale === 'de' ? 'Maßnahmen von Beleg und Rahmenwerke' : 'Measures of Beleg and frameworks',
        edition,
      ),
      provenance: {
        method: 'human',
        'matching-rationale': 'semantic',
        status: 'complete',
        'mapping-description':
          locale === 'de'
            ? 'Jede Maßnahme des Katalogs, von Hand den Anforderungen zugeordnet.'
            : 'Every measure of the catalogue, related to requirements by hand.',
      },
      mappings: frameworks.map(({ id }) => ({
        uuid: uuidOf(`mapping ${id}`),
        'source-resource': { type: 'catalog', href: 'beleg-measures.json' },
        'target-resource': { type: 'catalog', href: `beleg-${id}.json` },
        maps: mappings
          .filter(({ framework }) => framework === id)
          .map(({ measure, requirement, relation }) => ({
            uuid: uuidOf(`map ${measure} ${id} ${requirement}`),
            relationship: relationships[relation],
            sources: [{ type: 'control', 'id-ref': measure }],
            targets: [{ type: 'control', 'id-ref': controlIdOf(id, requirement) }],
          })),
      })),
    },
  }
}
