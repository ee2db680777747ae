/**
 * Password hashing: argon2id (RFC 9106) by node:crypto with the parameters of OWASP's first recommendation for 19 MiB,
 * kept as PHC strings so that they can grow later. Promises: verification takes as long for an unknown account as for a
 * known one (`verifyAgainstNobody`); at most `concurrentHashes` run at once and `waitingHashes` wait, so a storm of
 * logins takes 76 MiB and not the machine. What a password may be is in `password-strength.ts`.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { Problem } from '#platform/http/problem.ts'

/** Kibibytes, passes, lanes. About 64 ms on the reference machine. */
export const hashCost = { memoryKib: 19_456, passes: 2, lanes: 1 } as const
/** libuv's pool has four threads by default: more would only hold memory while they wait. */
const concurrentHashes = 4
const waitingHashes = 100
const saltBytes = 16
const hashBytes = 32
/** Longest input that is hashed at all; longer ones are refused before, this only bounds the work. */
const longestInput = 1024

interface Cost {
  readonly memoryKib: number
  readonly passes: number
  readonly lanes: number
}

let running = 0
const waiting: (() => void)[] = []

/** Runs when a place is free; throws `password.busy` (503) when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= concurrentHashes) {
    if (waiting.length >= waitingHashes) throw new Problem(503, 'password.busy', { headers: { 'Retry-After': '5' } })
    // The one who leaves hands over its place, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

function derive(password: string, salt: Uint8Array, cost: Cost, length: number): Promise<Buffer> {
  // NFKC: the same password typed on another keyboard has the same bytes (NIST SP 800-63B §5.1.1.2).
  const message = Buffer.from(password.normalize('NFKC'), 'utf8')
  return inTurn(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        argon2(
          'argon2id',
          {
            message,
            nonce: salt,
            memory: cost.memoryKib,
            passes: cost.passes,
            parallelism: cost.lanes,
            tagLength: length,
          },
          (error, hash) => (error === null ? resolve(hash) : reject(error)),
        )
      }),
  )
}

const unpadded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

/** A PHC string `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. Throws `password.busy`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, salt, hashCost, hashBytes)
  const { memoryKib, passes, lanes } = hashCost
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`
}

interface Stored {
  readonly cost: Cost
  readonly salt: Buffer
  readonly hash: Buffer
}

const phcShape =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$/

function parseStored(phc: string): Stored {
  const match = phcShape.exec(phc)
  const [, memory, passes, lanes, salt, hash] = match ?? []
  if (memory === undefined || passes === undefined || lanes === undefined || salt === undefined || hash === undefined) {
    throw new Problem(500, 'password.stored_malformed')
  }
  const cost = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) }
  // An imported or planted string must not make one verification take the machine: at most 256 MiB and 10 passes.
  if (
    cost.memoryKib > 262_144 ||
    cost.passes > 10 ||
    cost.passes < 1 ||
    cost.lanes < 1 ||
    cost.memoryKib < 8 * cost.lanes
  ) {
    throw new Problem(500, 'password.stored_malformed')
  }
  return { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}

/**
 * Compares in constant time. `rehash`: right, but stored at a lower cost than today's; hash it anew while it is known.
 * Throws `password.stored_malformed` when the stored string is no argon2id hash within bounds.
 */
export async function verifyPassword(password: string, phc: string): Promise<{ right: boolean; rehash: boolean }> {
  const { cost, salt, hash } = parseStored(phc)
  if (password.length > longestInput) return { right: false, rehash: false }
  const right = timingSafeEqual(await derive(password, salt, cost, hash.length), hash)
  const weaker = cost.memoryKib < hashCost.memoryKib || cost.passes < hashCost.passes || hash.length < hashBytes
  return { right, rehash: right && weaker }
}

/** Does the work of a verification for an account that does not exist, so that time does not tell (ASVS 6.3.8). */
export async function verifyAgainstNobody(password: string): Promise<{ right: false; rehash: false }> {
  await derive(password.slice(0, longestInput), randomBytes(saltBytes), hashCost, hashBytes)
  return { right: false, rehash: false }
}
