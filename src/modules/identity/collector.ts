/**
 * The collector `identity.accounts`: every account and key of every tenant of this instance, by id alone. It counts
 * twice: the register of accounts, and whoever appears in credentials, factors, recovery codes, keys, sessions or the
 * login record. The union of both is the population; what only the second source knows is a counter-example. What it
 * states changes only when something changed, so that an unchanged instance is confirmed and not recorded anew.
 */
import type { Collector, CollectorContext, ObservedFact, ObservedPopulation } from '#core/collector.ts'
import type { TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { instantOfId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { cells } from './cell.ts'
import type { Factor } from './contract.ts'
import {
  accountFactors,
  accountHolder,
  apiKeyCustody,
  collectorId,
  passwordStorage,
  signInGuard,
  type AccountFactors,
  type AccountHolder,
  type ApiKeyCustody,
  type PasswordStorage,
} from './fact.ts'
import { isAdministrative, isFunctionAddress, lifetimes } from './rules.ts'
import {
  countSessions,
  listCredentials,
  listGuardsInForce,
  listKeyIds,
  listLiveKeys,
  listProvisionalHashes,
  listRecoveryHolders,
  listRegistered,
  listSignIns,
  listTotpFactors,
  type RegisteredAccount,
} from './store/observe.ts'

/** Rules of the database without which a weaker way in could be opened. */
export const guardNames = [
  'sessions_two_factors',
  'sessions_lifetime',
  'api_keys_expiry',
  'api_keys_scoped',
  'api_keys_hash_only',
  'account_resets_four_eyes',
  'accounts_end_access',
  'credentials_end_sessions',
  'totp_factors_end_sessions',
] as const

const secondSource = 'credentials, factors, keys, sessions and the login record'

export const accountCollector: Collector = {
  id: collectorId,
  query: 'accounts of every tenant, and whoever appears in ' + secondSource,
  version: '1',
  everyMs: 10_000,
  detectsWithinMs: 20_000,
  observe: async (context) => {
    const facts: ObservedFact[] = []
    for (const tenant of context.tenants) {
      context.signal.throwIfAborted()
      // One snapshot: an enrolment or sign-in between two reads would look like a counter-example.
      const observe = (tx: TenantTx) => observeTenant(context, tx)
      const snapshot = { isolation: 'repeatable read', readOnly: true } as const
      const seen = await context.services.database.withTenant(tenant.id, observe, snapshot)
      facts.push(...(tenant.canary ? seen.filter((one) => !isSpecimen(one, context.services.clock.now())) : seen))
    }
    const [first] = context.tenants
    if (first) facts.push(...(await context.withTenant(first.id, observeGuards)))
    return { facts, populations: populationsOf(facts) }
  },
}

/** What the canary plants lives for seconds; in its own tenants only what stays is somebody's account. */
const specimenLivesMs = 60_000

function isSpecimen(observed: ObservedFact, now: Date): boolean {
  const ageMs = now.getTime() - instantOfId(observed.subject.externalId).getTime()
  return ageMs >= 0 && ageMs < specimenLivesMs
}

/** Each fact is one member that one of the two sources named, so that expected and seen are equal by construction. */
function populationsOf(facts: readonly ObservedFact[]): ObservedPopulation[] {
  const sources: Readonly<Record<string, string>> = {
    [accountFactors.type]: secondSource,
    [accountHolder.type]: secondSource,
    [passwordStorage.type]: 'credentials and links that are being enrolled',
    [apiKeyCustody.type]: 'the login record of keys',
    [signInGuard.type]: 'the list of guards in the source code',
  }
  return Object.entries(sources).map(([factType, reconciledAgainst]) => {
    const seen = facts.filter((fact) => fact.type === factType).length
    return { factType, expected: seen, seen, reconciledAgainst }
  })
}

async function observeGuards(tx: TenantTx): Promise<ObservedFact[]> {
  const inForce = new Set(await listGuardsInForce(tx, guardNames))
  return guardNames.map((guard) => ({
    subject: { kind: signInGuard.subjectKind, externalId: guard },
    type: signInGuard.type,
    data: { guard, inForce: inForce.has(guard) },
  }))
}

/** All that is known about the accounts of one tenant. */
interface Sighting {
  readonly registered: ReadonlyMap<string, RegisteredAccount>
  readonly passwords: ReadonlyMap<string, string>
  readonly totp: ReadonlyMap<string, { confirmed: boolean; authentic: boolean }>
  readonly recovery: ReadonlySet<string>
  readonly sessions: ReadonlyMap<string, { live: number; below: number }>
  readonly keyOwners: ReadonlySet<string>
  readonly signIns: ReadonlySet<string>
}

async function observeTenant(context: CollectorContext, tx: TenantTx): Promise<ObservedFact[]> {
  const now = context.services.clock.now()
  const registered = new Map((await listRegistered(tx)).map((row) => [row.id, row]))
  const credentials = await listCredentials(tx)
  const provisional = await listProvisionalHashes(tx)
  const factors = await listTotpFactors(tx)
  const recovery = new Set(await listRecoveryHolders(tx))
  const sessions = new Map((await countSessions(tx, now)).map((row) => [row.account_id, row]))
  const keys = await listLiveKeys(tx, now)
  const allKeys = new Set(await listKeyIds(tx))
  // Whoever got in longer ago than a session can last is out again.
  const signIns = await listSignIns(tx, new Date(now.getTime() - lifetimes.sessionMs))
  const empty = registered.size === 0 && factors.length === 0
  const vault = empty ? null : await context.services.vault.keysOf(tx)
  const totp = new Map(
    factors.map((row) => [
      row.account_id,
      {
        confirmed: row.confirmed,
        authentic: vault?.inspect(cells.totpSecret(row.account_id), row.secret) === 'sealed',
      },
    ]),
  )
  const seen: Sighting = {
    registered,
    passwords: new Map(credentials.map((row) => [row.account_id, row.hash])),
    totp,
    recovery,
    sessions,
    keyOwners: new Set(keys.map((key) => key.account_id)),
    signIns: new Set(signIns.filter((row) => row.key_id === null).map((row) => row.account_id)),
  }
  const accounts = populationOf(seen)
  return [
    ...accounts.map((id) => fact(accountFactors, id, factorsOf(seen, id))),
    ...accounts.map((id) => fact(accountHolder, id, holderOf(vault, registered.get(id)))),
    ...credentials.map((row) => fact(passwordStorage, row.account_id, readStorage(row.hash, false))),
    ...provisional.map((row) => fact(passwordStorage, row.id, readStorage(row.hash, true))),
    ...keys.map((key) => fact(apiKeyCustody, key.id, custodyOf(seen, key))),
    ...signIns.flatMap(({ key_id: keyId }) =>
      keyId === null || allKeys.has(keyId) ? [] : [fact(apiKeyCustody, keyId, unregisteredKey)],
    ),
  ]
}

function fact(type: { type: string; subjectKind: string }, externalId: string, data: object): ObservedFact {
  return { subject: { kind: type.subjectKind, externalId }, type: type.type, data }
}

/**
 * Who counts as an account: whoever may sign in, and whoever left a trace that only an account leaves. An invited
 * person without any trace cannot sign in and is not one yet; neither is a deactivated one without a live session or
 * key.
 */
function populationOf(seen: Sighting): string[] {
  const everywhere = new Set([
    ...seen.registered.keys(),
    ...seen.passwords.keys(),
    ...seen.totp.keys(),
    ...seen.recovery,
    ...seen.sessions.keys(),
    ...seen.keyOwners,
    ...seen.signIns,
  ])
  return [...everywhere]
    .filter((id) => {
      const state = seen.registered.get(id)?.state
      const live = seen.sessions.has(id) || seen.keyOwners.has(id)
      if (state === 'deactivated') return live
      if (state === 'invited') return live || seen.passwords.has(id) || seen.totp.has(id) || seen.recovery.has(id)
      return true
    })
    .toSorted()
}

function factorsOf(seen: Sighting, id: string): AccountFactors {
  const account = seen.registered.get(id)
  const hash = seen.passwords.get(id)
  const totp = seen.totp.get(id)
  const sessions = seen.sessions.get(id)
  const usableTotp = totp?.confirmed === true && totp.authentic
  const factors: Factor[] = [
    ...(hash === undefined ? [] : (['password'] as const)),
    ...(usableTotp ? (['totp'] as const) : []),
    ...(seen.recovery.has(id) ? (['recovery-code'] as const) : []),
  ]
  return {
    registered: account !== undefined,
    state: account?.state ?? 'unknown',
    human: account?.synthetic !== true,
    administrative: account !== undefined && isAdministrative(account.roles),
    factors,
    hasPassword: hash !== undefined,
    passwordScheme: hash === undefined ? 'none' : readStorage(hash, false).scheme,
    totpConfirmed: totp?.confirmed === true,
    totpAuthentic: totp?.authentic === true,
    sessionsBelowTwoFactors: sessions?.below ?? 0,
    sessionsWithoutRight: account?.state === 'active' ? 0 : (sessions?.live ?? 0),
    foundIn: account ? [] : tracesOf(seen, id),
  }
}

function tracesOf(seen: Sighting, id: string): AccountFactors['foundIn'] {
  return [
    ...(seen.passwords.has(id) ? (['credential'] as const) : []),
    ...(seen.totp.has(id) ? (['totp'] as const) : []),
    ...(seen.recovery.has(id) ? (['recovery-code'] as const) : []),
    ...(seen.keyOwners.has(id) ? (['api-key'] as const) : []),
    ...(seen.sessions.has(id) ? (['session'] as const) : []),
    ...(seen.signIns.has(id) ? (['sign-in'] as const) : []),
  ]
}

function holderOf(vault: TenantKeys | null, account: RegisteredAccount | undefined): AccountHolder {
  if (!account) return { registered: false, people: 0, otherAccountsOfPerson: 0, functionAddress: null }
  return {
    registered: true,
    people: account.people,
    otherAccountsOfPerson: account.other_accounts,
    functionAddress: readsAsFunction(vault, account),
  }
}

function readsAsFunction(vault: TenantKeys | null, account: RegisteredAccount): boolean | null {
  const cell = cells.email(account.id)
  if (vault?.inspect(cell, account.email) !== 'sealed') return null
  return isFunctionAddress(vault.openText(cell, account.email))
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** What a stored password looks like; anything but an argon2id string is "other", plaintext included. */
export function readStorage(stored: string, provisional: boolean): PasswordStorage {
  const [, memory, passes, salt, hash] = phc.exec(stored) ?? []
  if (memory === undefined || passes === undefined || salt === undefined || hash === undefined) {
    return { scheme: 'other', memoryKib: null, passes: null, saltBytes: null, hashBytes: null, provisional }
  }
  return {
    scheme: 'argon2id',
    memoryKib: Number(memory),
    passes: Number(passes),
    saltBytes: Buffer.from(salt, 'base64').length,
    hashBytes: Buffer.from(hash, 'base64').length,
    provisional,
  }
}

function custodyOf(
  seen: Sighting,
  key: { account_id: string; hash_bytes: number; permissions: number; created_at: Date; expires_at: Date | null },
): ApiKeyCustody {
  const totp = seen.totp.get(key.account_id)
  const lifetimeMs = key.expires_at === null ? null : key.expires_at.getTime() - key.created_at.getTime()
  return {
    registered: true,
    ownerActive: seen.registered.get(key.account_id)?.state === 'active',
    ownerHasTwoFactors: seen.passwords.has(key.account_id) && totp?.confirmed === true && totp.authentic,
    permissions: key.permissions,
    lifetimeDays: lifetimeMs === null ? null : Math.round((lifetimeMs / 86_400_000) * 100) / 100,
    onlyHashStored: key.hash_bytes === 32,
  }
}

const unregisteredKey: ApiKeyCustody = {
  registered: false,
  ownerActive: false,
  ownerHasTwoFactors: false,
  permissions: 0,
  lifetimeDays: null,
  onlyHashStored: false,
}
