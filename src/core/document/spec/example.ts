/** A document with one of everything, and what hostile people write into theirs. */
import { texts } from '#app/texts.ts'
import type { z } from 'zod'
import type { BlockInput, documentModelSchema } from '../contract.ts'
import { freezeModel } from '../freeze.ts'
import { renderDocument } from '../render.ts'

type Given = Partial<z.input<typeof documentModelSchema>>

/** One of every block, in German unless said otherwise. */
export const everyBlock: readonly BlockInput[] = [
  {
    kind: 'shares',
    caption: 'Zusagen nach ihrem Stand',
    columns: ['Stand', 'Zusagen'],
    items: [
      { status: 'proven', label: 'bewiesen', count: 41 },
      { status: 'contradicted', label: 'widerlegt', count: 1 },
      { status: 'unproven', label: 'nicht bewiesen', count: 0 },
    ],
  },
  { kind: 'heading', level: 1, text: 'Zugang' },
  {
    kind: 'judged',
    text: ['Alle Konten haben zwei Faktoren.'],
    status: 'proven',
    word: 'bewiesen',
    detail: ['Satz 1.'],
  },
  { kind: 'judged', text: ['Kunden melden Vorfälle.'], status: null, word: '', detail: [] },
  { kind: 'heading', level: 2, text: 'Grundlagen' },
  {
    kind: 'paragraph',
    text: [
      'Ein ',
      { text: 'fetter', style: 'strong' },
      ', ',
      { text: 'schräger', style: 'emphasis' },
      ' Absatz mit ',
      { text: 'code', style: 'code' },
      ' und ',
      { text: 'Verweis', href: 'https://example.org/a?b=c' },
      '.',
    ],
  },
  { kind: 'list', ordered: false, items: [['Punkt eins'], ['Punkt zwei']] },
  { kind: 'list', ordered: true, items: [['Schritt eins'], ['Schritt zwei']] },
  { kind: 'definitions', items: [{ term: 'Maßnahme', value: ['identity.mfa'] }] },
  { kind: 'note', title: 'Hinweis', text: ['Unbekannt ist nie grün.'] },
  {
    kind: 'table',
    caption: 'Nachweise',
    columns: [
      { title: 'Nachweis', width: 3, numeric: false },
      { title: 'Anzahl', width: 1, numeric: true },
    ],
    rows: [[['beleg/identity.accounts'], ['17']]],
  },
]

/** A model as a kind would build it. */
export function model(over: Given = {}): z.input<typeof documentModelSchema> {
  return {
    format: 'beleg-document/1',
    id: '0199d2a0-0000-7000-8000-000000000001',
    kind: 'statement.current',
    scope: null,
    locale: 'de',
    title: 'Sicherheitsaussage',
    organisation: 'Muster GmbH',
    classification: 'internal',
    asOf: '2026-03-02T08:00:00.000Z',
    knownAt: '2026-03-02T08:00:00.000Z',
    version: 3,
    cover: [{ term: 'Zweck', value: ['Der Stand am Stichtag.'] }],
    blocks: [...everyBlock],
    ...over,
  }
}

/** Frozen and rendered with the product's own texts. */
export async function render(over: Given = {}) {
  const frozen = freezeModel(model(over))
  return { ...frozen, ...(await renderDocument(frozen, texts)) }
}
