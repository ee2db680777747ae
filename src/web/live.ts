/**
 * Live updates: the server names a topic that changed, and what shows it is read again. A lost connection is tried
 * anew, and everything is read again once it is back, because events may have been missed meanwhile.
 */
import { streamEvents } from '#modules/statement/contract.ts'
import { urlOf } from '#platform/http/client.ts'
import { useEffect, useState } from 'react'
import { queryClient, renew } from './api.ts'

export type LiveState = 'connecting' | 'live' | 'lost'

/** Which reads show a topic: prefixes of endpoint ids. */
const readsOf: Readonly<Record<string, readonly string[]>> = {
  statement: ['statement.', 'claim.', 'today.', 'framework.', 'soa.', 'questionnaire'],
  evidence: ['evidence.', 'claim.', 'today.', 'framework.', 'certificate.'],
  people: ['person.', 'erasure.', 'legal-hold.', 'account', 'session.list', 'api-key.', 'today.'],
  decisions: ['claim.', 'statement.', 'today.'],
  cases: ['case.', 'today.'],
  today: ['today.', 'duty.'],
  outbox: ['outbox.'],
  registers: ['people-register.', 'systems-register.', 'data-sets-register.', 'suppliers-register.', 'subprocessor'],
  questionnaires: ['questionnaire'],
}

const firstRetryMs = 1_000
const longestRetryMs = 30_000

/** Keeps the connection while the component lives. */
export function useLive(): LiveState {
  const [state, setState] = useState<LiveState>('connecting')
  useEffect(() => {
    let source: EventSource | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let retryMs = firstRetryMs
    let missed = false

    const connect = () => {
      source = new EventSource(urlOf(streamEvents, {}))
      source.addEventListener('open', () => {
        retryMs = firstRetryMs
        setState('live')
        if (missed) void queryClient.invalidateQueries()
        missed = false
      })
      source.addEventListener('changed', (event: MessageEvent<string>) => {
        void renew(readsOf[topicOf(event.data)] ?? [''])
      })
      source.addEventListener('error', () => {
        missed = true
        setState('lost')
        // A browser gives up for good when the answer was no event stream (a restart, an ended session).
        if (source?.readyState !== EventSource.CLOSED) return
        // Whoever is refused there may be signed in no more.
        void renew(['session.read'])
        timer = setTimeout(connect, retryMs)
        retryMs = Math.min(retryMs * 2, longestRetryMs)
      })
    }
    connect()
    return () => {
      clearTimeout(timer)
      source?.close()
    }
  }, [])
  return state
}

/** The topic of an event: JSON with a `topic`, or the bare word. */
function topicOf(data: string): string {
  try {
    const parsed: unknown = JSON.parse(data)
    if (typeof parsed === 'object' && parsed !== null && 'topic' in parsed) return String(parsed.topic)
    return String(parsed)
  } catch {
    return data
  }
}
