/**
 * Documents for everybody: what a tenant offers, each with how it stands and how it is checked, and its files. What was
 * superseded or withdrawn stays at its address and says so before anything else.
 */
import type { Services } from '#core/context.ts'
import { documentFormatSchema } from '#core/document/contract.ts'
import { idSchema } from '#core/page.ts'
import {
  listPublicDocuments,
  readPublicDocument,
  readPublicFile,
  type PublicDocument,
} from '#modules/trust-centre/actions/public-document.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import { apiHeaders, pageHeaders } from '#platform/http/headers.ts'
import { notFound } from '#platform/http/problem.ts'
import { localeSchema, negotiateLocale, type Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { framePage } from './frame.ts'
import type { OwnHosts } from './own-host.ts'
import { formatDay } from './page.ts'
import { findTenant } from './public-page.ts'
import { styleHash } from './style.ts'

const open = {
  method: 'GET',
  query: z.object({ lang: localeSchema.optional() }),
  success: 200,
  access: { public: 'the tenant offers it to everybody' },
  stepUp: false,
  audit: { none: 'the document is public' },
} as const
const lookSchema = z.object({ document: idSchema })
const fileSchema = z.object({ document: idSchema, format: documentFormatSchema })
const slug = { slug: z.string() }
const list = { ...open, responds: 'html', summary: 'Documents that everybody may download, as a page.' } as const
const look = { ...open, responds: 'html', summary: 'A public document: how it stands, and its files.' } as const
const file = { ...open, responds: 'file', summary: 'A file of a public document: json, html, pdf or docx.' } as const

/** Each for the platform tenant and for every other. */
const endpoints = {
  list: [
    defineEndpoint({ ...list, id: 'trust.list-platform-documents', path: '/documents' }),
    defineEndpoint({ ...list, id: 'trust.list-documents', path: '/t/:slug/documents', params: z.object(slug) }),
  ],
  look: [
    defineEndpoint({ ...look, id: 'trust.read-platform-document', path: '/documents/:document', params: lookSchema }),
    defineEndpoint({
      ...look,
      id: 'trust.read-document',
      path: '/t/:slug/documents/:document',
      params: lookSchema.extend(slug),
    }),
  ],
  file: [
    defineEndpoint({
      ...file,
      id: 'trust.download-platform-document',
      path: '/documents/:document/:format',
      params: fileSchema,
    }),
    defineEndpoint({
      ...file,
      id: 'trust.download-document',
      path: '/t/:slug/documents/:document/:format',
      params: fileSchema.extend(slug),
    }),
  ],
} as const
type Kind = keyof typeof endpoints

interface Place {
  readonly organisation: string
  readonly home: string
  readonly base: string
}

/** The addresses and how they are served. */
export function documentPages(services: Services, hosts: OwnHosts) {
  const headers = { ...pageHeaders(styleHash), 'cache-control': 'no-cache' }
  const { texts } = services

  const answer = async (kind: Kind, of: string | null, request: FastifyRequest, reply: FastifyReply) => {
    const tenant = await findTenant(services, of)
    if (tenant === null) throw notFound()
    const wished = open.query.safeParse(request.query)
    const locale = (wished.success && wished.data.lang) || negotiateLocale(request.headers['accept-language'])
    const own = hosts.find(request.headers.host)
    const home = of === null || (own !== null && own.slug === of) ? '/' : `/t/${of}`
    const place = { organisation: tenant.name, home, base: `${home === '/' ? '' : home}/documents` }
    const within = <T>(work: (context: { tx: TenantTx; services: Services }) => Promise<T>) =>
      services.database.withTenant(tenant.id, (tx) => work({ tx, services }))
    const send = (html: string) =>
      reply.headers(headers).header('content-language', locale).type('text/html; charset=utf-8').send(html)
    if (kind === 'list') return send(renderDocuments(await within(listPublicDocuments), place, locale, texts))
    if (kind === 'look') {
      const read = lookSchema.safeParse(request.params)
      if (!read.success) throw notFound()
      const document = await within((context) => readPublicDocument(context, read.data.document))
      return send(renderDocument(document, place, locale, texts))
    }
    const read = fileSchema.safeParse(request.params)
    if (!read.success) throw notFound()
    const found = await within((context) => readPublicFile(context, read.data.document, read.data.format))
    const etag = `"${found.sha256}"`
    reply.headers({ ...apiHeaders, 'cache-control': 'no-cache', etag })
    if (request.headers['if-none-match'] === etag) return reply.status(304).send()
    return reply
      .type(found.mediaType)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.fileName)}`)
      .send(found.bytes)
  }

  const register = (server: FastifyInstance) => {
    for (const kind of ['list', 'look', 'file'] as const) {
      const [ofPlatform, ofTenant] = endpoints[kind]
      server.get(ofPlatform.path, (request, reply) => answer(kind, null, request, reply))
      server.get<{ Params: { slug: string } }>(ofTenant.path, (request, reply) =>
        answer(kind, request.params.slug, request, reply),
      )
    }
  }
  // All are registered together: they share what they are made of.
  return Object.values(endpoints)
    .flat()
    .map((endpoint, index) => ({ endpoint, register: index === 0 ? register : () => {} }))
}

type Say = (key: string, params?: Record<string, string | number>) => string

function renderDocuments(documents: readonly PublicDocument[], place: Place, locale: Locale, texts: Texts): string {
  const t: Say = (key, params) => escapeHtml(texts.text(locale, `trust.document.${key}`, params))
  const { organisation, home, base } = place
  const items = documents.map(
    (one) =>
      `<li class="entry"><strong><a href="${escapeHtml(`${base}/${one.id}`)}?lang=${locale}" lang="${one.locale}">${escapeHtml(one.title)}</a></strong><p class="meta">${t(`language.${one.locale}`)} · ${t('version', { version: one.version })} · ${t('approved', { on: formatDay(one.approvedAt, locale) })}</p><p>${filesOf(one, base, t)}</p></li>`,
  )
  const main = `<p>${t('lead')}</p>${items.length === 0 ? `<p>${t('none')}</p>` : `<ul>${items.join('')}</ul>`}`
  const title = texts.text(locale, 'trust.document.title')
  return framePage({ locale, organisation, title, home, here: base, main }, texts)
}

function renderDocument(document: PublicDocument, place: Place, locale: Locale, texts: Texts): string {
  const t: Say = (key, params) => escapeHtml(texts.text(locale, `trust.document.${key}`, params))
  const { organisation, home, base } = place
  const { standing, endedAt, successorId, sha256 } = document
  const since = { on: formatDay(endedAt ?? document.approvedAt, locale) }
  const said = `<p class="truth${standing === 'in_force' ? '' : ' contradicted'}">${t(`standing.${standing}`, since)}</p>`
  const next =
    successorId === null
      ? ''
      : `<p><a href="${escapeHtml(`${base}/${successorId}`)}?lang=${locale}">${t('successor')}</a></p>`
  const main = `${said}${next}<p class="meta">${t(`language.${document.locale}`)} · ${t('version', { version: document.version })} · ${t('approved', { on: formatDay(document.approvedAt, locale) })}</p>
<p>${filesOf(document, base, t)}</p>
<h2>${t('check')}</h2><p>${t('check_meaning')}</p><p><code>${sha256.replaceAll(/(.{8})(?=.)/g, '$1 ')}</code></p>
<p><a href="${escapeHtml(base)}?lang=${locale}">${t('all')}</a></p>`
  const here = `${base}/${document.id}`
  return framePage({ locale, organisation, title: document.title, home, here, main }, texts)
}

function filesOf({ id, title, version, files }: PublicDocument, base: string, t: Say): string {
  const inOrder = (['pdf', 'docx', 'html', 'json'] as const).flatMap((format) =>
    files.filter((file) => file.format === format),
  )
  return inOrder
    .map(({ format, bytes }) => {
      const kind = format.toUpperCase()
      const name = escapeHtml(`${title}, ${version}: ${kind}`)
      return `<a href="${escapeHtml(`${base}/${id}/${format}`)}" aria-label="${name}" download>${kind}</a> <span class="meta">${t('size', { kilobytes: Math.max(1, Math.round(bytes / 1024)) })}</span>`
    })
    .join(' · ')
}
