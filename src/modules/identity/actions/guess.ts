/**
 * What slows guessing down and stops it, without letting a stranger lock somebody out: wrong guesses are counted per
 * account and place. A place is a device that holds a token of an earlier sign-in, or a network. All unknown places
 * together have a bound of their own, which does not touch the account's known ones (device cookies as described by
 * OWASP). Registered and unregistered addresses are treated alike. Counters are committed although the guess failed.
 */
import type { Context } from '#core/context.ts'
import { readToken } from '#platform/crypto/token.ts'
import { Problem } from '#platform/http/problem.ts'
import {
  afterFailure,
  lifetimes,
  perNetwork,
  perPlace,
  perStrangers,
  waitSeconds,
  type AttemptLimit,
} from '../rules.ts'
import {
  anything,
  deleteAttempts,
  findBlockedUntil,
  isKnownPlace,
  lockAttempts,
  putAttempts,
  takeTurn,
  type AttemptKey,
  type AttemptKind,
} from '../store/attempt.ts'

/** One guess that is about to be looked at. */
export interface Guess {
  readonly kind: AttemptKind
  /** Blind index of the address, registered or not. */
  readonly identity: Buffer
  readonly place: Buffer
  /** The account has signed in from that place with both factors. */
  readonly known: boolean
  /** Blind index of the network; null when guesses of one network are not counted together. */
  readonly network: Buffer | null
}

/**
 * Finds out from where a guess comes: a known device before the network. A known device is not stopped by what others
 * do in its network.
 */
export async function placeOf(
  context: Context,
  given: { accountId: string; device: string | undefined; network: Buffer },
): Promise<{ place: Buffer; known: boolean; network: Buffer | null }> {
  const { accountId, device, network } = given
  const usedAfter = new Date(context.services.clock.now().getTime() - lifetimes.knownPlaceMs)
  const token = device === undefined ? null : readToken(device)
  if (token && (await isKnownPlace(context.tx, { accountId, place: token.hash, usedAfter }))) {
    return { place: token.hash, known: true, network: null }
  }
  return { place: network, known: await isKnownPlace(context.tx, { accountId, place: network, usedAfter }), network }
}

function countersOf(guess: Guess): { key: AttemptKey; limit: AttemptLimit }[] {
  const { kind, identity, place } = guess
  const counters = [{ key: { kind, identity, place }, limit: perPlace }]
  if (!guess.known) counters.push({ key: { kind, identity, place: anything }, limit: perStrangers[kind] })
  if (guess.network) counters.push({ key: { kind, identity: anything, place: guess.network }, limit: perNetwork })
  return counters
}

/**
 * Lets a guess pass or refuses to look at it, right or wrong.
 * @throws Problem 429 `login.too_many_attempts`, or `login.busy` while another guess from there is looked at
 */
export async function admitGuess(context: Context, guess: Guess): Promise<void> {
  const now = context.services.clock.now()
  const counters = countersOf(guess)
  const [own] = counters
  if (own && !(await takeTurn(context.tx, own.key))) {
    throw new Problem(429, 'login.busy', { headers: { 'Retry-After': '1' } })
  }
  let wait = 0
  for (const { key } of counters) {
    const blockedUntil = await findBlockedUntil(context.tx, key)
    if (blockedUntil)
      wait = Math.max(
        wait,
        waitSeconds({ failures: 0, blocks: 0, windowFrom: now, lastFailedAt: now, blockedUntil }, now),
      )
  }
  if (wait > 0) {
    throw new Problem(429, 'login.too_many_attempts', {
      params: { minutes: Math.ceil(wait / 60) },
      headers: { 'Retry-After': String(wait) },
    })
  }
}

/** Counts a wrong guess; true when it brought guessing from that place to a stop. The caller has to commit. */
export async function countWrongGuess(context: Context, guess: Guess): Promise<boolean> {
  const now = context.services.clock.now()
  let stopped = false
  for (const { key, limit } of countersOf(guess)) {
    const counter = afterFailure(await lockAttempts(context.tx, key), limit, now)
    await putAttempts(context.tx, key, counter)
    if (counter.blockedUntil !== null) stopped = true
  }
  return stopped
}

/** After both factors were right: what was mistyped before is forgotten. */
export async function forgetGuesses(context: Context, identity: Buffer, place: Buffer): Promise<void> {
  await deleteAttempts(context.tx, identity, place)
}
