/**
 * The feed of what changed in public (Atom, RFC 4287): statuses of sentences, versions of the statement, and what the
 * tenant shows or no longer shows. What is not shown of a sentence is not told here either.
 */
import type { PublicChanges } from '#modules/statement/actions/list-changes.ts'
import type { Face } from '#modules/trust-centre/actions/face.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { escapeXml, stableId } from './atom.ts'
import { formatInstant } from './page.ts'

export const changeEntries = 100

interface Entry {
  readonly id: string
  readonly at: Date
  readonly title: string
  readonly text: string
}

/** @param given.address of the page, absolute; `id` that of the tenant, which no address changes */
export function renderChanges(
  face: Face,
  changes: PublicChanges,
  given: { readonly id: string; readonly organisation: string; readonly address: string; readonly self: string },
  texts: Texts,
): string {
  const { locale } = face
  const t = (key: string, params?: Record<string, string | number>) => texts.text(locale, `trust.${key}`, params)
  const shown = new Map(face.claims.map((claim) => [claim.id, !claim.withheld]))
  const entries: Entry[] = [
    ...changes.statuses.flatMap((change): Entry[] =>
      shown.get(change.claimId) === true
        ? [
            {
              id: stableId(`status ${change.claimId} ${change.at.toISOString()}`),
              at: change.at,
              title: t('changes.status', { from: t(`status.${change.from}`), to: t(`status.${change.to}`) }),
              text: change.text,
            },
          ]
        : [],
    ),
    ...changes.wordings.map((wording) => ({
      id: stableId(`version ${wording.id}`),
      at: wording.publishedAt,
      title: t('changes.version', { title: wording.title }),
      text: `SHA-256 ${wording.bodyHash.toString('hex')}`,
    })),
    // What is said now; once it may be said no longer, the change of the status above still tells of the contradiction.
    ...face.claims.flatMap(({ id, text, correction }): Entry[] =>
      correction === null
        ? []
        : [
            {
              id: stableId(`correction ${id} ${correction.since.toISOString()}`),
              at: correction.since,
              title: t('changes.correction', { due: formatInstant(correction.dueAt, locale) }),
              text,
            },
          ],
    ),
    ...face.rules.published.flatMap(({ id, wording, reason, publishedAt, endedAt }): Entry[] => [
      {
        id: stableId(`correction rule ${id}`),
        at: publishedAt,
        title: t('changes.rule'),
        text: `${wording} ${t('rule.reason', { reason })}`,
      },
      ...(endedAt === null
        ? []
        : [
            { id: stableId(`correction rule ended ${id}`), at: endedAt, title: t('changes.rule_ended'), text: wording },
          ]),
    ]),
    ...face.certificates.changes.map(({ certificate, what, at }) => ({
      id: stableId(`certificate ${certificate.id} ${what} ${at.toISOString()}`),
      at,
      title: t(`changes.certificate.${what}`, { title: certificate.title[locale] }),
      text: [certificate.number, certificate.body, certificate.scope].join(' · '),
    })),
    ...face.decided.map(({ claimId, text, display, at }) => ({
      id: stableId(`display ${claimId} ${at.toISOString()}`),
      at,
      title: t(`changes.display.${display}`),
      text,
    })),
  ]
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, changeEntries)
  const updated = entries[0]?.at ?? face.publishedAt ?? face.asOf
  const link = (rel: string, href: string, type: string) =>
    `<link rel="${rel}" type="${type}" href="${escapeXml(href)}"/>`
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}"><id>${stableId(`changes ${given.id} ${locale}`)}</id><title>${escapeXml(t('changes.title', { title: face.title }))}</title>
<updated>${updated.toISOString()}</updated><author><name>${escapeXml(given.organisation)}</name></author><generator>Beleg</generator>
${link('self', given.self, 'application/atom+xml')}${link('alternate', given.address, 'text/html')}
${entries
  .map(
    ({ id, at, title, text }) =>
      `<entry><id>${id}</id><title>${escapeXml(title)}</title><updated>${at.toISOString()}</updated>${link('alternate', given.address, 'text/html')}<content type="text">${escapeXml(text)}</content></entry>`,
  )
  .join('\n')}
</feed>
`
}
