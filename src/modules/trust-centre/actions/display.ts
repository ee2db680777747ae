/** How much of each sentence the public page shows. A status can be left out, never chosen. */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { readClaim } from '#modules/statement/contract.ts'
import { readClaimNow, readStatementNow } from '#modules/statement/actions/read.ts'
import { notFound } from '#platform/http/problem.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Display, readTrustCentre, showSentence } from '../contract.ts'
import { hashSentence } from '../rules.ts'
import { findHost, findPath, listDisplays, putDisplay, type DisplayRow } from '../store.ts'
import { presentRules } from './correction-rule.ts'
import { presentHost } from './host.ts'
import { noneWhenNothingIsPublished } from './none-published.ts'
import { presentPublishable } from './public-document.ts'

/** What the page shows and where it is. */
export async function presentTrustCentre(
  context: Context,
  registry: Registry,
  locale: Locale,
): Promise<OutputOf<typeof readTrustCentre>> {
  const { tx, services } = context
  const host = await findHost(tx)
  const statement = await readStatementNow(context, registry, locale).catch(noneWhenNothingIsPublished)
  const displayOf = displaysOf(await listDisplays(tx))
  return {
    address: `${services.publicUrl}${await findPath(tx)}`,
    host: host ? presentHost(host) : null,
    rules: await presentRules(context, statement?.claims.map(({ text }) => text) ?? []),
    statement: statement && {
      title: statement.title,
      locale: statement.locale,
      sentences: statement.claims.flatMap(({ id, text, section, kind, status }) =>
        status === null ? [] : [{ claimId: id, text, section, kind, status, display: displayOf(text) }],
      ),
    },
    documents: await presentPublishable(context),
  }
}

/** By the wording of a sentence, what is shown of it. */
export function displaysOf(rows: readonly Pick<DisplayRow, 'sentence_hash' | 'display'>[]): (text: string) => Display {
  const known = new Map(rows.map((row) => [row.sentence_hash.toString('hex'), row.display]))
  return (text) => (known.size === 0 ? 'full' : (known.get(hashSentence(text).toString('hex')) ?? 'full'))
}

/** Decides how much of a sentence is shown, of a draft too. @throws Problem 404 */
export async function changeDisplay(
  context: Context,
  registry: Registry,
  claimId: string,
  display: Display,
): Promise<OutputOf<typeof showSentence>> {
  const { tx, services, actor } = context
  const { text } = await readClaimNow(context, registry, claimId)
  const before = await putDisplay(tx, {
    sentence_hash: hashSentence(text),
    display,
    decided_by: 'personId' in actor ? actor.personId : null,
    decided_at: services.clock.now(),
  })
  await record(context, {
    action: 'sentence.display_changed',
    object: { kind: 'claim', id: claimId },
    before: { display: before ?? 'full' },
    after: { display },
  })
  await announce(tx, 'statement')
  return { claimId, display }
}

/** A sentence as its own route plants it. */
export async function displaySpecimen(context: Context, registry: Registry): Promise<Specimen> {
  const plant = registry.routes.find(({ endpoint }) => endpoint.id === readClaim.id)?.specimen
  const claimId = (await plant?.(context))?.params.claimId
  if (claimId === undefined) throw notFound()
  await changeDisplay(context, registry, claimId, 'status')
  return { params: { claimId }, body: { display: 'text' } }
}
