/**
 * A Statement of Applicability as OSCAL 1.2: the plan (what is decided for each control, and the measures that serve it),
 * the results (what evidence says of each), and the plan of action (what is broken or not proven).
 */
import type { Status } from '#core/vocabulary.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { ServingMeasure } from '../contract/framework.ts'
import type { SoaDetail, SoaRow } from '../contract/soa.ts'
import { controlIdOf, uuidOf } from './uuid.ts'
import { metadataOf } from './write-catalog.ts'

export interface SoaEdition {
  readonly organisation: string
  readonly locale: Locale
  /** When it is written. */
  readonly at: Date
  /** Words for a status. */
  readonly status: (status: Status) => string
  /** Words for what has none. */
  readonly cover: (cover: SoaRow['cover']) => string
}

const words = {
  de: {
    ssp: 'Erklärung zur Anwendbarkeit',
    results: 'Stand nach den Nachweisen',
    poam: 'Offene Punkte',
    information: 'Informationen im Geltungsbereich',
    controls: 'Die 93 Maßnahmen aus Anhang A, jede mit der Entscheidung und den Maßnahmen, die ihr dienen.',
    all: 'Was Nachweise zu jeder anwendbaren Maßnahme sagen. Urteile werden berechnet, nicht eingetragen.',
    excluded: 'Nicht anwendbar',
    served: 'Dient der Anforderung',
    none: 'Keine Maßnahme dient dieser Anforderung.',
  },
  en: {
    ssp: 'Statement of Applicability',
    results: 'What evidence says',
    poam: 'Open points',
    information: 'Information in scope',
    controls: 'The 93 controls of Annex A, each with what was decided and the measures that serve it.',
    all: 'What evidence says of each applicable control. Judgements are reckoned, not entered.',
    excluded: 'Not applicable',
    served: 'Serves the requirement',
    none: 'No measure serves this requirement.',
  },
} as const

/** Of a state of OSCAL's: what evidence proves now is implemented, what was excluded is not applicable. */
function implementation(row: SoaRow): string {
  if (row.applicable === false) return 'not-applicable'
  if (row.status === 'proven' || row.status === 'due_soon') return 'implemented'
  return row.status === 'contradicted' || row.cover === 'judged' ? 'partial' : 'planned'
}

function inScope(soa: SoaDetail): readonly SoaRow[] {
  return soa.rows.filter(({ applicable }) => applicable !== false)
}

function isSatisfied({ status }: Pick<SoaRow, 'status'>): boolean {
  return status === 'proven' || status === 'due_soon' || status === 'not_applicable'
}

const namespace = 'urn:beleg:oscal'
const prop = (name: string, value: string) => ({ name, ns: namespace, value })
const control = (row: Pick<SoaRow, 'controlId'>) => controlIdOf('iso27001', row.controlId)

/** What is decided, as a system security plan. */
export function writePlan(soa: SoaDetail, edition: SoaEdition) {
  const { locale, organisation } = edition
  const w = words[locale]
  const served = new Map<string, ServingMeasure>(
    soa.rows.flatMap(({ measures }) => measures).map((one) => [one.id, one]),
  )
  const component = (id: string) => uuidOf(`component ${soa.soaId} ${id}`)
  return {
    'system-security-plan': {
      uuid: uuidOf(`ssp ${soa.soaId} ${edition.at.toISOString()}`),
      metadata: metadataOf(`${w.ssp}: ${organisation}`, { version: String(soa.number), at: edition.at }),
      'import-profile': { href: '#' + uuidOf('resource iso27001') },
      'system-characteristics': {
        'system-ids': [{ 'identifier-type': 'https://ietf.org/rfc/rfc4122', id: soa.soaId }],
        'system-name': organisation,
        description: soa.scope,
        'system-information': { 'information-types': [{ title: w.information, description: soa.scope }] },
        status: { state: 'operational' },
        'authorization-boundary': { description: soa.scope },
      },
      'system-implementation': {
        users: [{ uuid: uuidOf(`users ${soa.soaId}`), title: organisation }],
        components: [
          {
            uuid: component('this'),
            type: 'this-system',
            title: organisation,
            description: soa.scope,
            status: { state: 'operational' },
          },
          ...[...served.values()].map(({ id, title }) => ({
            uuid: component(id),
            type: 'process-procedure',
            title: title[locale],
            description: id,
            props: [prop('measure-id', id)],
            status: { state: 'operational' },
          })),
        ],
      },
      'control-implementation': {
        description: w.controls,
        'implemented-requirements': soa.rows.map((row) => ({
          uuid: uuidOf(`requirement ${soa.soaId} ${row.controlId}`),
          'control-id': control(row),
          props: [
            prop('label', row.controlId),
            prop('applicable', row.applicable === null ? 'undecided' : row.applicable ? 'yes' : 'no'),
            ...row.reasons.map((reason) => prop('inclusion-reason', reason)),
            ...(row.status === null ? [] : [prop('evidence-status', row.status)]),
          ],
          ...(row.links.length > 0 && { links: row.links.map((href) => ({ href, rel: 'reference' })) }),
          ...(row.exclusionReason !== null && { remarks: `${w.excluded}: ${row.exclusionReason}` }),
          'by-components': [
            {
              uuid: uuidOf(`by ${soa.soaId} ${row.controlId} this`),
              'component-uuid': component('this'),
              description: describe(row, edition),
              'implementation-status': { state: implementation(row) },
            },
            ...row.measures.map((measure) => ({
              uuid: uuidOf(`by ${soa.soaId} ${row.controlId} ${measure.id}`),
              'component-uuid': component(measure.id),
              description: `${w.served}: ${measure.title[locale]}`,
              props: [prop('relation', measure.relation)],
            })),
          ],
        })),
      },
      'back-matter': { resources: [catalogueResource()] },
    },
  }
}

function catalogueResource() {
  return {
    uuid: uuidOf('resource iso27001'),
    title: 'ISO/IEC 27001:2022',
    rlinks: [{ href: 'beleg-iso27001.json', 'media-type': 'application/json' }],
  }
}

function describe(row: SoaRow, { status, cover }: SoaEdition): string {
  const said = row.status === null ? cover(row.cover) : status(row.status)
  return [said, ...row.contradictions.map(({ text }) => text)].join(' ')
}

/** What evidence says, as assessment results. */
export function writeResults(soa: SoaDetail, edition: SoaEdition) {
  const w = words[edition.locale]
  const rows = inScope(soa)
  const { observations, findings } = assess(soa, rows, edition)
  return {
    'assessment-results': {
      uuid: uuidOf(`results ${soa.soaId} ${edition.at.toISOString()}`),
      metadata: metadataOf(`${w.results}: ${edition.organisation}`, { version: String(soa.number), at: edition.at }),
      // There is no plan of an assessor: the statement is what is assessed, all the time.
      'import-ap': { href: '#' + uuidOf('resource iso27001') },
      results: [
        {
          uuid: uuidOf(`result ${soa.soaId} ${edition.at.toISOString()}`),
          title: w.results,
          description: w.all,
          start: edition.at.toISOString(),
          end: edition.at.toISOString(),
          'reviewed-controls': {
            'control-selections': [{ 'include-controls': rows.map((row) => ({ 'control-id': control(row) })) }],
          },
          observations,
          findings,
        },
      ],
      'back-matter': { resources: [catalogueResource()] },
    },
  }
}

function assess(soa: SoaDetail, rows: readonly SoaRow[], edition: SoaEdition) {
  const at = edition.at.toISOString()
  const id = (kind: string, row: SoaRow) => uuidOf(`${kind} ${soa.soaId} ${row.controlId} ${at}`)
  return {
    observations: rows
      .map((row) => ({
        uuid: id('observation', row),
        title: `${row.controlId} ${row.title[edition.locale]}`,
        description: describe(row, edition),
        props: row.measures.flatMap(({ id: measure, status }) =>
          status === null ? [] : [prop('measure-status', `${measure} ${status}`)],
        ),
        methods: ['TEST'],
        types: ['control-objective'],
        collected: at,
      }))
      .map(withoutEmptyProps),
    findings: rows.map((row) => ({
      uuid: id('finding', row),
      title: `${row.controlId} ${row.title[edition.locale]}`,
      description: describe(row, edition),
      target: {
        type: 'objective-id',
        'target-id': control(row),
        status: {
          state: isSatisfied(row) ? 'satisfied' : 'not-satisfied',
          reason: isSatisfied(row) ? 'pass' : row.status === 'contradicted' ? 'fail' : 'other',
        },
        'implementation-status': { state: implementation(row) },
      },
      'related-observations': [{ 'observation-uuid': id('observation', row) }],
    })),
  }
}

/** An empty list is no list in OSCAL. */
function withoutEmptyProps<T extends { props: readonly unknown[] }>({ props, ...rest }: T) {
  return props.length > 0 ? { ...rest, props } : rest
}

/** What is broken, aged out or not proven, as a plan of action and milestones. */
export function writePlanOfAction(soa: SoaDetail, edition: SoaEdition) {
  const w = words[edition.locale]
  const open = inScope(soa).filter((row) => !isSatisfied(row))
  const { observations, findings } = assess(soa, open, edition)
  const items = open.map((row, at) => ({
    uuid: uuidOf(`item ${soa.soaId} ${row.controlId} ${edition.at.toISOString()}`),
    title: `${row.controlId} ${row.title[edition.locale]}`,
    description: describe(row, edition),
    'related-findings': [{ 'finding-uuid': findings[at]?.uuid ?? '' }],
    'related-observations': [{ 'observation-uuid': observations[at]?.uuid ?? '' }],
  }))
  // A plan without a point is not valid: where nothing is open, that is the one thing it says.
  const nothing = {
    uuid: uuidOf(`item ${soa.soaId} none ${edition.at.toISOString()}`),
    title: w.poam,
    description: edition.status('proven'),
  }
  return {
    'plan-of-action-and-milestones': {
      uuid: uuidOf(`poam ${soa.soaId} ${edition.at.toISOString()}`),
      metadata: metadataOf(`${w.poam}: ${edition.organisation}`, { version: String(soa.number), at: edition.at }),
      'system-id': { 'identifier-type': 'https://ietf.org/rfc/rfc4122', id: soa.soaId },
      ...(open.length > 0 && { observations, findings }),
      'poam-items': items.length > 0 ? items : [nothing],
    },
  }
}
