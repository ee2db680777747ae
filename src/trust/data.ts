/** The statement as data for programs that rely on it: what holds of each sentence, and until when they may believe it. */
import type { Publication } from '#core/ledger/publication.ts'
import type { Face } from '#modules/trust-centre/actions/face.ts'
import { publicationPath } from '#modules/ledger/contract.ts'

/** Instants in UTC, days on the calendar of Berlin; names in lower case with underscores. */
export function tellFace(
  face: Face,
  given: { readonly organisation: string; readonly address: string; readonly published: Publication | null },
): object {
  const { summary, claims } = face
  return {
    organisation: given.organisation,
    address: given.address,
    locale: face.locale,
    title: face.title,
    published_at: face.publishedAt?.toISOString() ?? null,
    sha256: face.bodyHash.toString('hex'),
    as_of: face.asOf.toISOString(),
    valid_until: face.validUntil.toISOString(),
    summary: {
      promises: summary.promises,
      proven: summary.proven,
      contradicted: summary.contradicted,
      under_correction: summary.underCorrection,
      lapsed: summary.lapsed,
      unproven: summary.unproven,
      status_not_shown: summary.withheld,
      broke_today: summary.brokeToday,
    },
    correction_rule: face.rules.inForce && {
      wording: face.rules.inForce.wording,
      reason: face.rules.inForce.reason,
      published_at: face.rules.inForce.publishedAt.toISOString(),
      period: face.rules.inForce.period,
    },
    sentences: claims.map((claim) => ({
      id: claim.id,
      section: claim.section,
      text: claim.text,
      kind: claim.kind,
      status: claim.status,
      status_shown: !claim.withheld,
      since: claim.since?.toISOString() ?? null,
      correction: claim.correction && {
        since: claim.correction.since.toISOString(),
        due_at: claim.correction.dueAt.toISOString(),
      },
      next_change_at: claim.nextAt?.toISOString() ?? null,
      period:
        claim.effect === null
          ? null
          : {
              from: claim.effect.fromOn,
              to: claim.effect.toOn,
              days: claim.effect.days,
              days_in_force: claim.effect.inForce,
            },
    })),
    certificates: face.certificates.shown.map((one) => ({
      framework: one.framework,
      title: one.title[face.locale],
      issued_by: one.body,
      number: one.number,
      scope: one.scope,
      valid_from: one.validFrom,
      valid_to: one.validTo,
    })),
    ledger_head: given.published && {
      size: given.published.size,
      published_at: given.published.publishedAt.toISOString(),
      path: publicationPath(given.published.size),
    },
  }
}
