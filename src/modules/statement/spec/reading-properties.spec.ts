/** What holds for every file whatever: spans, refusals, time. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '#platform/http/problem.ts'
import { readStatement } from '../reading/read.ts'

const words = fc.constantFrom(
  'MFA',
  'ist',
  'verpflichtend',
  'für',
  'alle',
  'Konten',
  'Backups',
  'are',
  'encrypted',
  'daily.',
  'Wir',
  'können',
  ':',
  '.',
  '\n',
  '\n\n',
  '- ',
  '1. ',
  '# ',
  '**',
  '|',
  '\n|a|b|\n|-|-|\n',
  '<p>',
  '<li>',
  '</li>',
  '<table><tr><td>',
  '&amp;',
  '\u200b',
  '\u202e',
  '🔶',
  '[ ]',
  'z. B.',
  'Art. 33',
  '72 Stunden',
  'Der Kunde',
  'please',
  'TLS 1.2',
  'ä̈',
  '\r\n',
  '\t',
  '`',
  '```',
  '---',
  '@',
  '  ',
)
const fileName = fc.constantFrom('a.txt', 'a.md', 'a.html')

describe('for every text', () => {
  it('claims are verbatim, ordered and never overlap', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(words, { maxLength: 80 }).map((parts) => parts.join(' ')),
          fc.string({ unit: 'binary', maxLength: 300 }),
        ),
        fileName,
        (source, name) => {
          let statement
          try {
            statement = readStatement(new TextEncoder().encode(source), name)
          } catch (error) {
            expect(error).toBeInstanceOf(Problem)
            return
          }
          let reached = 0
          for (const claim of statement.claims) {
            expect(claim.start).toBeGreaterThanOrEqual(reached)
            expect(claim.end).toBeGreaterThan(claim.start)
            expect(statement.text.slice(claim.start, claim.end)).toBe(claim.text)
            expect(claim.text).toBe(claim.text.trim())
            reached = claim.end
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  it('any bytes are read or refused with a Problem, never with another error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.oneof(fileName, fc.string()), (bytes, name) => {
        try {
          readStatement(bytes, name)
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('the same bytes give the same claims', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), fileName, (parts, name) => {
        const bytes = new TextEncoder().encode(`MFA. ${parts.join(' ')}`)
        expect(readStatement(bytes, name)).toEqual(readStatement(bytes, name))
      }),
      { numRuns: 60 },
    )
  })
})

describe('time grows with the size, not with its square', () => {
  // 5 MiB of the worst we know. A quadratic step would need hours; the limit is far above what a slow machine takes.
  it.each([
    ['one long word', 'a.txt', 'a'],
    ['short sentences', 'a.txt', 'a. '],
    ['modal words', 'a.txt', 'We may, where appropriate, die '],
    ['brackets', 'a.md', '['],
    ['emphasis', 'a.md', '*a '],
    ['nested quotes', 'a.md', '> '],
    ['images', 'a.md', '![]('],
    ['unclosed tags', 'a.html', '<div>'],
    ['attributes', 'a.html', '<a a1 a2 '],
    ['nested tables', 'a.html', '<table><tr><td>'],
  ])(
    '%s',
    (_what, name, part) => {
      const bytes = new TextEncoder().encode(part.repeat(Math.floor((5 * 1024 * 1024) / part.length)))
      const before = performance.now()
      readStatement(bytes, name)
      expect(performance.now() - before).toBeLessThan(20_000)
    },
    60_000,
  )
})
