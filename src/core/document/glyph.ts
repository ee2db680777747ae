/**
 * Which characters a font can show (OpenType, table `cmap`, formats 4 and 12). A PDF shows and keeps nothing of a
 * character that its fonts lack; so that nothing vanishes without a word, such a character is named by its number.
 */

/** Whether a font has a glyph for a character. */
export type Covers = (codePoint: number) => boolean

/** Reads the coverage of a TrueType or OpenType font. @throws RangeError for a file that is none */
export function readCoverage(font: Buffer): Covers {
  const segments = readSegments(font, findTable(font, 'cmap')).toSorted(([a], [b]) => a - b)
  return (codePoint) => {
    let [low, high] = [0, segments.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const [start, end] = segments[middle] ?? [0, -1]
      if (codePoint < start) high = middle - 1
      else if (codePoint > end) low = middle + 1
      else return true
    }
    return false
  }
}

type Segment = readonly [start: number, end: number]

function findTable(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4)
  for (let i = 0; i < count; i += 1) {
    const at = 12 + i * 16
    if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8)
  }
  throw new RangeError(`the font has no table ${tag}`)
}

function readSegments(font: Buffer, cmap: number): Segment[] {
  const count = font.readUInt16BE(cmap + 2)
  const offsets = Array.from({ length: count }, (_, i) => cmap + font.readUInt32BE(cmap + 8 + i * 8))
  const full = offsets.find((at) => font.readUInt16BE(at) === 12)
  if (full !== undefined)
    return Array.from({ length: font.readUInt32BE(full + 12) }, (_, i): Segment => {
      const at = full + 16 + i * 12
      return [font.readUInt32BE(at), font.readUInt32BE(at + 4)]
    })
  const basic = offsets.find((at) => font.readUInt16BE(at) === 4)
  if (basic === undefined) throw new RangeError('the font has no map of characters that is known here')
  const doubled = font.readUInt16BE(basic + 6)
  return Array.from({ length: doubled / 2 }, (_, i): Segment => {
    const end = font.readUInt16BE(basic + 14 + i * 2)
    return [font.readUInt16BE(basic + 16 + doubled + i * 2), end]
    // The last one is there to end the search.
  }).filter(([start]) => start !== 0xffff)
}

/** What is not meant to be seen: joiners, selectors of variants, places where a line or a word may end. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{White_Space}]/u

/** A text in which every character that cannot be shown is named, as in "‹U+65E5›". */
export function nameUnshown(text: string, covers: Covers): string {
  let named = ''
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    const isShown = codePoint < 0x7f || covers(codePoint) || unseen.test(character)
    named += isShown ? character : `\u2039U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}\u203A`
  }
  return named
}
