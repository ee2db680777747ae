/** Hyphens that a PDF draws and its parser leaves out. */

const softHyphen = '\u00ad'

/**
 * pdf.js leaves out every soft hyphen, and some writers (Typst) map all hyphens to it. What is drawn is compared with
 * what was read, and the hyphens are put back where they were.
 */
export function withHyphens(texts: readonly string[], glyphs: readonly string[] | null): string[] {
  if (glyphs === null || !glyphs.includes(softHyphen)) return [...texts]
  const corrected = [...texts]
  let at = 0
  let lastText = -1
  for (const [index, text] of texts.entries()) {
    let built = ''
    for (const sign of text.normalize('NFKC')) {
      if (/\s/.test(sign)) {
        built += sign
        continue
      }
      while (at < glyphs.length && /^[\s\p{Cf}]$/u.test(glyphs[at] ?? '')) {
        if (glyphs[at] === softHyphen) {
          if (built.trim() === '' && lastText >= 0) {
            corrected[lastText] = `${(corrected[lastText] ?? '').trimEnd()}-`
            // The parser took the gap that the hyphen left for a space.
            if (!/\s/.test(glyphs[at + 1] ?? ''))
              for (let gap = lastText + 1; gap < index; gap += 1) corrected[gap] = ''
          } else built = `${built.trimEnd()}-`
        }
        at += 1
      }
      // Another order than it was drawn in, as in Hebrew: nothing is known then.
      if (glyphs[at] !== sign) return [...texts]
      at += 1
      built += sign
    }
    if (text.trim() !== '') {
      corrected[index] = built
      lastText = index
    }
  }
  return corrected
}
