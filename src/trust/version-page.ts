/**
 * Versions that are, or were, in force, each at an address for good: contracts name them, and what was promised stays
 * readable. Without statuses: those are of the version in force, on its own page. Server-rendered, without script.
 */
import type { Services } from '#core/context.ts'
import {
  readPublishedVersion,
  type PublishedVersion,
  type VersionClaim,
} from '#modules/statement/actions/read-version.ts'
import { setDocument, type Part } from '#modules/statement/contract/setting.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import { pageHeaders } from '#platform/http/headers.ts'
import { notFound } from '#platform/http/problem.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { formatDay } from './page.ts'
import { findTenant } from './public-page.ts'
import { style, styleHash } from './style.ts'

const numberParam = z.string().regex(/^[1-9][0-9]{0,5}$/)
const open = {
  method: 'GET',
  responds: 'html',
  success: 200,
  access: { public: 'it was published for everybody, and contracts name it' },
  stepUp: false,
  audit: { none: 'the statement is public' },
} as const

export const readPlatformVersion = defineEndpoint({
  ...open,
  id: 'trust.read-platform-version',
  path: '/versions/:locale/:version',
  summary: 'A version of the statement of this instance that is or was in force, for good.',
  params: z.object({ locale: localeSchema, version: numberParam }),
})

export const readTenantVersion = defineEndpoint({
  ...open,
  id: 'trust.read-tenant-version',
  path: '/t/:slug/versions/:locale/:version',
  summary: 'A version of the statement of a tenant that is or was in force, for good.',
  params: z.object({ slug: z.string(), locale: localeSchema, version: numberParam }),
})

/** The addresses and how they are served. */
export function versionPages(services: Services) {
  const headers = pageHeaders(styleHash)
  const send = async (slug: string | null, params: unknown, reply: FastifyReply) => {
    const read = readPlatformVersion.params.safeParse(params)
    const tenant = read.success ? await findTenant(services, slug) : null
    if (!read.success || tenant === null) throw notFound()
    const { locale, version } = read.data
    const found = await services.database.withTenant(tenant.id, (tx) =>
      readPublishedVersion(tx, locale, Number(version)),
    )
    if (found === null) throw notFound()
    return reply
      .headers(headers)
      .type('text/html; charset=utf-8')
      .send(
        renderVersion(found, { organisation: tenant.name, home: slug === null ? '/' : `/t/${slug}` }, services.texts),
      )
  }
  return [
    {
      endpoint: readPlatformVersion,
      register: (server: FastifyInstance) => {
        server.get(readPlatformVersion.path, (request, reply) => send(null, request.params, reply))
      },
    },
    {
      endpoint: readTenantVersion,
      register: (server: FastifyInstance) => {
        server.get<{ Params: { slug: string } }>(readTenantVersion.path, (request, reply) =>
          send(request.params.slug, request.params, reply),
        )
      },
    },
  ]
}

function renderVersion(
  found: PublishedVersion,
  given: { readonly organisation: string; readonly home: string },
  texts: Texts,
): string {
  const { locale } = found
  const t = (key: string, params?: Record<string, string | number>) =>
    escapeHtml(texts.text(locale, `trust.version.${key}`, params))
  const blocks = setDocument(found.title, found.body, found.claims).map((block) => {
    if (block.kind === 'heading') return `<h2>${escapeHtml(block.text)}</h2>`
    const words = (parts: readonly Part<VersionClaim>[]) =>
      parts.map((part) => escapeHtml(part.kind === 'claim' ? part.claim.text : part.text))
    if (block.kind === 'paragraph')
      return words(block.parts)
        .map((text) => `<p>${text}</p>`)
        .join('')
    const list = block.ordered ? 'ol' : 'ul'
    return `<${list}>${block.items.map((parts) => `<li class="plain">${words(parts).join(' ')}</li>`).join('')}</${list}>`
  })
  const from = formatDay(found.publishedAt, locale)
  const stretch =
    found.supersededAt === null
      ? t('in_force', { from })
      : t('superseded', { from, until: formatDay(found.supersededAt, locale) })
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(found.title)}, ${t('number', { version: found.version })} · ${escapeHtml(given.organisation)}</title><style>${style}</style></head><body>
<header><strong>${escapeHtml(given.organisation)}</strong><nav><a href="${escapeHtml(given.home)}?lang=${locale}">${t('current')}</a></nav></header>
<main><h1>${escapeHtml(found.title)}</h1>
<p class="truth">${t('number', { version: found.version })}<small>${stretch}</small></p>
${blocks.join('\n')}
</main><footer><p>${t('hash')} <code>${found.bodyHash.toString('hex')}</code></p></footer></body></html>
`
}
