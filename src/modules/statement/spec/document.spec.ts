/** The statement set as a document: headings, lists and paragraphs from plain text and the offsets of its claims. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { setDocument, type Block, type Placed } from '../contract/setting.ts'

function claimIn(body: string, text: string, section: string | null = null): Placed {
  const start = body.indexOf(text)
  return { id: text, start, end: start + text.length, text, section }
}

function claimsOf(blocks: readonly Block<Placed>[]): string[] {
  return blocks.flatMap((block) => {
    const parts = block.kind === 'heading' ? [] : block.kind === 'list' ? block.items.flat() : block.parts
    return parts.flatMap((part) => (part.kind === 'claim' ? [part.claim.id] : []))
  })
}

test('A line that is the section of a claim becomes a heading, and the title is not said twice', () => {
  const body = 'Sicherheit\n\n# Zugang\n\nAlle Konten haben zwei Faktoren.\n'
  const blocks = setDocument('Sicherheit', body, [claimIn(body, 'Alle Konten haben zwei Faktoren.', 'Zugang')])
  expect(blocks.map((block) => block.kind)).toEqual(['heading', 'paragraph'])
  expect(blocks[0]).toEqual({ kind: 'heading', text: 'Zugang' })
})

test('Numbered headings are found although the section has no number', () => {
  const body = '2. Zugang\n\nAlle Konten haben zwei Faktoren.'
  const blocks = setDocument('', body, [claimIn(body, 'Alle Konten haben zwei Faktoren.', 'Zugang')])
  expect(blocks[0]).toEqual({ kind: 'heading', text: '2. Zugang' })
})

test('Lines with a mark become one list after their lead-in, claims and quiet text alike', () => {
  const body = 'Dazu gehören:\n\n- Trennung der Mandanten\n- und anderes\n'
  const blocks = setDocument('', body, [claimIn(body, 'Trennung der Mandanten')])
  expect(blocks).toEqual([
    { kind: 'paragraph', parts: [{ kind: 'text', text: 'Dazu gehören:', start: 0, end: 13 }] },
    {
      kind: 'list',
      ordered: false,
      items: [
        [{ kind: 'claim', claim: claimIn(body, 'Trennung der Mandanten') }],
        [{ kind: 'text', text: 'und anderes', start: 42, end: 53 }],
      ],
    },
  ])
})

test('A full stop that a claim left behind is not a text of its own', () => {
  const body = 'Daten sind verschlüsselt. Schlüssel liegen getrennt.'
  const blocks = setDocument('', body, [
    claimIn(body, 'Daten sind verschlüsselt'),
    claimIn(body, 'Schlüssel liegen getrennt'),
  ])
  expect(blocks).toHaveLength(1)
  expect(claimsOf(blocks)).toHaveLength(2)
  expect(JSON.stringify(blocks)).not.toContain('"text":"."')
})

test('A claim over two lines stays whole', () => {
  const body = '- Sicherungen werden täglich\n  erstellt.\n- Sie werden geprüft.'
  const blocks = setDocument('', body, [claimIn(body, 'Sicherungen werden täglich\n  erstellt.')])
  expect(blocks).toHaveLength(1)
  expect(claimsOf(blocks)).toHaveLength(1)
})

test('Whatever the text and the offsets are, no claim is lost and none appears twice', () => {
  const claim = fc.record({
    start: fc.nat(120),
    length: fc.nat(40),
    section: fc.option(fc.constantFrom('A', 'Zugang'), { nil: null }),
  })
  fc.assert(
    fc.property(
      fc.string({ maxLength: 100, unit: fc.constantFrom('a', ' ', '\n', '-', '.', 'Z') }),
      fc.array(claim),
      (body, drawn) => {
        const claims = drawn.map(({ start, length, section }, index) => ({
          id: String(index),
          start,
          end: start + length,
          text: body.slice(start, start + length),
          section,
        }))
        const shown = claimsOf(setDocument('A', body, claims))
        expect(shown.toSorted()).toEqual(claims.map((c) => c.id).toSorted())
      },
    ),
  )
})
