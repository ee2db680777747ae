/**
 * Documents of frameworks: the Statement of Applicability, the gap matrix of every framework, and the crosswalk from
 * Annex A to the others. Their tables are XLSX and CSV by the engine. No person is named in them.
 */
import { annexA, frameworks } from '#catalog/frameworks.ts'
import type { Context } from '#core/context.ts'
import type { Block, BlockInput } from '#core/document/contract.ts'
import { headOfLedger } from '#core/document/head-of-ledger.ts'
import { defineDocumentKind, type BuildParams, type BuiltDocument, type DocumentKind } from '#core/document/kind.ts'
import { documentWords } from '#core/document/words.ts'
import type { Registry } from '#core/registry.ts'
import { Problem } from '#platform/http/problem.ts'
import { readStandingsOfCompany } from './actions/certificate.ts'
import { presentDetail } from './actions/soa.ts'
import { readMeasureStatuses, requirementsOf } from './actions/standing.ts'
import type { RequirementView, Standing } from './contract/framework.ts'
import type { SoaDetail, SoaRow } from './contract/soa.ts'
import { findInForce, listVersions } from './store/soa.ts'

/** The registry is asked for late, because it is made of these kinds among others. */
export function frameworkDocuments(registry: () => Registry): DocumentKind[] {
  const base = {
    permission: 'framework:read',
    classification: 'confidential',
    about: 'nothing',
    readsPast: false,
  } as const
  return [
    defineDocumentKind({
      ...base,
      id: 'framework.soa',
      title: { de: 'Erklärung zur Anwendbarkeit', en: 'Statement of Applicability' },
      purpose: {
        de: 'Alle 93 Maßnahmen aus Anhang A der ISO/IEC 27001: anwendbar oder nicht und warum, und was Nachweise heute dazu sagen.',
        en: 'All 93 controls of Annex A of ISO/IEC 27001: applicable or not and why, and what evidence says of them today.',
      },
      build: (context, params) => buildSoa(context, registry(), params),
    }),
    defineDocumentKind({
      ...base,
      id: 'framework.gap',
      title: { de: 'Lückenübersicht der Rahmenwerke', en: 'Gaps by framework' },
      purpose: {
        de: 'Zu jeder Anforderung jedes Rahmenwerks die Maßnahmen, die ihr dienen, und ihr Stand; was nichts abdeckt, steht dabei.',
        en: 'For every requirement of every framework the measures that serve it and how they stand; what nothing covers is listed too.',
      },
      build: (context, params) => buildGap(context, registry(), params),
    }),
    defineDocumentKind({
      ...base,
      id: 'framework.crosswalk',
      title: { de: 'Gegenüberstellung der Rahmenwerke', en: 'Crosswalk of frameworks' },
      purpose: {
        de: 'Zu jeder Maßnahme aus Anhang A die Anforderungen der anderen Rahmenwerke, denen dieselben Maßnahmen dienen.',
        en: 'For every control of Annex A the requirements of the other frameworks that the same measures serve.',
      },
      build: (context, params) => buildCrosswalk(context, registry(), params),
    }),
  ]
}

function wordsOf({ services: { texts } }: Context, { locale }: BuildParams) {
  return {
    ...documentWords(texts, locale),
    t: (key: string, params?: Record<string, string | number>) =>
      texts.text(locale, `document.framework.${key}`, params),
    soa: (key: string) => texts.text(locale, `soa.${key}`),
  }
}
type Words = ReturnType<typeof wordsOf>
type Cell = Extract<Block, { kind: 'table' }>['rows'][number][number]

function statusCell(words: Words, row: Pick<RequirementView, 'status' | 'cover'>): Cell {
  return row.status === null
    ? [words.soa(`cover.${row.cover}`)]
    : [{ status: row.status, word: words.status(row.status) }]
}

function column(title: string, width: number, numeric = false) {
  return { title, width, numeric }
}

async function buildSoa(context: Context, registry: Registry, params: BuildParams): Promise<BuiltDocument> {
  const words = wordsOf(context, params)
  const { t, soa: say, locale } = words
  const version =
    (await findInForce(context.tx)) ?? (await listVersions(context.tx)).find(({ state }) => state === 'draft')
  if (!version) throw new Problem(409, 'soa.none')
  // In the language of the document, whatever the reader's is.
  const reader = { ...context, actor: { ...context.actor, locale } }
  const soa = await presentDetail(reader, registry, version)
  const standing = (await readStandingsOfCompany(context)).get('iso27001')
  const excluded = soa.rows.filter(({ applicable }) => applicable === false)
  const disagreeing = soa.rows.filter(({ contradictions }) => contradictions.length > 0)
  return {
    title: t('soa.title', { number: soa.number }),
    cover: [
      { term: t('soa.scope'), value: [soa.scope] },
      { term: t('soa.state'), value: [say(`word.state.${soa.state}`)] },
      ...(soa.reviewBy === null ? [] : [{ term: t('soa.review_by'), value: [words.day(soa.reviewBy)] }]),
      { term: t('standing'), value: [standingIn(words, standing)] },
      {
        term: t('soa.counts'),
        value: [
          t('soa.counted', {
            applicable: soa.rows.filter(({ applicable }) => applicable === true).length,
            excluded: excluded.length,
            open: soa.rows.filter(({ applicable }) => applicable === null).length,
          }),
        ],
      },
    ],
    blocks: [
      { kind: 'paragraph', text: [t('soa.reading')] },
      ...setDisagreements(words, disagreeing),
      { kind: 'heading', level: 1, text: t('soa.controls') },
      ...setControls(words, soa),
      ...setExcluded(words, excluded),
      ...(await headOfLedger(context, locale)),
    ],
  }
}

function standingIn({ t, day }: Words, standing: Standing | undefined): string {
  return standing?.kind === 'certified'
    ? t('certified', {
        body: standing.body,
        number: standing.number,
        scope: standing.scope,
        until: day(standing.validTo),
      })
    : t('not_certified')
}

function setDisagreements({ t, locale }: Words, rows: readonly SoaRow[]): BlockInput[] {
  if (rows.length === 0) return [{ kind: 'paragraph', text: [t('soa.no_disagreement')] }]
  return [
    { kind: 'heading', level: 1, text: t('soa.disagreements') },
    {
      kind: 'table',
      caption: t('soa.disagreements'),
      columns: [column(t('control'), 1.1), column(t('title'), 2.4), column(t('soa.disagreement'), 4)],
      rows: rows.map((row) => [
        [{ text: row.controlId, style: 'strong' as const }],
        [row.title[locale]],
        [row.contradictions.map(({ text }) => text).join(' ')],
      ]),
    },
  ]
}

function setControls(words: Words, soa: SoaDetail): BlockInput[] {
  const { t, soa: say, locale } = words
  const groups = [...Map.groupBy(annexA, ({ group }) => group).keys()]
  return groups.flatMap((group): BlockInput[] => {
    const rows = soa.rows.filter((row) => row.group === group)
    const title = frameworks[0]?.groups.find(({ id }) => id === group)?.title[locale] ?? group
    return [
      { kind: 'heading', level: 2, text: `${group} ${title}` },
      {
        kind: 'table',
        caption: `${group} ${title}`,
        columns: [
          column(t('control'), 1.1),
          column(t('title'), 2.2),
          column(t('soa.applicable'), 1.1),
          column(t('soa.why'), 2),
          column(t('status'), 1.5),
          column(t('measures'), 2.6),
        ],
        rows: rows.map((row) => [
          [{ text: row.controlId, style: 'strong' as const }],
          [row.title[locale]],
          [row.applicable === null ? say('word.undecided') : say(row.applicable ? 'yes' : 'no')],
          [
            row.applicable === false
              ? (row.exclusionReason ?? '')
              : row.reasons.map((one) => say(`word.reason.${one}`)).join(', '),
          ],
          row.applicable === false ? ['–'] : statusCell(words, row),
          [row.measures.map(({ title: name }) => name[locale]).join(', ')],
        ]),
      },
    ]
  })
}

function setExcluded({ t, locale }: Words, rows: readonly SoaRow[]): BlockInput[] {
  if (rows.length === 0) return []
  return [
    { kind: 'heading', level: 1, text: t('soa.exclusions') },
    {
      kind: 'definitions',
      items: rows.map((row) => ({
        term: `${row.controlId} ${row.title[locale]}`,
        value: [row.exclusionReason ?? t('soa.no_reason')],
      })),
    },
  ]
}

async function buildGap(context: Context, registry: Registry, params: BuildParams): Promise<BuiltDocument> {
  const words = wordsOf(context, params)
  const { t, locale } = words
  const statuses = await readMeasureStatuses(context, registry)
  const standings = await readStandingsOfCompany(context)
  const all = frameworks.map((framework) => ({
    framework,
    requirements: requirementsOf(registry, statuses, framework),
  }))
  const count = (rows: readonly RequirementView[], cover: RequirementView['cover']) =>
    String(rows.filter((row) => row.cover === cover).length)
  return {
    title: t('gap.title'),
    cover: [{ term: t('gap.frameworks'), value: [frameworks.map(({ title }) => title[locale]).join(', ')] }],
    blocks: [
      { kind: 'paragraph', text: [t('gap.reading')] },
      {
        kind: 'table',
        caption: t('gap.overview'),
        columns: [
          column(t('framework'), 3),
          column(t('gap.requirements'), 1, true),
          column(t('gap.satisfied'), 1, true),
          column(t('gap.failing'), 1, true),
          column(t('gap.unpromised'), 1, true),
          column(t('gap.unmapped'), 1, true),
        ],
        rows: all.map(({ framework, requirements }) => {
          const good = requirements.filter(({ status }) => status === 'proven' || status === 'due_soon').length
          const judged = requirements.filter(({ cover }) => cover === 'judged').length
          return [
            [`${framework.title[locale]} (${framework.edition})`],
            [String(requirements.length)],
            [String(good)],
            [String(judged - good)],
            [count(requirements, 'unpromised')],
            [count(requirements, 'unmapped')],
          ]
        }),
      },
      ...all.flatMap(({ framework, requirements }): BlockInput[] => [
        { kind: 'heading', level: 1, text: `${framework.title[locale]} (${framework.edition})` },
        {
          kind: 'paragraph',
          text: [
            `${framework.extent[locale]}. ${framework.certifiable ? standingIn(words, standings.get(framework.id)) : ''}`,
          ],
        },
        {
          kind: 'table',
          caption: framework.title[locale],
          columns: [
            column(t('requirement'), 1.6),
            column(t('title'), 2.6),
            column(t('status'), 1.6),
            column(t('measures'), 4),
          ],
          rows: requirements.map((row) => [
            [{ text: row.id, style: 'strong' as const }],
            [row.title[locale]],
            statusCell(words, row),
            [row.measures.map(({ title }) => title[locale]).join(', ')],
          ]),
        },
      ]),
      ...(await headOfLedger(context, locale)),
    ],
  }
}

async function buildCrosswalk(context: Context, registry: Registry, params: BuildParams): Promise<BuiltDocument> {
  const words = wordsOf(context, params)
  const { t, locale } = words
  const statuses = await readMeasureStatuses(context, registry)
  const all = frameworks.map((framework) => ({
    framework,
    requirements: requirementsOf(registry, statuses, framework),
  }))
  const controls = all[0]?.requirements.filter(({ id }) => id.startsWith('A.')) ?? []
  const others = all.slice(1)
  return {
    title: t('crosswalk.title'),
    cover: [{ term: t('gap.frameworks'), value: [frameworks.map(({ title }) => title[locale]).join(', ')] }],
    blocks: [
      { kind: 'paragraph', text: [t('crosswalk.reading')] },
      {
        kind: 'table',
        caption: t('crosswalk.title'),
        columns: [
          column(t('control'), 1.2),
          column(t('title'), 2.4),
          ...others.map(({ framework }) => column(framework.title[locale], 1.7)),
        ],
        rows: controls.map((row) => {
          const own = new Set(row.measures.filter(({ relation }) => relation !== 'intersects').map(({ id }) => id))
          return [
            [{ text: row.id, style: 'strong' as const }],
            [row.title[locale]],
            ...others.map(({ requirements }) => [sharedWith(own, requirements).join(', ') || '–']),
          ]
        }),
      },
    ],
  }
}

/** Requirements that some of these measures serve, more than touching them. */
function sharedWith(measures: ReadonlySet<string>, requirements: readonly RequirementView[]): string[] {
  return requirements
    .filter((one) => one.measures.some(({ id, relation }) => relation !== 'intersects' && measures.has(id)))
    .map(({ id }) => id)
}
