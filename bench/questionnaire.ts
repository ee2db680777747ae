/**
 * How questions of customers are answered: labelled questions of our own, German and English, in every form that sheets
 * have, against a statement with proven and unproven sentences. Those of the part that was written before it was ever
 * drafted stand beside all of them. There is no other side: the goals are absolute, and no yes may be false.
 */
import { rounded, type Bench, type Metric } from './bench.ts'
import { heldOut } from './questionnaire/held-out.ts'
import { known } from './questionnaire/known.ts'
import { addQuestion, benchStatement, emptyScore, type Score, type Share } from './questionnaire/score.ts'

const goals = [
  ['measure_top1', 'measure', 0.9],
  ['none_fits_precision', 'noneFits', 0.9],
  ['none_fits_recall', 'noneFound', 0.9],
  ['ready', 'ready', 0.7],
] as const satisfies readonly (readonly [string, keyof Score, number])[]

export const questionnaire: Bench = {
  name: 'questionnaire',
  title: 'Questions with labels, answered from a statement: measures, none fits, no false yes',
  run: async ({ say }): Promise<Metric[]> => {
    const statements = { de: benchStatement('de'), en: benchStatement('en') }
    const scores = new Map<string, Score>()
    let milliseconds = 0
    for (const [part, labels] of [
      ['known', known],
      ['held-out', heldOut],
    ] as const) {
      const score = emptyScore()
      for (const label of labels) addQuestion(score, label, statements, 'en')
      // The second time, when everything is compiled.
      const before = performance.now()
      for (const label of labels) addQuestion(emptyScore(), label, statements, 'en')
      milliseconds += performance.now() - before
      scores.set(part, score)
      say(
        `${part}: ${labels.length} questions, ${score.ready.right} of ${score.ready.of} ready, ${score.falseYes} false yes`,
      )
      // What was wrong is told for the known questions only; the others stay unseen.
      if (part === 'known') for (const fault of score.faults) say(fault)
    }
    const all = [...scores.values()]
    const apart = scores.get('held-out')
    const falseYes = (name: string, of: readonly Score[]): Metric => ({
      name,
      value: of.reduce((sum, score) => sum + score.falseYes, 0),
      goal: 0,
      direction: 'at_most',
      unit: 'answers',
    })
    return [
      ...goals.map(([name, key, goal]) =>
        metric(
          name,
          all.map((score) => score[key]),
          goal,
        ),
      ),
      falseYes('false_yes', all),
      ...goals.map(([name, key, goal]) => metric(`held_out_${name}`, apart ? [apart[key]] : [], goal)),
      falseYes('held_out_false_yes', apart ? [apart] : []),
      {
        name: 'throughput',
        value: rounded((known.length + heldOut.length) / (milliseconds / 1_000)),
        // A sheet of a thousand questions while somebody waits.
        goal: 500,
        direction: 'at_least',
        unit: 'questions/s',
      },
    ]
  },
}

function metric(name: string, shares: readonly Share[], goal: number): Metric {
  const right = shares.reduce((sum, share) => sum + share.right, 0)
  const of = shares.reduce((sum, share) => sum + share.of, 0)
  return { name, value: rounded(of === 0 ? 0 : right / of), goal, direction: 'at_least', unit: `of ${of}` }
}
