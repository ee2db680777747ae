/**
 * How well statements are read: documents of our own with labels (bench/reading), German and English, in every format
 * and layout that people send. Metrics over all of them; those of the part that was written before it was ever read
 * stand beside them. That part was looked at since, too: what it gave at first sight stands in decision 0021. There is no other side: the goals are absolute.
 */
import { readStatementFile } from '#modules/statement/reading/read.ts'
import { rounded, type Bench, type BenchOptions, type Metric } from './bench.ts'
import { listDocuments, parts, type Part } from './reading/document.ts'
import { addScore, emptyScore, type Score, type Share } from './reading/score.ts'

const goals = [
  ['recall', 'recall', 0.95],
  ['precision', 'precision', 0.9],
  ['measure_top1', 'measure', 0.9],
  ['none_fits', 'noneFits', 0.8],
  ['modality', 'modality', 0.95],
  ['kind', 'kind', 0.95],
  ['quantifier', 'quantifier', 0.9],
  ['parameters', 'parameter', 0.9],
] as const satisfies readonly (readonly [string, keyof Score, number])[]

export const reading: Bench = {
  name: 'reading',
  title: 'Statements with labels, read: claims, measures, modality, strength, numbers',
  run: async (options): Promise<Metric[]> => {
    const scores = new Map<Part, Score>()
    let milliseconds = 0
    let letters = 0
    for (const part of parts) {
      const score = emptyScore()
      for (const document of listDocuments(part)) {
        // Setting a PDF takes longer than reading them all.
        if (options.quick && document.fileName.endsWith('.pdf')) continue
        const bytes = await document.write()
        const read = await readStatementFile(bytes, document.fileName)
        if (!document.fileName.endsWith('.pdf')) {
          // The second time, when everything is compiled.
          const before = performance.now()
          await readStatementFile(bytes, document.fileName)
          milliseconds += performance.now() - before
          letters += read.text.length
        }
        addScore(score, document.fileName, read, document.labels)
      }
      scores.set(part, score)
      tell(part, score, options)
    }
    const all = [...scores.values()]
    return [
      ...goals.map(([name, key, goal]) =>
        metric(
          name,
          all.map((score) => score[key]),
          goal,
        ),
      ),
      ...goals.map(([name, key, goal]) => metric(`held_out_${name}`, [scores.get('held-out')?.[key]], goal)),
      {
        name: 'throughput',
        value: rounded(letters / 1_000 / (milliseconds / 1_000)),
        // Thirty pages in about a second.
        goal: 50,
        direction: 'at_least',
        unit: 'kchar/s',
      },
    ]
  },
}

function metric(name: string, shares: readonly (Share | undefined)[], goal: number): Metric {
  const right = shares.reduce((sum, share) => sum + (share?.right ?? 0), 0)
  const of = shares.reduce((sum, share) => sum + (share?.of ?? 0), 0)
  return { name, value: rounded(of === 0 ? 0 : right / of), goal, direction: 'at_least', unit: `of ${of}` }
}

/** What was wrong is told for the known documents only; the others stay unseen. */
function tell(part: Part, score: Score, { say }: BenchOptions): void {
  say(`${part}: ${score.recall.of} labels, ${score.recall.right} found, ${score.precision.of} claims read`)
  if (part === 'known') for (const fault of score.faults) say(fault)
}
