/**
 * New ids: UUIDv7 (RFC 9562 §5.7), so that they sort by time of creation. Within a process they are strictly
 * ascending, also within a millisecond and when the clock is set back (method 1 of §6.2, a 12-bit counter in rand_a).
 */
import { randomFillSync } from 'node:crypto'
import { systemClock, type Clock } from '../clock/clock.ts'

interface Sequence {
  lastMs: number
  counter: number
}

// One for each clock: the machine's would otherwise push the ids of a clock that stands in the past.
const sequences = new WeakMap<Clock, Sequence>()
// Random bytes by the page: one call of the generator for 512 ids.
const pool = Buffer.allocUnsafe(4096)
let used = pool.length

/** Makes an id. The time in it is the clock's, except that it never goes back. */
export function newId(clock: Clock = systemClock): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  let sequence = sequences.get(clock)
  if (!sequence) sequences.set(clock, (sequence = { lastMs: -1, counter: 0 }))
  const now = clock.now().getTime()
  if (now > sequence.lastMs) {
    sequence.lastMs = now
    // The upper bit starts clear so that there is room to count (RFC 9562 §6.2).
    sequence.counter = pool.readUInt16BE(used) & 0x7ff
  } else if (++sequence.counter > 0xfff) {
    sequence.lastMs += 1
    sequence.counter = 0
  }
  const time = sequence.lastMs.toString(16).padStart(12, '0')
  const random = pool.toString('hex', used + 2, used + 10)
  used += 10
  // Version 7 in front of the counter; the variant bits 10 in front of the last 62.
  const variant = (0x8 | (parseInt(random.slice(0, 1), 16) & 0x3)).toString(16)
  const count = sequence.counter.toString(16).padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${random.slice(1, 4)}-${random.slice(4)}`
}

/** The instant in a UUIDv7. */
export function instantOfId(id: string): Date {
  return new Date(parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}
