/** What the watch over the public page states, and how it is judged. Facts and pure predicates. */
import type { Verdict } from '#core/duty.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

export const factTypes = { page: 'statement.page', version: 'statement.version' } as const

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** One page as it was fetched over its address. */
export const pageFactSchema = z.strictObject({
  locale: localeSchema,
  version: z.number().int().positive(),
  /** SHA-256 of the wording that stands there; null when the page is not there. */
  shown: hash.nullable(),
  /** SHA-256 of what was approved, by the ledger; null when nothing was recorded of it. */
  approved: hash.nullable(),
})

/** One version in force beside what was recorded when it was published. */
export const versionFactSchema = z.strictObject({
  locale: localeSchema,
  version: z.number().int().positive(),
  meaning: hash,
  recordedMeaning: hash.nullable(),
  publishedAt: z.iso.datetime(),
  /** Null when its publication stands nowhere, or stands there from a time before it was recorded. */
  recordedAt: z.iso.datetime().nullable(),
  isRecorded: z.boolean(),
  /** Sentences that are weaker than in the version before, or removed, without an answer. */
  unanswered: z.number().int().min(0),
})

export type PageFact = z.infer<typeof pageFactSchema>
export type VersionFact = z.infer<typeof versionFactSchema>

/** The page says what was approved, to the letter. */
export function judgePage({ shown, approved, version }: PageFact): Verdict {
  if (approved === null) return { outcome: 'unknown', reason: 'statement.wording_not_recorded', params: { version } }
  if (shown === null) return { outcome: 'fail', reason: 'statement.page_gone', params: { version } }
  if (shown !== approved) return { outcome: 'fail', reason: 'statement.page_altered', params: { version } }
  return { outcome: 'pass', reason: 'statement.page_as_approved', params: { version } }
}

/** The version holds from when it was published, and neither before nor without an entry. */
export function judgeDate({ isRecorded, publishedAt, recordedAt, version }: VersionFact): Verdict {
  if (!isRecorded) return { outcome: 'fail', reason: 'statement.version_unrecorded', params: { version } }
  if (recordedAt === null) return { outcome: 'unknown', reason: 'statement.date_not_recorded', params: { version } }
  if (publishedAt !== recordedAt)
    return { outcome: 'fail', reason: 'statement.version_backdated', params: { version, publishedAt, recordedAt } }
  return { outcome: 'pass', reason: 'statement.date_as_recorded', params: { version } }
}

/** Nothing became weaker without an answer: neither on its way here nor afterwards behind our back. */
export function judgeLevel({ meaning, recordedMeaning, unanswered, isRecorded, version }: VersionFact): Verdict {
  if (!isRecorded) return { outcome: 'fail', reason: 'statement.version_unrecorded', params: { version } }
  if (recordedMeaning === null)
    return { outcome: 'unknown', reason: 'statement.meaning_not_recorded', params: { version } }
  if (meaning !== recordedMeaning) return { outcome: 'fail', reason: 'statement.meaning_altered', params: { version } }
  if (unanswered > 0)
    return { outcome: 'fail', reason: 'statement.weaker_unanswered', params: { version, count: unanswered } }
  return { outcome: 'pass', reason: 'statement.level_kept', params: { version } }
}
