/**
 * The one error shape of Beleg (RFC 9457 problem details). Code raises a `Problem` with a code and parameters; the
 * text is rendered at the edge in the reader's language from the catalogues (`problem.<code>`). Everything that is
 * wrong with an input is listed at once in `issues`. Errors that are no Problem become an opaque 500.
 */

/** One thing that is wrong with one place of an input. */
export interface ProblemIssue {
  /** Where: a JSON pointer into the body ("/facts/0/type"), or the name of a parameter or file. */
  pointer: string
  /** A code of the catalogue, rendered as `issue.<code>`. */
  code: string
  params?: Readonly<Record<string, string | number>>
}

export interface ProblemOptions {
  params?: Readonly<Record<string, string | number>>
  issues?: readonly ProblemIssue[]
  /** Response headers that belong to the problem, such as Retry-After. */
  headers?: Readonly<Record<string, string>>
  cause?: unknown
}

/** An expected failure with an HTTP status and a stable code such as `account.not_found`. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
  readonly issues: readonly ProblemIssue[]
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, options: ProblemOptions = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause })
    this.status = status
    this.code = code
    this.params = options.params ?? {}
    this.issues = options.issues ?? []
    this.headers = options.headers ?? {}
  }
}

/**
 * The answer for an object that does not exist *and* for one that belongs to somebody else: the two must not be told
 * apart (design.md §7), hence one function without parameters.
 */
export function notFound(): Problem {
  return new Problem(404, 'common.not_found')
}
