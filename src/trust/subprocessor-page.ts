/**
 * Serves the list of subprocessors and its subscription: plain HTML forms without script, the same answer for every
 * address, links that act only by POST, because mail programs open what is in a mail.
 */
import type { Context, Services } from '#core/context.ts'
import {
  languageSchema,
  linkSchema,
  publicKinds,
  publicEndpoints as endpoints,
  subscribeFormSchema,
  type PublicKind as Kind,
} from '#modules/supplier/contract/public-page.ts'
import { readPublicList } from '#modules/supplier/actions/public-list.ts'
import {
  confirmSubscription,
  endByLink,
  findRequest,
  isSameRequest,
  requestSubscription,
} from '#modules/supplier/actions/subscription.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import { apiHeaders, pageHeaders } from '#platform/http/headers.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { negotiateLocale, type Locale } from '#platform/i18n/locale.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { framePage } from './frame.ts'
import type { OwnHosts } from './own-host.ts'
import { findTenant } from './public-page.ts'
import { createRequestLimit } from './request-limit.ts'
import { styleHash } from './style.ts'
import { renderList, renderListFeed, tellList, type ListPlace } from './subprocessors.ts'

/** A form with one field; a mail program's POST has less. */
const mostBodyBytes = 4_096

interface Asked {
  readonly context: Omit<Context, 'tx'>
  readonly tenantId: string
  readonly locale: Locale
  readonly place: ListPlace
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** The addresses and how they are served. */
export function subprocessorPages(services: Services, hosts: OwnHosts) {
  const limit = createRequestLimit(services.clock, { most: 5, withinMs: 10 * 60_000 })
  const headers = { ...pageHeaders(styleHash, 'forms'), 'cache-control': 'no-cache' }
  const { texts } = services

  const within = <T>({ context, tenantId }: Asked, work: (context: Context) => Promise<T>) =>
    services.database.withTenant(tenantId, (tx) => work({ ...context, tx }))
  const sendPage = ({ reply, locale }: Asked, html: string) =>
    reply.headers(headers).header('content-language', locale).type('text/html; charset=utf-8').send(html)
  /** A page that says one thing, with a button where something is left to do. */
  const say = (asked: Asked, what: string, action: string | null) => {
    const { locale, place, reply } = asked
    const t = (key: string) => texts.text(locale, `trust.subprocessor.${what}.${key}`)
    const form =
      action === null
        ? ''
        : `<form method="post" action="${escapeHtml(`${place.base}/${action}`)}?lang=${locale}"><button type="submit">${escapeHtml(t('button'))}</button></form>`
    const main = `<p>${escapeHtml(t('text'))}</p>${form}`
    const { organisation, home } = place
    reply.header('cache-control', 'no-store')
    return sendPage(asked, framePage({ locale, organisation, title: t('title'), home, here: null, main }, texts))
  }
  const readList = async (asked: Asked) => {
    const list = await within(asked, readPublicList)
    if (list === null) throw notFound()
    return list
  }
  /** Mail programs send without an origin; other people's pages do not act for their readers. */
  const refuseForeign = ({ request }: Asked) => {
    if (request.headers['sec-fetch-site'] === 'cross-site') throw new Problem(403, 'request.foreign_origin')
  }
  const tokenOf = ({ request }: Asked) => {
    const read = linkSchema.safeParse(request.params)
    if (!read.success) throw notFound()
    return read.data.token
  }

  const serve: Readonly<Record<Kind, (asked: Asked) => Promise<FastifyReply>>> = {
    page: async (asked) => sendPage(asked, renderList(await readList(asked), asked.place, asked.locale, texts)),
    data: async (asked) =>
      asked.reply
        .headers({ ...apiHeaders, 'cache-control': 'no-cache', 'access-control-allow-origin': '*' })
        .type('application/json; charset=utf-8')
        .send(`${JSON.stringify(tellList(await readList(asked), asked.place), null, 1)}\n`),
    feed: async (asked) =>
      asked.reply
        .headers({ ...apiHeaders, 'cache-control': 'no-cache' })
        .type('application/atom+xml; charset=utf-8')
        .send(renderListFeed(await readList(asked), asked.place, asked.locale, texts)),
    subscribe: async (asked) => {
      refuseForeign(asked)
      const body = subscribeFormSchema.safeParse(asked.request.body)
      if (!body.success) throw new Problem(400, 'subprocessor.no_address')
      limit(asked.request.ip)
      const given = { email: body.data.email, locale: asked.locale }
      await within(asked, (context) => requestSubscription(context, given)).catch((error: unknown) => {
        if (!isSameRequest(error)) throw error
      })
      return say(asked, 'requested', null)
    },
    confirmation: async (asked) => {
      const found = await within(asked, (context) => findRequest(context, tokenOf(asked)))
      return say(asked, found === null ? 'expired' : 'confirm', found && `confirmations/${tokenOf(asked)}`)
    },
    confirm: async (asked) => {
      refuseForeign(asked)
      await within(asked, (context) => confirmSubscription(context, tokenOf(asked)))
      return say(asked, 'confirmed', null)
    },
    subscription: async (asked) => say(asked, 'end', `subscriptions/${tokenOf(asked)}`),
    end: async (asked) => {
      await within(asked, (context) => endByLink(context, tokenOf(asked)))
      return say(asked, 'ended', null)
    },
  }

  const answer = async (kind: Kind, slug: string | null, request: FastifyRequest, reply: FastifyReply) => {
    const tenant = await findTenant(services, slug)
    if (tenant === null) throw notFound()
    const wished = languageSchema.safeParse(request.query)
    const locale = (wished.success && wished.data.lang) || negotiateLocale(request.headers['accept-language'])
    const own = hosts.find(request.headers.host)
    const host = own !== null && own.slug === slug ? own.host : null
    const home = slug === null || host !== null ? '/' : `/t/${slug}`
    const base = `${home === '/' ? '' : home}/subprocessors`
    const origin = host === null ? services.publicUrl : `https://${host}`
    const asked: Asked = {
      context: {
        services,
        actor: { kind: 'anonymous', tenantId: tenant.id, locale },
        origin: {
          requestId: request.id,
          address: request.ip,
          userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
        },
      },
      tenantId: tenant.id,
      locale,
      place: { organisation: tenant.name, tenantId: tenant.id, home, base, address: `${origin}${base}` },
      request,
      reply,
    }
    return serve[kind](asked).catch((error: unknown) => explain(asked, kind, error))
  }
  /** What people did in a form is answered with a page; what is not there, and programs, get a problem document. */
  const explain = (asked: Asked, kind: Kind, error: unknown) => {
    const isForm = kind === 'subscribe' || kind === 'confirm' || kind === 'end'
    if (!isForm || !(error instanceof Problem) || error.status === 404 || error.status >= 500) throw error
    const { locale, place, reply } = asked
    const title = texts.text(locale, 'trust.subprocessor.refused')
    const main = `<p>${escapeHtml(texts.text(locale, `problem.${error.code}`, error.params))}</p>`
    const { organisation, home } = place
    reply.status(error.status).headers({ ...headers, ...error.headers })
    return sendPage(asked, framePage({ locale, organisation, title, home, here: null, main }, texts))
  }

  const register = (server: FastifyInstance) => {
    // In a scope of its own: nothing else here reads forms.
    void server.register(async (scope) => {
      scope.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string', bodyLimit: mostBodyBytes },
        (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
      )
      for (const kind of publicKinds) {
        const [ofPlatform, ofTenant] = endpoints[kind]
        const options = { bodyLimit: mostBodyBytes }
        scope.route({
          ...options,
          method: ofPlatform.method,
          url: ofPlatform.path,
          handler: (request, reply) => answer(kind, null, request, reply),
        })
        scope.route<{ Params: { slug: string } }>({
          ...options,
          method: ofTenant.method,
          url: ofTenant.path,
          handler: (request, reply) => answer(kind, request.params.slug, request, reply),
        })
      }
    })
  }
  // All are registered together: they share a scope.
  return Object.values(endpoints)
    .flat()
    .map((endpoint, index) => ({ endpoint, register: index === 0 ? register : () => {} }))
}
