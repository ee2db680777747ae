/** What the watch proves: that the statement is valid as approved, and that its level did not fall unanswered. */
import { defineDuty, defineFactType } from '#core/duty.ts'
import { factTypes, judgeDate, judgeLevel, judgePage, pageFactSchema, versionFactSchema } from './fact.ts'
import { pageCollectorId } from './watch.ts'

const page = defineFactType({
  type: factTypes.page,
  subjectKind: 'page',
  title: { de: 'Wortlaut einer öffentlichen Seite', en: 'Wording of a public page' },
  schema: pageFactSchema,
})
const version = defineFactType({
  type: factTypes.version,
  subjectKind: 'statement-version',
  title: { de: 'Fassung der Sicherheitsaussage', en: 'Version of the security statement' },
  schema: versionFactSchema,
})

export const watchFactTypes = [page, version]

const continuous = {
  trigger: 'continuous',
  maxAge: 'PT24H',
  minimumClass: 'machine',
  whenEmpty: 'unproven',
  collector: pageCollectorId,
} as const

/** The same look proves two promises: a level that is kept rests on a page that says what was approved, too. */
export const watchDuties = [
  ...(['statement.validity', 'statement.no-reduction'] as const).flatMap((measure) => [
    defineDuty(page, { ...continuous, id: `${measure}/page`, measure, predicate: judgePage }),
    defineDuty(version, { ...continuous, id: `${measure}/date`, measure, predicate: judgeDate }),
  ]),
  defineDuty(version, {
    ...continuous,
    id: 'statement.no-reduction/level',
    measure: 'statement.no-reduction',
    predicate: judgeLevel,
  }),
]
