/** The reader keeps what it can; the files of other programs are left to the bench. */
import { expect, test } from 'vitest'
import { readStatement } from '#modules/statement/reading/read.ts'
import { listDocuments, parts } from '../reading/document.ts'
import { readLabels } from '../reading/label.ts'
import { addScore, emptyScore, type Share } from '../reading/score.ts'

test('labelled statements are read as well as before', async () => {
  const score = emptyScore()
  for (const document of parts.flatMap(listDocuments)) {
    if (/\.(?:pdf|docx)$/.test(document.fileName)) continue
    addScore(score, document.fileName, readStatement(await document.write(), document.fileName), document.labels)
  }
  const floors: readonly (readonly [Share, number])[] = [
    [score.recall, 0.95],
    [score.precision, 0.93],
    [score.measure, 0.92],
    [score.noneFits, 0.8],
    [score.modality, 0.95],
    [score.quantifier, 0.95],
    [score.parameter, 0.95],
  ]
  expect(score.recall.of).toBeGreaterThan(280)
  expect(floors.filter(([share, floor]) => share.right / share.of < floor)).toEqual([])
})

test('a label that is not closed, or occurs nowhere, is a fault', () => {
  expect(() => readLabels('⟦one{p every -}')).toThrow('not closed')
  expect(() => readLabels('⟦one⟧{x every -}')).toThrow('is no label')
  const { labels } = readLabels('⟦Backups run daily.⟧{p at_least backup.daily}')
  const read = readStatement(Buffer.from('MFA is mandatory.'), 'a.md')
  expect(() => addScore(emptyScore(), 'a.md', read, labels)).toThrow('not in the text')
})
