/** The routes of the public list of subprocessors: contract → action. The register's own come from the core. */
import { defineRoute, type Route } from '#core/module.ts'
import { changeShown, presentList, presentNotices } from './actions/list.ts'
import { removeSubscriber } from './actions/subscription.ts'
import { listNotices, readList, removeSubscription, showList } from './contract/public-list.ts'
import { plantAnnouncement, plantSubscriber } from './specimen.ts'

export const listRoutes: readonly Route[] = [
  defineRoute(readList, (context) => presentList(context)),
  defineRoute(showList, (context, { body }) => changeShown(context, body.isShown)),
  defineRoute(listNotices, (context, { params }) => presentNotices(context, params.announcementId), plantAnnouncement),
  defineRoute(
    removeSubscription,
    async (context, { params }) => {
      await removeSubscriber(context, params.subscriptionId)
      return undefined
    },
    plantSubscriber,
  ),
]
