/** Random bytes by the page: one call of the generator costs as much as some thousand bytes. */
import { randomFillSync } from 'node:crypto'

const page = Buffer.allocUnsafeSlow(4096)
let used = page.length

/** So many bytes of the operating system's generator, which nobody else got or gets. At most 4,096. */
export function drawRandom(bytes: number): Buffer {
  if (bytes > page.length) throw new RangeError(`${bytes} bytes are more than a page`)
  if (used + bytes > page.length) {
    randomFillSync(page)
    used = 0
  }
  const drawn = Buffer.from(page.subarray(used, used + bytes))
  // What was handed out does not stay behind.
  page.fill(0, used, used + bytes)
  used += bytes
  return drawn
}
