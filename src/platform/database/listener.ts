/**
 * LISTEN on one connection for all channels of the process. It connects again by itself, with a growing pause, and
 * tells its users that they may have missed something.
 */
import pg from 'pg'
import type { Log } from '../log/log.ts'

export interface ListenOptions {
  /** Called after the connection was lost and came back: notifications sent meanwhile did not arrive. */
  readonly onReconnect?: () => void
}

interface Subscription extends ListenOptions {
  readonly channel: string
  readonly handler: (payload: string) => void
}

export interface Listener {
  listen(channel: string, handler: (payload: string) => void, options?: ListenOptions): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** Nothing is opened before the first subscription. */
export function openListener(config: () => pg.ClientConfig, log: Log): Listener {
  const subscriptions = new Set<Subscription>()
  let client: pg.Client | null = null
  let connecting: Promise<void> | null = null
  let closed = false
  let wake: (() => void) | null = null

  const call = (what: () => void) => {
    try {
      what()
    } catch (error) {
      log.error({ err: error }, 'a handler of a notification failed')
    }
  }

  // One statement after the other: the driver takes no second one before it has answered the first.
  let answered: Promise<unknown> = Promise.resolve()
  const ask = (on: pg.Client, text: string): Promise<unknown> => {
    const answer = answered.then(() => on.query(text))
    answered = answer.catch(() => {})
    return answer
  }

  const connect = (again: boolean): Promise<void> => {
    connecting ??= (async () => {
      for (let pauseMs = 50; !closed; pauseMs = Math.min(pauseMs * 2, 5_000)) {
        const next = new pg.Client({ ...config(), statement_timeout: 0, query_timeout: 0 })
        let lost = false
        const onLoss = () => {
          if (lost) return
          lost = true
          if (client !== next) return
          client = null
          if (!closed) {
            log.warn({}, 'the connection for notifications was lost')
            void connect(true)
          }
        }
        next.on('error', onLoss)
        next.on('end', onLoss)
        next.on('notification', ({ channel, payload }) => {
          for (const one of subscriptions) if (one.channel === channel) call(() => one.handler(payload ?? ''))
        })
        try {
          await next.connect()
          for (const channel of new Set([...subscriptions].map((one) => one.channel))) {
            await next.query(`listen ${pg.escapeIdentifier(channel)}`)
          }
          if (lost) throw new Error('lost while it was being set up')
          client = next
          if (again) for (const one of subscriptions) call(() => one.onReconnect?.())
          return
        } catch (error) {
          log.debug({ err: error }, 'the connection for notifications does not come up')
          await next.end().catch(() => {})
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, pauseMs)
            wake = () => {
              clearTimeout(timer)
              resolve()
            }
          })
        }
      }
    })().finally(() => {
      connecting = null
    })
    return connecting
  }

  return {
    listen: async (channel, handler, options = {}) => {
      const subscription: Subscription = { channel, handler, ...options }
      subscriptions.add(subscription)
      for (;;) {
        if (connecting) await connecting
        if (closed) break
        if (client) {
          try {
            // Also when another subscription listens already: LISTEN twice is the same as once.
            await ask(client, `listen ${pg.escapeIdentifier(channel)}`)
            break
          } catch {
            // Lost meanwhile: the new connection listens on every channel.
          }
        }
        await connect(false)
      }
      return async () => {
        subscriptions.delete(subscription)
        if ([...subscriptions].some((one) => one.channel === channel)) return
        if (client) await ask(client, `unlisten ${pg.escapeIdentifier(channel)}`).catch(() => {})
      }
    },
    close: async () => {
      closed = true
      wake?.()
      const last = client
      client = null
      await last?.end().catch(() => {})
      await connecting
    },
  }
}
