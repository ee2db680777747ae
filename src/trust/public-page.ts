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
import { listPublicChanges, type PublicChanges } from '#modules/statement/actions/list-changes.ts'
import { readPublicDesk, type PublicDesk } from '#modules/attestation/actions/arrange.ts'
import { isListShown } from '#modules/supplier/actions/public-list.ts'
import { readFace, type Face } from '#modules/trust-centre/actions/face.ts'
import { noneWhenNothingIsPublished } from '#modules/trust-centre/actions/none-published.ts'
import { hasPublicDocuments } from '#modules/trust-centre/actions/public-document.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { apiHeaders, pageHeaders } from '#platform/http/headers.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { negotiateLocale, type Locale } from '#platform/i18n/locale.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerFirst, type FinishedAnswer } from './answer-first.ts'
import { renderBadge } from './badge.ts'
import { changeEntries, renderChanges } from './changes.ts'
import { tellFace } from './data.ts'
import { faces, type Kind, type PublicEndpoint } from './endpoint.ts'
import type { OwnHosts } from './own-host.ts'
import { renderPage, type Beside } from './page.ts'
import { styleHash } from './style.ts'

/** Which rendering is asked for. */
interface Asked {
  readonly kind: Kind
  /** Null for the platform. */
  readonly slug: string | null
  /** The name of the tenant's own under which it was asked for. */
  readonly host: string | null
  readonly locale: Locale
}

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

/** What a rendering is made of. */
interface Read {
  readonly tenant: { readonly id: string; readonly name: string } | null
  readonly face: Face | null
  readonly changes: PublicChanges | null
  readonly also: readonly Beside[]
  readonly published: Publication | null
  readonly desk: PublicDesk
}

const closed: PublicDesk = { isOpen: false, offers: [] }
const nothing = (tenant: Read['tenant']): Read => ({
  tenant,
  face: null,
  changes: null,
  also: [],
  published: null,
  desk: closed,
})

/** For images and data that stand in other people's pages and programs. */
const embeddable = { ...apiHeaders, 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' }

const headersOf: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  page: {
    ...pageHeaders(styleHash),
    'content-type': 'text/html; charset=utf-8',
    // Asked for anew each time: a sentence may have broken since.
    'cache-control': 'no-cache',
  },
  data: { ...embeddable, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' },
  changes: { ...embeddable, 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'no-cache' },
  // Stands in many pages at once: what broke may be shown for half a minute more, and no longer.
  badge: { ...embeddable, 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'public, max-age=30' },
}

export interface PublicPages {
  readonly endpoints: readonly PublicEndpoint[]
  readonly register: (server: FastifyInstance) => void
  /** Forgets what was rendered for a tenant. */
  readonly forget: (tenantId: string) => void
}

/** Creates the pages of an instance. */
export function createPublicPages(services: Services, registry: Registry, hosts: OwnHosts): PublicPages {
  const rendered = new Map<string, { readonly page: Promise<RenderedPage>; readonly asOf: number }>()
  /** Counts announcements: a page whose rendering began before one may show what was. */
  let changes = 0
  const current = new Map<string, RenderedPage>()
  const tenantOf = new Map<string, string>()

  const render = async (asked: Asked): Promise<RenderedPage> => {
    const { kind, slug, locale } = asked
    let read: Read = nothing(null)
    let unavailable = false
    try {
      read = await readFor(asked)
    } catch (error) {
      services.log.warn({ err: error }, 'the public page could not be read')
      unavailable = true
    }
    const { tenant, face } = read
    const now = face?.asOf ?? services.clock.now()
    if (tenant !== null) tenantOf.set(slug ?? '', tenant.id)
    // A page says in words that there is nothing; for programs there is nothing.
    if (face === null && !unavailable && kind !== 'page') throw notFound()
    if (unavailable && (kind === 'data' || kind === 'changes'))
      throw new Problem(503, 'trust.unavailable', { headers: { 'retry-after': '5' } })
    const status = unavailable ? 503 : face === null ? 404 : 200
    const plain = Buffer.from(write(asked, read, unavailable, now), 'utf8')
    // Quality 9 takes 2 ms here and is within 3 % of the best.
    const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
    const gzip = gzipSync(plain, { level: 9 })
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
    const own = {
      ...headersOf[kind],
      'content-language': face?.locale ?? locale,
      vary: 'accept-encoding, accept-language',
      ...(unavailable && { 'cache-control': 'no-store', 'retry-after': '5' }),
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
      staleAt: unavailable
        ? now.getTime() + 500
        : Math.min(
            now.getTime() + keepMs,
            face === null ? Infinity : Math.max(face.validUntil.getTime(), now.getTime() + 200),
          ),
    }
  }

  const readFor = async ({ kind, slug, locale }: Asked): Promise<Read> => {
    const tenant = await findTenant(services, slug)
    if (tenant === null) return nothing(tenant)
    const { face, changes, also, desk } = await services.database.withTenant(tenant.id, async (tx) => {
      const shown = await readFace({ tx, services }, registry, locale).catch(noneWhenNothingIsPublished)
      return {
        face: shown,
        changes: shown && kind === 'changes' ? await listPublicChanges(tx, shown, changeEntries) : null,
        desk: kind === 'page' ? await readPublicDesk(tx) : closed,
        also: kind === 'page' ? await listBeside(tx) : [],
      }
    })
    const published =
      kind === 'page' || kind === 'data'
        ? await services.database.withPlatform('last published head', readLastPublication)
        : null
    return { tenant, face, changes, also, published, desk }
  }

  const write = (asked: Asked, read: Read, unavailable: boolean, now: Date): string => {
    const { tenant, face, changes, also, published, desk } = read
    const { kind, slug, host, locale } = asked
    const organisation = tenant?.name ?? 'Beleg'
    const base = slug === null || host !== null ? '/' : `/t/${slug}`
    const address = `${host === null ? services.publicUrl : `https://${host}`}${base}`
    if (face !== null && kind === 'data')
      return `${JSON.stringify(tellFace(face, { organisation, address, published }), null, 1)}\n`
    if (face !== null && changes !== null && tenant !== null) {
      const self = `${address.replace(/\/$/, '')}/changes.atom?lang=${face.locale}`
      return renderChanges(face, changes, { id: tenant.id, organisation, address, self }, services.texts)
    }
    if (kind === 'badge') return renderBadge(face, face?.locale ?? locale, services.texts)
    const signIn = slug === null ? '/app/' : `/app/sign-in?tenant=${slug}`
    return renderPage(
      {
        locale: face?.locale ?? locale,
        organisation,
        statement: face,
        unavailable,
        published,
        now,
        base,
        also,
        // Nobody signs in under the name of a tenant: the application has one origin.
        signInHref: host === null ? signIn : `${services.publicUrl}${signIn}`,
        desk,
      },
      services.texts,
    )
  }

  const find = (asked: Asked): RenderedPage | Promise<RenderedPage> => {
    const key = keyOf(asked)
    const kept = current.get(key)
    if (kept !== undefined && services.clock.now().getTime() < kept.staleAt) return kept
    const running = rendered.get(key)
    if (running !== undefined && running.asOf === changes) return running.page
    const asOf = changes
    const started = render(asked).finally(() => rendered.delete(key))
    rendered.set(key, { page: started, asOf })
    started.then(
      (page) => {
        // Slugs come from strangers: only what exists is remembered, and only while nothing was announced meanwhile.
        if (page.status === 200 && asOf === changes) current.set(key, page)
      },
      // Whoever asked is told.
      () => {},
    )
    return started
  }

  const serve = async (
    kind: Kind,
    slug: string | null,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const wished = (request.query as { lang?: string }).lang
    const locale = wished === 'de' || wished === 'en' ? wished : localeOf(request.headers['accept-language'])
    const own = hosts.find(request.headers.host)
    const found = find({ kind, slug, host: own !== null && own.slug === slug ? own.host : null, locale })
    return sendPage(found instanceof Promise ? await found : found, request, reply)
  }

  /** The front page as it was rendered last, while it is fresh and nothing about the request is out of the ordinary. */
  const findFinished = (request: IncomingMessage): FinishedAnswer | null => {
    if (request.url !== '/' || request.method !== 'GET') return null
    const wishes = readWishes(request.rawHeaders)
    if (wishes === null) return null
    const own = hosts.find(wishes.host)
    const page = current.get(
      keyOf({ kind: 'page', slug: own?.slug ?? null, host: own?.host ?? null, locale: localeOf(wishes.language) }),
    )
    if (page === undefined || services.clock.now().getTime() >= page.staleAt) return null
    return page.finished[encodingOf(wishes.encoding)]
  }

  return {
    endpoints: Object.values(faces).flat(),
    register: (server) => {
      answerFirst(server, findFinished)
      for (const kind of Object.keys(faces) as Kind[]) {
        const [ofPlatform, ofOneTenant] = faces[kind]
        server.get(ofPlatform.path, (request, reply) => serve(kind, null, request, reply))
        server.get<{ Params: { slug: string } }>(ofOneTenant.path, (request, reply) =>
          serve(kind, request.params.slug, request, reply),
        )
      }
    },
    forget: (tenantId) => {
      changes += 1
      hosts.forget()
      for (const key of current.keys()) if (tenantOf.get(key.split(' ')[0] ?? '') === tenantId) current.delete(key)
    },
  }
}

/** What else there is to read of the tenant. */
async function listBeside(tx: TenantTx): Promise<Beside[]> {
  return [
    ...((await isListShown({ tx })) ? (['subprocessors'] as const) : []),
    ...((await hasPublicDocuments({ tx })) ? (['documents'] as const) : []),
  ]
}

/** Without a space in slug, host or kind. */
function keyOf({ kind, slug, host, locale }: Asked): string {
  return `${slug ?? ''} ${kind} ${locale} ${host ?? ''}`
}

function finish(headers: Readonly<Record<string, string>>, body: Buffer): FinishedAnswer {
  return { headers: Object.entries({ ...headers, 'content-length': String(body.length) }).flat(), body }
}

function encodingOf(accepted: string | string[] | undefined): Encoding {
  if (accepted?.includes('br')) return 'br'
  return accepted?.includes('gzip') ? 'gzip' : 'identity'
}

interface Wishes {
  readonly language: string | undefined
  readonly encoding: string | undefined
  readonly host: string | undefined
}

/**
 * What a request says about host, language and compression; null when it names a version that it has. `headers` of node:http
 * would first be made of all that was sent, which costs a sixth of the whole answer.
 */
function readWishes(raw: readonly string[]): Wishes | null {
  let language: string | undefined
  let host: string | undefined
  let encoding: string | undefined
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? ''
    if (name.length === 13 && name.toLowerCase() === 'if-none-match') return null
    if (name.length === 4 && name.toLowerCase() === 'host') host = raw[index + 1]
    if (name.length !== 15) continue
    const lower = name.toLowerCase()
    if (lower === 'accept-language') language = raw[index + 1]
    else if (lower === 'accept-encoding') encoding = raw[index + 1]
  }
  return { language, encoding, host }
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
