/** Questionnaires of others (Google's VSAQ): read without a fault, and an answer to every question comes out in their shape. */
import { readQuestionnaire } from '#modules/questionnaire/reading/read.ts'
import { writeQuestionnaire } from '#modules/questionnaire/reading/write.ts'
import { Problem } from '#platform/http/problem.ts'
import { failed, passed, readFiles, refused, type Check, type Verdict } from './conformance.ts'

export const questionnaires: Check = {
  folder: 'questionnaires',
  title: 'Security questionnaires',
  run: async (directory) => {
    const files = await readFiles(directory)
    return files.map(({ name, bytes }) => ({ name, verdict: judge(bytes) }))
  },
}

function judge(bytes: Buffer): Verdict {
  try {
    const { questions, problems } = readQuestionnaire(bytes)
    if (problems.length > 0) return failed(problems.map(({ code }) => code).join(', '))
    const asked = questions.filter(({ place }) => place.kind === 'item' && place.value !== 'file')
    const answers = asked.map(({ place, allowed }) => ({ place, answer: allowed?.[0] ?? 'Answer', comment: null }))
    const given: Record<string, string> = JSON.parse(writeQuestionnaire(bytes, answers).toString('utf8'))
    // Read again beside its answers, every question is answered.
    const open = readQuestionnaire(bytes, { answers: given }).questions.filter(
      (question) => question.given === null && asked.some(({ reference }) => reference === question.reference),
    )
    return open.length === 0 ? passed : failed(`${open.length} of ${asked.length} answers are not found again`)
  } catch (error) {
    return error instanceof Problem ? refused(error.code) : failed(String(error))
  }
}
