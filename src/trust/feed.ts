/**
 * The feed of published heads: Atom (RFC 4287), one entry for each, whose content is the head itself with the lines of
 * its witnesses. A reader that keeps it keeps what an export can be held against. Nothing in it is of people.
 */
import { cosignedNote, type Publication } from '#core/ledger/publication.ts'
import { originOf } from '#core/ledger/signing-key.ts'
import { feedPath, publicationPath, timestampPath } from '#modules/ledger/contract.ts'
import { escapeXml, stableId } from './atom.ts'

/** Four days of hourly heads; older ones stay at their own addresses. */
export const feedEntries = 100

/** Renders the feed; `updated` is when something in it last came to be. */
export function renderFeed(
  publications: readonly Publication[],
  given: { readonly platformTenantId: string; readonly publicUrl: string; readonly now: Date },
): { xml: string; updated: Date } {
  const { platformTenantId, publicUrl } = given
  const origin = originOf(platformTenantId)
  const updated = publications[0] === undefined ? given.now : latest(publications.map(updatedAt))
  const entries = publications.map((publication) => {
    const { size, publishedAt, cosignatures, timestamps } = publication
    const links = timestamps.map(
      ({ authority }, index) =>
        `<link rel="related" type="application/octet-stream" title="${escapeXml(`RFC 3161, ${authority}`)}" href="${escapeXml(publicUrl + timestampPath(size, index + 1))}"/>`,
    )
    const by = [
      ...cosignatures.map(({ witness, at }) => `cosigned by ${witness} at ${at.toISOString()}`),
      ...timestamps.map(({ authority, at }) => `stamped by ${authority} at ${at.toISOString()}`),
    ]
    return `<entry><id>${stableId(`${origin} ${size}`)}</id><title>${escapeXml(origin)}: ${size}</title>
<published>${publishedAt.toISOString()}</published><updated>${updatedAt(publication).toISOString()}</updated>
<link rel="alternate" type="text/plain" href="${escapeXml(publicUrl + publicationPath(size))}"/>${links.join('')}
${by.length === 0 ? '' : `<summary type="text">${escapeXml(by.join('; '))}</summary>\n`}<content type="text">${escapeXml(cosignedNote(publication))}</content></entry>`
  })
  return {
    updated,
    xml: `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>${stableId(origin)}</id><title>${escapeXml(origin)}</title>
<updated>${updated.toISOString()}</updated><author><name>Beleg</name></author><generator>Beleg</generator>
<link rel="self" type="application/atom+xml" href="${escapeXml(publicUrl + feedPath)}"/><link rel="alternate" type="text/html" href="${escapeXml(`${publicUrl}/`)}"/>
${entries.join('\n')}
</feed>
`,
  }
}

function updatedAt({ publishedAt, cosignatures, timestamps }: Publication): Date {
  return latest([publishedAt, ...cosignatures.map(({ at }) => at), ...timestamps.map(({ at }) => at)])
}

function latest(instants: readonly Date[]): Date {
  return new Date(Math.max(...instants.map((at) => at.getTime())))
}
