/**
 * The manifest every capability exports. The registry in `src/app/modules.ts` is the only place that lists modules;
 * everything else (routes, permissions, duties, collectors, confidential columns, texts) is composed from manifests.
 */
import type { ConfidentialColumn } from '#platform/crypto/confidential.ts'
import type { Endpoint, InputOf, OutputOf, Permission } from '#platform/http/endpoint.ts'
import type { Problem } from '#platform/http/problem.ts'
import type { JobDefinition } from '#platform/job/job.ts'
import type { RecurringDefinition } from '#platform/job/recurring.ts'
import type { z } from 'zod'
import type { CaseKind } from './case/kind.ts'
import type { Collector } from './collector.ts'
import type { Context, Services } from './context.ts'
import type { DocumentKind } from './document/kind.ts'
import type { Duty, FactType } from './duty.ts'
import type { PermissionTable } from './permission.ts'
import type { Population } from './population.ts'

/** A file that came with the request: already stored encrypted, dropped again when the request fails. */
export interface ReceivedFile {
  readonly blobKey: string
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: number
  readonly sha256: string
}

/** A file that is made while it is sent: nothing of it is kept. */
export interface Download {
  readonly fileName: string
  /** Asked once, after the handler's transaction was committed. Ends early when the reader goes away. */
  readonly chunks: () => AsyncIterable<Uint8Array | string>
  /** Bytes of no special kind without it. */
  readonly mediaType?: string
}

/** Answers that are more than JSON. */
export interface Reply {
  /** Sets or clears the session cookie. */
  setSession(token: string | null): void
  header(name: string, value: string): void
}

/** What a handler returns to commit its transaction and still answer with a problem, such as a counted wrong guess. */
export interface CommittedFailure {
  readonly committedFailure: Problem
}

/** Answers with a problem *after* committing what was written: an attempt counter survives its own failure. */
export function failAfterCommit(problem: Problem): CommittedFailure {
  return { committedFailure: problem }
}

/** A request that the canary and the matrix can send on behalf of a tenant: it makes what it needs, disposably. */
export interface Specimen {
  readonly params: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** A file for endpoints with `upload`. */
  readonly file?: { readonly name: string; readonly content: string }
}

export interface Route {
  readonly endpoint: Endpoint
  readonly handle: (context: Context, input: RouteInput) => Promise<unknown>
  /**
   * For endpoints with `objects`: plants a fresh disposable object in the context's tenant and returns a request about
   * it that must succeed for its owner. Called once for each attack and test.
   */
  readonly specimen?: (context: Context) => Promise<Specimen>
}

export interface RouteInput {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly file?: ReceivedFile
  readonly reply: Reply
}

/** Binds an endpoint to its action, with the types of the endpoint. */
export function defineRoute<const E extends Endpoint>(
  endpoint: E,
  handle: (
    context: Context,
    input: InputOf<E> & { reply: Reply } & (E['upload'] extends object ? { file: ReceivedFile } : unknown),
  ) => Promise<OutputOf<E> | CommittedFailure>,
  specimen?: Route['specimen'],
): Route {
  // The HTTP layer parses params, query and body with the endpoint's own schemas before it calls the handler.
  const route = { endpoint, handle: handle as unknown as Route['handle'] }
  return specimen === undefined ? route : { ...route, specimen }
}

/** A list whose filters stand in the address of its page, where they can be kept as a view. */
export interface FilteredList {
  readonly id: string
  /** Needed to read it, and so to keep views of it. */
  readonly permission: Permission
  /** The parameters of its address; every one is optional. */
  readonly search: z.ZodObject
}

export interface Module {
  readonly name: string
  readonly permissions: PermissionTable
  readonly routes: readonly Route[]
  readonly factTypes: readonly FactType[]
  readonly duties: readonly Duty[]
  /** Queries over the registers of this module, which it keeps up to date. */
  readonly populations?: readonly Population[]
  readonly collectors: readonly Collector[]
  readonly jobs: readonly JobDefinition<Services>[]
  readonly recurring?: readonly RecurringDefinition<Services>[]
  readonly confidentialColumns: readonly ConfidentialColumn[]
  readonly lists?: readonly FilteredList[]
  /** Kinds of cases that this module opens. */
  readonly caseKinds?: readonly CaseKind[]
  /** Documents that it can build. */
  readonly documentKinds?: readonly DocumentKind[]
  /** Tenant tables whose SQL this module owns: the second source for the database catalogue. */
  readonly tables: readonly string[]
}
