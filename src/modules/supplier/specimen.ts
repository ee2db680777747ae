/** Disposable announcements and subscribers for the canary and the matrix. */
import type { Context } from '#core/context.ts'
import { newId } from '#platform/database/id.ts'
import type { Specimen } from '#core/module.ts'
import { mintToken } from '#platform/crypto/token.ts'
import { hashItems } from './actions/announce.ts'
import { cells, emailIndex } from './cell.ts'
import { findList, insertAnnouncement, insertNotice, insertSubscription, putList } from './store.ts'

/** Somebody who is told. */
export async function plantSubscriber({ tx, services }: Context): Promise<Specimen> {
  const keys = await services.vault.keysOf(tx)
  const id = newId(services.clock)
  const email = `canary-${id}@example.invalid`
  const { token, hash } = mintToken(tx.tenantId)
  await insertSubscription(tx, {
    id,
    email: keys.seal(cells.email(id), email),
    emailIndex: emailIndex(keys, email),
    locale: 'en',
    token: keys.seal(cells.token(id), token),
    tokenHash: hash,
    confirmHash: mintToken(tx.tenantId).hash,
    at: services.clock.now(),
  })
  return { params: { subscriptionId: id } }
}

/** An announcement of which somebody was told, and a list that says whether it is shown. */
export async function plantAnnouncement(context: Context): Promise<Specimen> {
  const { tx, services } = context
  const at = services.clock.now()
  const id = newId(services.clock)
  if ((await findList(tx)) === undefined) await putList(tx, false, at)
  await insertAnnouncement(tx, { id, announced_at: at, objection_until: null, items: [], sha256: hashItems([]) })
  const { params } = await plantSubscriber(context)
  await insertNotice(tx, {
    announcementId: id,
    recipientId: params.subscriptionId ?? id,
    kind: 'subscriber',
    mailId: newId(services.clock),
    at,
  })
  return { params: { announcementId: id } }
}
