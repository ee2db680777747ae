/** The routes of duties in time: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import {
  addOwnAbsence,
  listAllAbsences,
  readOwnArrangement,
  removeOwnAbsence,
  setOwnDeputy,
} from './actions/arrangement.ts'
import { createOwnFeed, readOwnFeed, revokeOwnFeed, sendCalendar } from './actions/feed.ts'
import { assignMeasureOwner, listDueDuties, readDueDuty } from './actions/occurrence.ts'
import { changeSettings, presentSettings, setRhythm } from './actions/setting.ts'
import {
  addAbsence,
  assignMeasure,
  changeDutySettings,
  createFeed,
  listAbsences,
  listDuties,
  readArrangement,
  readCalendar,
  readDuty,
  readDutySettings,
  readFeedState,
  removeAbsence,
  revokeFeed,
  setDeputy,
  setDutyRhythm,
} from './contract.ts'
import { createReadLimit } from './read-limit.ts'
import { absenceSpecimen, occurrenceSpecimen } from './specimen.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function dutyRoutes(registry: () => Registry): Route[] {
  const limit = createReadLimit()
  return [
    defineRoute(listDuties, (context, { query }) => listDueDuties(context, registry(), query)),
    defineRoute(
      readDuty,
      (context, { params }) => readDueDuty(context, registry(), params.occurrenceId),
      occurrenceSpecimen,
    ),
    defineRoute(assignMeasure, (context, { body }) =>
      assignMeasureOwner(context, registry(), body.measureId, body.personId),
    ),
    defineRoute(readDutySettings, (context) => presentSettings(context)),
    defineRoute(changeDutySettings, (context, { body }) => changeSettings(context, registry(), body)),
    defineRoute(setDutyRhythm, (context, { body }) => setRhythm(context, registry(), body)),
    defineRoute(readArrangement, (context) => readOwnArrangement(context)),
    defineRoute(setDeputy, async (context, { body }) => {
      await setOwnDeputy(context, body)
      return undefined
    }),
    defineRoute(listAbsences, (context) => listAllAbsences(context)),
    defineRoute(addAbsence, (context, { body }) => addOwnAbsence(context, body)),
    defineRoute(
      removeAbsence,
      async (context, { params }) => {
        await removeOwnAbsence(context, params.absenceId)
        return undefined
      },
      absenceSpecimen,
    ),
    defineRoute(readFeedState, (context) => readOwnFeed(context)),
    defineRoute(createFeed, (context) => createOwnFeed(context)),
    defineRoute(revokeFeed, async (context) => {
      await revokeOwnFeed(context)
      return undefined
    }),
    // The server sends what a download says; its type for handlers is the client's.
    defineRoute(readCalendar, (context, { params }) => sendCalendar(context, registry(), limit, params.token) as never),
  ]
}
