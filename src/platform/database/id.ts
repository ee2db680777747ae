/**
 * New ids: UUIDv7 (RFC 9562 §5.7), so that they sort by time of creation. Within a process they are strictly
 * ascending, also within a millisecond and when the clock is set back (method 1 of §6.2, a 12-bit counter in rand_a).
 */
import { systemClock, type Clock } from '../clock/clock.ts'
import { drawRandom } from '../crypto/random.ts'

interface Sequence {
  lastMs: number
  counter: number
}

// One for each clock: the machine's would otherwise push the ids of a clock that stands in the past.
const sequences = new WeakMap<Clock, Sequence>()

/** Makes an id. The time in it is the clock's, except that it never goes back. */
export function newId(clock: Clock = systemClock): string {
  const drawn = drawRandom(10)
  let sequence = sequences.get(clock)
  if (!sequence) sequences.set(clock, (sequence = { lastMs: -1, counter: 0 }))
  const now = clock.now().getTime()
  if (now > sequence.lastMs) {
    sequence.lastMs = now
    // The upper bit starts clear so that there is room to count (RFC 9562 §6.2).
    sequence.counter = drawn.readUInt16BE(0) & 0x7ff
  } else if (++sequence.counter > 0xfff) {
    sequence.lastMs += 1
    sequence.counter = 0
  }
  const time = sequence.lastMs.toString(16).padStart(12, '0')
  const random = drawn.toString('hex', 2)
  // Version 7 in front of the counter; the variant bits 10 in front of the last 62.
  const variant = (0x8 | (parseInt(random.slice(0, 1), 16) & 0x3)).toString(16)
  const count = sequence.counter.toString(16).padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${random.slice(1, 4)}-${random.slice(4)}`
}

/** The instant in a UUIDv7. */
export function instantOfId(id: string): Date {
  return new Date(parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}
