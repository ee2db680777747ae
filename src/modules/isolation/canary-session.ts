/**
 * A canary's account with a session of its own, opened as everybody's is: password and second factor over HTTP. The
 * secrets are kept in this process's memory; another process makes an account of its own. A session is used until it
 * ends, and its second factor is given again before it grows stale.
 */
import type { Services } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { createSyntheticAccount, type SyntheticAccount } from '#modules/identity/actions/begin.ts'
import {
  giveLoginPassword,
  giveLoginRecoveryCode,
  giveLoginTotp,
  readSession,
  sessionStateSchema,
  stepUp,
} from '#modules/identity/contract.ts'
import { Problem } from '#platform/http/problem.ts'
import * as otpauth from 'otpauth'
import { type CanaryTenant, plantingContext, sweepCanary } from './canary-tenant.ts'
import type { Answer, Wire } from './wire.ts'

export interface CanarySession {
  readonly cookie: string
  readonly accountId: string
  readonly personId: string
  readonly sessionId: string
}

export interface CanaryAccount {
  /** A session that is signed in now and whose second factor is fresh. @throws Problem 503 `isolation.canary_unavailable` */
  session(wire: Wire): Promise<CanarySession>
}

/** A second factor counts ten minutes for sensitive actions; renewed before. */
const stepUpAfterMs = 8 * 60_000
const stepMs = 30_000

/** The account of one canary tenant; made when it is first needed. */
export function createCanaryAccount(services: Services, registry: Registry, tenant: CanaryTenant): CanaryAccount {
  const { clock, database } = services
  let account: SyntheticAccount | null = null
  let recoveryCodes: string[] = []
  let usedStep = 0
  let cookie: string | null = null
  let steppedUpAt = 0

  const stepNow = () => Math.floor(clock.now().getTime() / stepMs)

  async function createAccount(): Promise<SyntheticAccount> {
    // What nobody is signed in with any more is swept; another process's account stays.
    await sweepCanary(services, tenant.id)
    const made = await database.withTenant(tenant.id, (tx) => {
      const context = plantingContext(services, registry, tx, null)
      return createSyntheticAccount(
        { ...context, actor: { kind: 'anonymous', tenantId: tenant.id, locale: 'en' } },
        { roles: ['owner'] },
      )
    })
    recoveryCodes = [...made.recoveryCodes]
    usedStep = stepNow()
    return made
  }

  /** A code of the present step, or a recovery code when that one was used already: both work once. */
  function nextFactor(given: SyntheticAccount): { code: string } | { recoveryCode: string } | null {
    const step = stepNow()
    if (step > usedStep) {
      usedStep = step
      const totp = new otpauth.TOTP({
        secret: otpauth.Secret.fromBase32(given.totpSecret),
        algorithm: 'SHA1',
        digits: 6,
        period: 30,
      })
      return { code: totp.generate({ timestamp: clock.now().getTime() }) }
    }
    const recoveryCode = recoveryCodes.pop()
    return recoveryCode === undefined ? null : { recoveryCode }
  }

  async function signIn(wire: Wire, given: SyntheticAccount): Promise<string | null> {
    const opened = await wire.send(
      giveLoginPassword,
      { body: { tenant: tenant.slug, email: given.email, password: given.password } },
      null,
    )
    const factor = opened.status === giveLoginPassword.success ? nextFactor(given) : null
    if (factor === null) return null
    const { loginId } = giveLoginPassword.output.parse(JSON.parse(opened.body))
    const endpoint = 'code' in factor ? giveLoginTotp : giveLoginRecoveryCode
    const entered = await wire.send(endpoint, { body: { loginId, ...factor } }, null)
    return entered.status === endpoint.success ? cookieOf(entered) : null
  }

  async function look(wire: Wire, current: string) {
    const answer = await wire.send(readSession, {}, current)
    if (answer.status !== 200) throw new Problem(503, 'isolation.canary_unavailable')
    const state = sessionStateSchema.parse(JSON.parse(answer.body))
    return state.signedIn && state.tenant.id === tenant.id ? state : null
  }

  async function open(wire: Wire): Promise<string> {
    for (let attempt = 0; attempt < 2; attempt++) {
      account ??= await createAccount()
      const opened = await signIn(wire, account)
      if (opened !== null) {
        steppedUpAt = clock.now().getTime()
        return opened
      }
      account = null
    }
    throw new Problem(503, 'isolation.canary_unavailable')
  }

  return {
    async session(wire) {
      let state = cookie === null ? null : await look(wire, cookie)
      if (state === null || cookie === null) {
        cookie = await open(wire)
        state = await look(wire, cookie)
      } else if (clock.now().getTime() - steppedUpAt > stepUpAfterMs && account !== null) {
        const factor = nextFactor(account)
        const answer = factor && (await wire.send(stepUp, { body: factor }, cookie))
        const renewed = answer?.status === stepUp.success ? cookieOf(answer) : null
        cookie = renewed ?? (await open(wire))
        steppedUpAt = clock.now().getTime()
        state = await look(wire, cookie)
      }
      if (state === null) throw new Problem(503, 'isolation.canary_unavailable')
      return { cookie, accountId: state.accountId, personId: state.personId, sessionId: state.sessionId }
    },
  }
}

/** `name=value` of the cookie that an answer sets. */
function cookieOf(answer: Answer): string | null {
  return /^([^;=,]+=[^;]+);/.exec(answer.headers['set-cookie'] ?? '')?.[1] ?? null
}
