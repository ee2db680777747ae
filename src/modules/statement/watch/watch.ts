/**
 * The collector `statement.page`: fetches the public pages of this instance over their real addresses and compares what
 * stands there, and in the tables behind it, with what the ledger recorded when it was approved. Domain demands it
 * daily; it looks every thirty seconds. A page that does not answer is silence, and silence proves nothing.
 */
import type { Collector, CollectorContext, ObservedFact } from '#core/collector.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { Problem } from '#platform/http/problem.ts'
import { locales, type Locale } from '#platform/i18n/locale.ts'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { compareWithBase } from '../actions/compare.ts'
import { hashMeaning, hashWording, wordingOfPage } from '../change/wording.ts'
import { readRecordedPublication, type RecordedPublication } from '../store/recorded.ts'
import { findVersionInForce, listClaims, type VersionRow } from '../store/version.ts'
import { factTypes, type PageFact, type VersionFact } from './fact.ts'

export const pageCollectorId = 'statement.page'

/** Rendered pages are kept two seconds at most; a version that came into force just now may not stand there yet. */
const settleMs = 3_000
const largestPage = 5 * 1024 * 1024

/** Where the pages are reached, by a name that stays when ports change. */
export interface PageAddresses {
  readonly serverUrls: () => readonly string[]
  readonly publicUrls: () => readonly string[]
}

/** The collector over the pages of the platform tenant at these addresses. */
export function pageCollector(addresses: PageAddresses): Collector {
  return {
    id: pageCollectorId,
    query: 'public pages in German and English over their addresses, the versions behind them, and the ledger',
    version: '1',
    everyMs: 30_000,
    detectsWithinMs: 50_000,
    observe: async (context) => {
      const platform = context.tenants.find(({ kind }) => kind === 'platform')
      if (platform === undefined) return { facts: [], populations: [] }
      const places = await placesOf(addresses, context.signal)
      const facts: ObservedFact[] = []
      let expected = 0
      for (const locale of locales) {
        const look = () => context.withTenant(platform.id, (tx) => lookAt(tx, locale))
        const seen = await look()
        if (seen === null) continue
        facts.push({
          subject: { kind: 'statement-version', externalId: locale, name: `${seen.row.title}, ${seen.row.version}` },
          type: factTypes.version,
          data: seen.fact,
        })
        for (const [name, baseUrl] of places) {
          expected += 1
          const data = await fetchFact(`${baseUrl}/?lang=${locale}`, seen, look, context)
          const externalId = `${name} /?lang=${locale}`
          facts.push({ subject: { kind: 'page', externalId }, type: factTypes.page, data })
        }
      }
      const count = (type: string) => facts.filter((fact) => fact.type === type).length
      return {
        facts,
        populations: [
          {
            factType: factTypes.page,
            expected,
            seen: count(factTypes.page),
            reconciledAgainst: 'addresses of this instance',
          },
          {
            factType: factTypes.version,
            expected: count(factTypes.version),
            seen: count(factTypes.version),
            reconciledAgainst: 'languages in force',
          },
        ],
      }
    },
  }
}

interface Seen {
  readonly row: VersionRow
  readonly recorded: RecordedPublication | null
  readonly fact: VersionFact
}

/** The version in force in a language, beside what was recorded of it; null when there is none. */
async function lookAt(tx: TenantTx, locale: Locale): Promise<Seen | null> {
  const row = await findVersionInForce(tx, locale)
  if (row === undefined || row.published_at === null) return null
  const recorded = await readRecordedPublication(tx, row.id)
  const claims = await listClaims(tx, row.id)
  const { changes } = await compareWithBase(tx, row)
  // What the house says of itself has no author here, who could have been told to answer.
  const isOwn = row.approved_by === null && recorded?.byHouse === true
  return {
    row,
    recorded,
    fact: {
      locale,
      version: row.version,
      meaning: hashMeaning(claims).toString('hex'),
      recordedMeaning: recorded?.meaning ?? null,
      publishedAt: row.published_at.toISOString(),
      recordedAt: recorded?.publishedAt ?? null,
      isRecorded: recorded !== null,
      unanswered: isOwn ? 0 : changes.filter(({ isAnswered }) => !isAnswered).length,
    },
  }
}

/** What stands at an address. Something else than was approved is looked at again once rendered pages are over. */
async function fetchFact(
  url: string,
  seen: Seen,
  look: () => Promise<Seen | null>,
  { signal }: CollectorContext,
): Promise<PageFact> {
  let current = seen
  for (let last = false; ; last = true) {
    const shown = await fetchWording(url, signal)
    const fact = {
      locale: current.fact.locale,
      version: current.row.version,
      shown,
      approved: current.recorded?.wording ?? null,
    }
    if (last || shown === fact.approved || fact.approved === null) return fact
    await sleep(settleMs, undefined, { signal })
    current = (await look()) ?? current
  }
}

/** The hash of the wording at an address; null when it says that there is no page. @throws Problem while it is away */
async function fetchWording(url: string, signal: AbortSignal): Promise<string | null> {
  const { status, body } = await get(url, signal)
  if (status === 404 || status === 410) return null
  if (status !== 200) throw new Problem(503, 'statement.page_away')
  return hashWording(wordingOfPage(body)).toString('hex')
}

function get(url: string, signal: AbortSignal): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:')
    // Whoever answers with other words is found out by their hash; a self-signed certificate of ours is no reason to
    // know nothing. The certificate itself is judged by the probe of transport.
    const asked = (secure ? requestSecure : requestPlain)(
      url,
      { signal, headers: { 'accept-encoding': 'identity' }, ...(secure && { rejectUnauthorized: false }) },
      (answer) => {
        const chunks: Buffer[] = []
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > largestPage) answer.destroy(new Problem(503, 'statement.page_away'))
          else chunks.push(chunk)
        })
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        )
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

/** The own listener and the declared public address. A process that has just started may not know its server yet. */
async function placesOf(
  { serverUrls, publicUrls }: PageAddresses,
  signal: AbortSignal,
): Promise<readonly (readonly [name: string, baseUrl: string])[]> {
  for (let waitedMs = 0; ; waitedMs += 250) {
    const [own] = serverUrls()
    const declared = publicUrls().map((url) => ['public', url.replace(/\/$/, '')] as const)
    if (own !== undefined) return [['server', own], ...declared]
    if (waitedMs > 8_000) throw new Problem(503, 'statement.page_away')
    await sleep(250, undefined, { signal })
  }
}
