/**
 * Serves the public pages from rendered, compressed bytes; the front page even before the framework looks at the
 * request, because it is what strangers ask for in numbers. A page is rendered anew when something was announced, when
 * the next transition of a status is reached, and at least every few seconds; if the database is away it says so and
 * shows nothing green.
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Services } from '#core/context.ts'
import { readLastPublication, type Publication } from '#core/ledger/publication.ts'
import type { Registry } from '#core/registry.ts'
import { readStatementNow, type StatementNow } from '#modules/statement/actions/read.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { pageHeaders } from '#platform/http/headers.ts'
import { Problem } from '#platform/http/problem.ts'
import { localeSchema, negotiateLocale, type Locale } from '#platform/i18n/locale.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { answerFirst, type FinishedAnswer } from './answer-first.ts'
import { renderPage } from './page.ts'
import { styleHash } from './style.ts'

/** The statement of the platform tenant. */
export const readPlatformPage = defineEndpoint({
  id: 'trust.read-platform-page',
  method: 'GET',
  path: '/',
  summary: 'The public statement of this instance, as a page.',
  query: z.object({ lang: localeSchema.optional() }),
  responds: 'html',
  success: 200,
  access: { public: 'the statement is published for everybody' },
  stepUp: false,
  audit: { none: 'the statement is public' },
})

/** The statement of one tenant. */
export const readTenantPage = defineEndpoint({
  id: 'trust.read-tenant-page',
  method: 'GET',
  path: '/t/:slug',
  summary: 'The public statement of a tenant, as a page.',
  params: z.object({ slug: z.string() }),
  query: z.object({ lang: localeSchema.optional() }),
  responds: 'html',
  success: 200,
  access: { public: 'the statement is published for everybody' },
  stepUp: false,
  audit: { none: 'the statement is public' },
})

interface RenderedPage {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly etag: string
  readonly finished: Readonly<Record<Encoding, FinishedAnswer>>
  /** Rendered anew from here on. */
  readonly staleAt: number
}

type Encoding = 'br' | 'gzip' | 'identity'

/** How long rendered bytes are served when nothing was announced: an announcement may be lost with a connection. */
const keepMs = 2_000

export interface PublicPages {
  readonly register: (server: FastifyInstance) => void
  /** Forgets what was rendered for a tenant. */
  readonly forget: (tenantId: string) => void
}

/** Creates the pages of an instance. */
export function createPublicPages(services: Services, registry: Registry): PublicPages {
  const rendered = new Map<string, { readonly page: Promise<RenderedPage>; readonly asOf: number }>()
  /** Counts announcements: a page whose rendering began before one may show what was. */
  let changes = 0
  const current = new Map<string, RenderedPage>()
  const tenantOf = new Map<string, string>()
  const headers = pageHeaders(styleHash)

  const render = async (slug: string | null, locale: Locale): Promise<RenderedPage> => {
    const now = services.clock.now()
    let statement: StatementNow | null = null
    let published: Publication | null = null
    let organisation = 'Beleg'
    let status = 200
    let unavailable = false
    try {
      const tenant = await findTenant(services, slug)
      if (tenant === null) status = 404
      else {
        tenantOf.set(slug ?? '', tenant.id)
        organisation = tenant.name
        statement = await services.database.withTenant(tenant.id, (tx) =>
          readStatementNow({ tx, services }, registry, locale),
        )
        published = await services.database.withPlatform('last published head', readLastPublication)
      }
    } catch (error) {
      if (error instanceof Problem && error.code === 'statement.none_published') status = 404
      else {
        services.log.warn({ err: error }, 'the public page could not be read')
        status = 503
        unavailable = true
      }
    }
    const base = slug === null ? '/' : `/t/${slug}`
    const html = renderPage(
      {
        locale: statement?.locale ?? locale,
        organisation,
        statement,
        unavailable,
        published,
        now,
        otherLanguageHref: `${base}?lang=${locale === 'de' ? 'en' : 'de'}`,
        signInHref: slug === null ? '/app/' : `/app/sign-in?tenant=${slug}`,
      },
      services.texts,
    )
    const plain = Buffer.from(html, 'utf8')
    const next = Math.min(
      ...(statement?.claims ?? []).flatMap((claim) => (claim.next_at === null ? [] : [claim.next_at.getTime()])),
    )
    // Quality 9 takes 2 ms here and is within 3 % of the best.
    const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
    const gzip = gzipSync(plain, { level: 9 })
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
    const own = {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-language': statement?.locale ?? locale,
      // Asked for anew each time: a sentence may have broken since.
      'cache-control': 'no-cache',
      vary: 'accept-encoding, accept-language',
      ...(unavailable && { 'retry-after': '5' }),
    }
    return {
      status,
      headers: own,
      etag,
      finished: {
        br: finish({ ...own, etag, 'content-encoding': 'br' }, brotli),
        gzip: finish({ ...own, etag, 'content-encoding': 'gzip' }, gzip),
        identity: finish({ ...own, etag }, plain),
      },
      staleAt: Math.min(
        now.getTime() + (unavailable ? 500 : keepMs),
        Number.isFinite(next) ? Math.max(next, now.getTime() + 200) : Infinity,
      ),
    }
  }

  const find = (slug: string | null, locale: Locale): RenderedPage | Promise<RenderedPage> => {
    const key = `${slug ?? ''} ${locale}`
    const kept = current.get(key)
    if (kept !== undefined && services.clock.now().getTime() < kept.staleAt) return kept
    const running = rendered.get(key)
    if (running !== undefined && running.asOf === changes) return running.page
    const asOf = changes
    const started = render(slug, locale).finally(() => rendered.delete(key))
    rendered.set(key, { page: started, asOf })
    void started.then((page) => {
      // Slugs come from strangers: only what exists is remembered, and only while nothing was announced meanwhile.
      if (page.status === 200 && asOf === changes) current.set(key, page)
    })
    return started
  }

  const serve = async (slug: string | null, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const wished = (request.query as { lang?: string }).lang
    const locale = wished === 'de' || wished === 'en' ? wished : localeOf(request.headers['accept-language'])
    const found = find(slug, locale)
    return sendPage(found instanceof Promise ? await found : found, request, reply)
  }

  /** The front page as it was rendered last, while it is fresh and nothing about the request is out of the ordinary. */
  const findFinished = (request: IncomingMessage): FinishedAnswer | null => {
    if (request.url !== '/' || request.method !== 'GET') return null
    const wishes = readWishes(request.rawHeaders)
    if (wishes === null) return null
    const page = current.get(localeOf(wishes.language) === 'de' ? ' de' : ' en')
    if (page === undefined || services.clock.now().getTime() >= page.staleAt) return null
    return page.finished[encodingOf(wishes.encoding)]
  }

  return {
    register: (server) => {
      answerFirst(server, findFinished)
      server.get('/', (request, reply) => serve(null, request, reply))
      server.get('/t/:slug', (request, reply) => serve((request.params as { slug: string }).slug, request, reply))
    },
    forget: (tenantId) => {
      changes += 1
      for (const key of current.keys()) if (tenantOf.get(key.split(' ')[0] ?? '') === tenantId) current.delete(key)
    },
  }
}

function finish(headers: Readonly<Record<string, string>>, body: Buffer): FinishedAnswer {
  return { headers: Object.entries({ ...headers, 'content-length': String(body.length) }).flat(), body }
}

function encodingOf(accepted: string | string[] | undefined): Encoding {
  if (accepted?.includes('br')) return 'br'
  return accepted?.includes('gzip') ? 'gzip' : 'identity'
}

/**
 * What a request says about language and compression; null when it names a version that it has. `headers` of node:http
 * would first be made of all that was sent, which costs a sixth of the whole answer.
 */
function readWishes(raw: readonly string[]): { language: string | undefined; encoding: string | undefined } | null {
  let language: string | undefined
  let encoding: string | undefined
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? ''
    if (name.length === 13 && name.toLowerCase() === 'if-none-match') return null
    if (name.length !== 15) continue
    const lower = name.toLowerCase()
    if (lower === 'accept-language') language = raw[index + 1]
    else if (lower === 'accept-encoding') encoding = raw[index + 1]
  }
  return { language, encoding }
}

/** Browsers send few different wishes, again and again. */
const negotiated = new Map<string, Locale>()
const mostNegotiated = 200

function localeOf(wishes: string | undefined): Locale {
  const known = negotiated.get(wishes ?? '')
  if (known !== undefined) return known
  const locale = negotiateLocale(wishes)
  if (negotiated.size < mostNegotiated && (wishes ?? '').length < 200) negotiated.set(wishes ?? '', locale)
  return locale
}

function sendPage(page: RenderedPage, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers(page.headers).header('etag', page.etag)
  if (page.status === 200 && request.headers['if-none-match'] === page.etag) return reply.status(304).send()
  reply.status(page.status)
  const encoding = encodingOf(request.headers['accept-encoding'])
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply.send(page.finished[encoding].body)
}

/** The tenant behind an address; null for the platform's own. Canaries and suspended ones have no pages. */
export async function findTenant(
  services: Services,
  slug: string | null,
): Promise<{ id: string; name: string } | null> {
  // Anything else names nobody, and need not be asked.
  if (slug !== null && !/^[a-z0-9-]{1,63}$/.test(slug)) return null
  const row = await services.database.withPlatform('host look-up', (tx) =>
    tx.db
      .selectFrom('tenants')
      .select(['id', 'name'])
      .where('state', '=', 'active')
      .where('canary', '=', false)
      .$if(slug === null, (q) => q.where('kind', '=', 'platform'))
      .$if(slug !== null, (q) => q.where('slug', '=', slug ?? ''))
      .executeTakeFirst(),
  )
  return row ?? null
}
