/** Statements of other organisations: every claim is a verbatim span of the text that was read. */
import { readStatement } from '#modules/statement/reading/read.ts'
import { Problem } from '#platform/http/problem.ts'
import { failed, passed, readFiles, refused, type Check, type Verdict } from './conformance.ts'

/** Files that hold no statement by their format: Beleg names the ending it does not read. */
export const statements: Check = {
  folder: 'statements',
  title: 'Security statements',
  run: async (directory) => {
    const files = await readFiles(directory)
    return files.map(({ name, bytes }) => ({ name, verdict: judge(bytes, name) }))
  },
}

function judge(bytes: Buffer, name: string): Verdict {
  try {
    const { text, claims } = readStatement(bytes, name)
    const strayed = claims.filter((claim) => text.slice(claim.start, claim.end) !== claim.text)
    if (strayed.length > 0) return failed(`${strayed.length} of ${claims.length} claims are no span of the text`)
    return claims.length > 0 ? passed : failed('no claim was found')
  } catch (error) {
    return error instanceof Problem ? refused(error.code) : failed(String(error))
  }
}
