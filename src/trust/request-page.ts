/**
 * Asking for something under confidentiality, as pages without script: the form, the confirmation of the address, the
 * agreement, and the copy at the end. Whoever opens a link sees only what the letter with it said; every step is a form
 * that is posted, so that a scanner which follows links changes nothing.
 */
import type { Context, Services } from '#core/context.ts'
import {
  acceptNda,
  findByLink,
  nameSignatory,
  readSignature,
  recordUsedLink,
} from '#modules/attestation/actions/confirm.ts'
import { asksAgain, confirmAddress, isRefusedAddress, submitRequest } from '#modules/attestation/actions/ask.ts'
import { readPublicDesk } from '#modules/attestation/actions/arrange.ts'
import { findCopyByLink, mailCode, noteStandstill, openByCode } from '#modules/attestation/actions/fetch.ts'
import { asHouse, readTenantName } from '#modules/attestation/actions/house.ts'
import { readRequestState } from '#modules/attestation/actions/state.ts'
import { longest } from '#modules/attestation/contract.ts'
import { askedSchema, lineSchema } from '#modules/attestation/contract/request.ts'
import { readToken } from '#platform/crypto/token.ts'
import { apiHeaders, pageHeaders } from '#platform/http/headers.ts'
import { issuesOf } from '#platform/http/problem-document.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { negotiateLocale, type Locale } from '#platform/i18n/locale.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { formStyleHash } from './form-style.ts'
import { formWords, mostFormBytes, readForm, type Fields, type FormWords } from './form.ts'
import { findTenant } from './public-page.ts'
import * as endpoint from '#modules/attestation/contract/page.ts'
import * as render from './request-view.ts'

const headers = { ...pageHeaders(formStyleHash, 'forms'), 'cache-control': 'no-store' }

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** The addresses and how they are served. */
export function requestPages(services: Services) {
  const routes: readonly (readonly [Endpoint, Handler])[] = [
    [endpoint.readPlatformRequests, (request, reply) => showForm(services, null, request, reply)],
    [endpoint.sendPlatformRequest, (request, reply) => takeForm(services, null, request, reply)],
    [endpoint.readTenantRequests, (request, reply) => showForm(services, slugOf(request), request, reply)],
    [endpoint.sendTenantRequest, (request, reply) => takeForm(services, slugOf(request), request, reply)],
    [endpoint.readConfirmation, (request, reply) => showConfirmation(services, request, reply)],
    [endpoint.sendConfirmation, (request, reply) => takeConfirmation(services, request, reply)],
    [endpoint.sendSignatory, (request, reply) => takeSignatory(services, request, reply)],
    [endpoint.readSigning, (request, reply) => showSigning(services, request, reply)],
    [endpoint.sendSignature, (request, reply) => takeSignature(services, request, reply)],
    [endpoint.readCopy, (request, reply) => showCopy(services, request, reply)],
    [endpoint.sendCodeRequest, (request, reply) => takeCodeRequest(services, request, reply)],
    [endpoint.openCopy, (request, reply) => takeCode(services, request, reply)],
  ]
  return routes.map(([one], index) => ({
    endpoint: one,
    register: (server: FastifyInstance) => {
      if (index > 0) return
      // A scope of their own: forms are read here and nowhere else, and nothing but forms.
      void server.register(async (scope) => {
        scope.removeAllContentTypeParsers()
        scope.addContentTypeParser(
          'application/x-www-form-urlencoded',
          { parseAs: 'string', bodyLimit: mostFormBytes },
          (_request, body, done) => done(null, body),
        )
        for (const [{ method, path }, handler] of routes)
          scope.route({
            method,
            url: path,
            handler: (request, reply) => {
              refuseForeign(request)
              return handler(request, reply)
            },
          })
      })
    },
  }))
}

/** A form of somebody else's page is not sent in the name of whoever looks at that. */
function refuseForeign(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (request.method !== 'GET' && (site === 'cross-site' || site === 'same-site'))
    throw new Problem(403, 'request.foreign_origin')
}

function localeOf(request: FastifyRequest): Locale {
  // Fastify reads a query into an object of texts.
  const wished = (request.query as { lang?: unknown }).lang
  return wished === 'de' || wished === 'en' ? wished : negotiateLocale(request.headers['accept-language'])
}

function slugOf(request: FastifyRequest): string {
  // Fastify reads parameters into an object of texts.
  return String((request.params as { slug?: unknown }).slug ?? '')
}

function send(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.headers(headers).status(status).type('text/html; charset=utf-8').send(html)
}

/** What a refused form is answered with: the same page, with what is wrong. Anything unexpected goes on. */
function asProblem(error: unknown): Problem {
  if (error instanceof Problem && error.status < 500 && error.status !== 404) return error
  throw error
}

// ---- Asking -----------------------------------------------------------------------------------------------------------

async function findDesk(services: Services, slug: string | null) {
  const tenant = await findTenant(services, slug)
  if (tenant === null) throw notFound()
  const desk = await services.database.withTenant(tenant.id, readPublicDesk)
  // Closed and not there is the same answer.
  if (!desk.isOpen) throw notFound()
  return { tenant, desk, home: slug === null ? '/' : `/t/${slug}` }
}

async function showForm(services: Services, slug: string | null, request: FastifyRequest, reply: FastifyReply) {
  const { tenant, desk, home } = await findDesk(services, slug)
  const words = formWords(services.texts, localeOf(request))
  // As above.
  const isSent = (request.query as { sent?: unknown }).sent === '1'
  const page = { organisation: tenant.name, home }
  return send(reply, 200, isSent ? render.requestSent(words, page) : render.requestForm(words, page, desk))
}

async function takeForm(services: Services, slug: string | null, request: FastifyRequest, reply: FastifyReply) {
  const { tenant, desk, home } = await findDesk(services, slug)
  const locale = localeOf(request)
  const fields = readForm(request.body)
  const address = `${home === '/' ? '' : home}/requests?sent=1&lang=${locale}`
  // Nobody sees this field; programs that fill in everything do.
  if ((fields.website ?? '') !== '') return reply.headers(headers).redirect(address, 303)
  try {
    const asked = parseForm(askedSchema, { ...wishOf(fields), locale }, () =>
      isRefusedAddress(fields.email ?? '') ? [{ pointer: '/email', code: 'free_mail' }] : [],
    )
    await services.database.withTenant(tenant.id, (tx) =>
      submitRequest(asHouse(services, tx, locale), asked, request.ip),
    )
    return reply.headers(headers).redirect(address, 303)
  } catch (error) {
    const problem = asProblem(error)
    const words = formWords(services.texts, locale, { fields, problem })
    return send(
      reply.headers(problem.headers),
      problem.status,
      render.requestForm(words, { organisation: tenant.name, home }, desk),
    )
  }
}

/** One choice of the form says both what is wanted and which document. */
function wishOf({ name, email, organisation, purpose, wants }: Fields) {
  const offer = /^document (.+)$/.exec(wants ?? '')?.[1]
  return {
    name,
    email,
    organisation,
    purpose,
    ...(offer === undefined ? { wants: wants ?? '' } : { wants: 'document', offerId: offer }),
  }
}

/** @throws Problem 400 `input.invalid` with every issue */
function parseForm<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  alsoWrong: () => readonly ProblemIssue[] = () => [],
): z.output<Schema> {
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new Problem(400, 'input.invalid', { issues: [...issuesOf(parsed.error), ...alsoWrong()] })
  return parsed.data
}

// ---- Links ------------------------------------------------------------------------------------------------------------

/** Opens a link in its tenant; unknown links, those of other tenants and malformed ones are one answer. */
async function withLink<T>(
  services: Services,
  request: FastifyRequest,
  work: (context: Context, token: string) => Promise<T>,
): Promise<T> {
  // Fastify reads parameters into an object of texts.
  const token = String((request.params as { token?: unknown }).token ?? '')
  const read = readToken(token)
  if (read === null) throw notFound()
  const tenant = await services.database.withPlatform('link of a letter', (tx) =>
    tx.db
      .selectFrom('tenants')
      .select('id')
      .where('id', '=', read.tenantId)
      .where('state', '=', 'active')
      .executeTakeFirst(),
  )
  if (tenant === undefined) throw notFound()
  return services.database.withTenant(tenant.id, (tx) => work(asHouse(services, tx, localeOf(request)), token))
}

interface Linked {
  readonly status: number
  readonly html: string
}

/** Where a request stands for whoever has its first link, as a page. */
async function standing(context: Context, token: string, words: FormWords, status: number): Promise<Linked> {
  const row = await findByLink(context, token, 'confirm')
  if (row === null) throw notFound()
  const page = { organisation: await readTenantName(context), home: '/' }
  const state = await readRequestState(context, row)
  if (state.stage === 'unconfirmed') {
    const again = await asksAgain(context, state.domain)
    return { status, html: render.confirmForm(words, page, { asksWhy: again && !state.hasWhy }) }
  }
  if (state.stage === 'nda') return { status, html: render.signatoryForm(words, page, state, token) }
  await recordUsedLink(context, row.id, 'confirm')
  return { status: 410, html: render.linkOver(words, page) }
}

async function showConfirmation(services: Services, request: FastifyRequest, reply: FastifyReply) {
  const words = formWords(services.texts, localeOf(request))
  const { status, html } = await withLink(services, request, (context, token) => standing(context, token, words, 200))
  return send(reply, status, html)
}

/** Takes a step; what is refused is rolled back, and shown on the page where it was tried. */
async function takeStep(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  stage: 'unconfirmed' | 'nda',
  step: (context: Context, row: NonNullable<Awaited<ReturnType<typeof findByLink>>>, fields: Fields) => Promise<void>,
) {
  const locale = localeOf(request)
  const fields = readForm(request.body)
  try {
    const { status, html } = await withLink(services, request, async (context, token) => {
      const row = await findByLink(context, token, 'confirm')
      if (row === null) throw notFound()
      const state = await readRequestState(context, row)
      const words = formWords(services.texts, locale)
      if (state.stage !== stage) return standing(context, token, words, 409)
      await step(context, row, fields)
      const after = await readRequestState(context, (await findByLink(context, token, 'confirm')) ?? row)
      const page = { organisation: await readTenantName(context), home: '/' }
      return {
        status: 200,
        html:
          after.stage === 'nda' ? render.signatoryForm(words, page, after, token) : render.requestComplete(words, page),
      }
    })
    return send(reply, status, html)
  } catch (error) {
    const problem = asProblem(error)
    const words = formWords(services.texts, locale, { fields, problem })
    const { html } = await withLink(services, request, (context, token) =>
      standing(context, token, words, problem.status),
    )
    return send(reply, problem.status, html)
  }
}

const whySchema = z.object({ repeatReason: z.string().trim().max(longest.purpose).optional() })

async function takeConfirmation(services: Services, request: FastifyRequest, reply: FastifyReply) {
  return takeStep(services, request, reply, 'unconfirmed', async (context, row, fields) => {
    const { repeatReason = '' } = parseForm(whySchema, fields)
    await confirmAddress(context, row, repeatReason === '' ? null : repeatReason)
  })
}

const signatorySchema = z.object({
  name: lineSchema(longest.name),
  role: lineSchema(longest.role),
  email: z.email().max(longest.email),
})

async function takeSignatory(services: Services, request: FastifyRequest, reply: FastifyReply) {
  return takeStep(services, request, reply, 'nda', async (context, row, fields) => {
    await nameSignatory(context, row, parseForm(signatorySchema, fields))
  })
}

// ---- Signing ----------------------------------------------------------------------------------------------------------

async function signing(context: Context, token: string, words: FormWords, status: number): Promise<Linked> {
  const row = await findByLink(context, token, 'sign')
  if (row === null) throw notFound()
  const page = { organisation: await readTenantName(context), home: '/' }
  const signature = await readSignature(context, row)
  if (signature === null) {
    await recordUsedLink(context, row.id, 'sign')
    return { status: 410, html: render.linkOver(words, page) }
  }
  return { status, html: render.signingForm(words, page, signature) }
}

async function showSigning(services: Services, request: FastifyRequest, reply: FastifyReply) {
  const words = formWords(services.texts, localeOf(request))
  const { status, html } = await withLink(services, request, (context, token) => signing(context, token, words, 200))
  return send(reply, status, html)
}

const yes = z.literal('yes')
const signatureSchema = z.object({ textId: z.uuid(), authority: yes, accepts: yes })

async function takeSignature(services: Services, request: FastifyRequest, reply: FastifyReply) {
  const locale = localeOf(request)
  const fields = readForm(request.body)
  try {
    const { status, html } = await withLink(services, request, async (context, token) => {
      const row = await findByLink(context, token, 'sign')
      const signature = row && (await readSignature(context, row))
      if (row === null || signature === null) return signing(context, token, formWords(services.texts, locale), 410)
      const { textId } = parseForm(signatureSchema, fields)
      await acceptNda(context, row, signature, textId)
      const page = { organisation: await readTenantName(context), home: '/' }
      return { status: 200, html: render.signed(formWords(services.texts, locale), page, signature) }
    })
    return send(reply, status, html)
  } catch (error) {
    const problem = asProblem(error)
    const words = formWords(services.texts, locale, { fields, problem })
    const { html } = await withLink(services, request, (context, token) =>
      signing(context, token, words, problem.status),
    )
    return send(reply, problem.status, html)
  }
}

// ---- Fetching ---------------------------------------------------------------------------------------------------------

async function showCopy(services: Services, request: FastifyRequest, reply: FastifyReply) {
  const words = formWords(services.texts, localeOf(request))
  const { status, html } = await withLink(services, request, async (context, token) => {
    const found = await findCopyByLink(context, token)
    if (found === null) throw notFound()
    await noteStandstill(context, found, request.ip)
    const page = { organisation: await readTenantName(context), home: '/' }
    return found.standstill === null
      ? { status: 200, html: render.copyPage(words, page, { token, ...found, said: null }) }
      : { status: 410, html: render.copyOver(words, page, found) }
  })
  return send(reply, status, html)
}

async function takeCodeRequest(services: Services, request: FastifyRequest, reply: FastifyReply) {
  const words = formWords(services.texts, localeOf(request))
  const { status, html } = await withLink(services, request, async (context, token) => {
    const found = await findCopyByLink(context, token)
    if (found === null) throw notFound()
    const outcome = await mailCode(context, found, request.ip)
    const page = { organisation: await readTenantName(context), home: '/' }
    if (outcome !== 'code_sent' && outcome !== 'too_many_codes')
      return {
        status: 410,
        html: render.copyOver(words, page, { ...found, standstill: found.standstill ?? 'revoked' }),
      }
    return {
      status: outcome === 'code_sent' ? 200 : 429,
      html: render.copyPage(words, page, { token, ...found, said: outcome }),
    }
  })
  return send(reply, status, html)
}

async function takeCode(services: Services, request: FastifyRequest, reply: FastifyReply) {
  const words = formWords(services.texts, localeOf(request))
  const { code = '' } = readForm(request.body)
  // Whatever comes of it is committed: a wrong guess counts.
  const answer = await withLink(services, request, async (context, token) => {
    const found = await findCopyByLink(context, token)
    if (found === null) throw notFound()
    const opened = await openByCode(context, found, code, request.ip)
    if (opened.outcome === 'served') {
      const keys = await services.vault.keysOf(context.tx)
      return { served: { keys, blobKey: opened.blobKey, number: opened.copy.number } }
    }
    const page = { organisation: await readTenantName(context), home: '/' }
    const { outcome } = opened
    return outcome === 'wrong_code' || outcome === 'used_code'
      ? { status: 403, html: render.copyPage(words, page, { token, ...found, said: outcome }) }
      : { status: 410, html: render.copyOver(words, page, { ...found, standstill: outcome }) }
  })
  if (answer.served === undefined) return send(reply, answer.status, answer.html)
  const { keys, blobKey, number } = answer.served
  const chunks: Buffer[] = []
  for await (const chunk of services.blobs.get(keys, blobKey)) chunks.push(chunk)
  return reply
    .headers(apiHeaders)
    .type('application/pdf')
    .header('content-disposition', `attachment; filename="copy-${number}.pdf"`)
    .send(Buffer.concat(chunks))
}
