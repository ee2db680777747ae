/** Renders problems as RFC 9457 documents in the reader's language. */
import type { Locale } from '../i18n/locale.ts'
import type { Texts } from '../i18n/texts.ts'
import type { z } from 'zod'
import { Problem, type ProblemIssue } from './problem.ts'

export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly instance: string
  readonly issues?: readonly { readonly pointer: string; readonly code: string; readonly text: string }[]
}

/** More than anybody reads; whoever sends a million faults gets no million sentences back. */
const mostIssues = 1_000

/** The document of a problem; `instance` carries the request id, the only thing that differs between two equal ones. */
export function renderProblem(problem: Problem, texts: Texts, locale: Locale, requestId: string): ProblemDocument {
  return {
    type: `urn:beleg:problem:${problem.code}`,
    title: texts.text(locale, `problem.${problem.code}`, problem.params),
    status: problem.status,
    code: problem.code,
    instance: `urn:beleg:request:${requestId}`,
    ...(problem.issues.length > 0 && {
      issues: problem.issues.slice(0, mostIssues).map((issue) => ({
        pointer: issue.pointer,
        code: issue.code,
        text: texts.text(locale, `issue.${issue.code}`, issue.params),
      })),
    }),
  }
}

/** Turns what a schema refused into issues, every one of them, with JSON pointers (RFC 6901) below a prefix. */
export function issuesOf(error: Pick<z.core.$ZodError, 'issues'>, prefix = ''): ProblemIssue[] {
  return error.issues.flatMap((issue): ProblemIssue[] => {
    const pointer = prefix + issue.path.map((part) => `/${escapePointer(String(part))}`).join('')
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({
          pointer: `${pointer}/${escapePointer(key)}`,
          code: verdictNames.has(key) ? 'verdict' : 'unknown_field',
        }))
      case 'invalid_type':
        return [
          {
            pointer,
            code: issue.input === undefined ? 'required' : 'wrong_type',
            params: { expected: issue.expected },
          },
        ]
      case 'too_small':
        return [
          {
            pointer,
            code: issue.origin === 'string' ? 'too_short' : 'too_small',
            params: { minimum: Number(issue.minimum) },
          },
        ]
      case 'too_big':
        return [
          {
            pointer,
            code: issue.origin === 'string' ? 'too_long' : 'too_big',
            params: { maximum: Number(issue.maximum) },
          },
        ]
      case 'invalid_format':
        return [{ pointer, code: 'wrong_format', params: { format: issue.format } }]
      case 'invalid_value':
        if (issue.input === undefined)
          return [{ pointer, code: 'required', params: { expected: issue.values.map(String).join(', ') } }]
        return [{ pointer, code: 'not_one_of', params: { values: issue.values.map(String).join(', ') } }]
      case 'custom':
        return [{ pointer, code: typeof issue.params?.code === 'string' ? issue.params.code : 'invalid' }]
      case 'invalid_union': {
        // Of the shapes that were possible, the one that was missed by least is the one that was meant.
        const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? []
        return nearest.length === 0 ? [{ pointer, code: 'invalid' }] : issuesOf({ issues: nearest }, pointer)
      }
      default:
        return [{ pointer, code: 'invalid' }]
    }
  })
}

/** Fields by which somebody may try to send a judgement; evidence states facts (design.md §1). */
const verdictNames = new Set(['verdict', 'status', 'result', 'compliant', 'pass', 'passed'])

/** Parses an input or raises 400 `input.invalid` with all issues. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, prefix = ''): z.output<S> {
  const result = schema.safeParse(input, { reportInput: true })
  const issues = [...(result.success ? [] : issuesOf(result.error, prefix)), ...unstorableIssues(input, prefix)]
  if (result.success && issues.length === 0) return result.data
  throw new Problem(400, 'input.invalid', { issues })
}

/** Text that PostgreSQL refuses (a zero character) or would silently alter (half a surrogate pair), wherever it stands. */
function unstorableIssues(input: unknown, prefix: string): ProblemIssue[] {
  const issues: ProblemIssue[] = []
  const code = 'unstorable_character'
  // No recursion: how deep an input is nested is up to whoever sends it.
  const waiting: { readonly value: unknown; readonly pointer: string }[] = [{ value: input, pointer: prefix }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer } = next
    if (typeof value === 'string' && !isStorable(value)) issues.push({ pointer, code })
    if (typeof value !== 'object' || value === null) continue
    for (const [name, inner] of Object.entries(value)) {
      if (!isStorable(name)) issues.push({ pointer, code })
      if (typeof inner !== 'string' && (typeof inner !== 'object' || inner === null)) continue
      waiting.push({
        value: inner,
        pointer: pointer.length > longestPointer ? pointer : `${pointer}/${escapePointer(name)}`,
      })
    }
  }
  return issues
}

/** Beyond this a pointer helps nobody, and those of a deeply nested input would add up to its square. */
const longestPointer = 1_000

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Whether the database can keep a text as it is. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
