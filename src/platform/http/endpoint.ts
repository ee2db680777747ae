/**
 * The contract of one HTTP endpoint: a single object that drives the route, the OpenAPI document, the web client and
 * the command line. Browser-safe. Permission, step-up and audit are required by the type; `route-table.ts` checks them
 * again at start, so that a cast cannot smuggle a route in. Generics are kept light: one type parameter, the object.
 */
import type { z } from 'zod'

/** `noun:verb`, such as `account:invite`. */
export type Permission = `${string}:${string}`

/** Who may call: holders of a permission, anybody signed in, or the public, with the reason why. */
export type Access = Permission | { readonly signedIn: string } | { readonly public: string }

/**
 * The actions that entries of the ledger may bear, each with the module it belongs to. Every module adds its own to this
 * interface (TypeScript merges them), so that a route or an entry with any other name does not compile.
 */
// oxlint-disable-next-line typescript/no-empty-interface, typescript/no-empty-object-type -- filled by the modules
export interface LedgerActions {}

/** Past tense, `noun.verb`: `account.invited`. */
export type LedgerAction = keyof LedgerActions

/**
 * What the call leaves in the ledger: an entry of that action for a change, an entry for the read of something
 * confidential, or none with the reason. A change without an entry does not commit.
 */
export type Audit = { readonly entry: LedgerAction } | { readonly reads: LedgerAction } | { readonly none: string }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Endpoint {
  /** Stable name, `noun.verb`; the OpenAPI operationId. */
  readonly id: string
  readonly method: Method
  /** Path with `:name` parameters. */
  readonly path: `/${string}`
  /** One English sentence for the OpenAPI document. */
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** Takes one file as multipart/form-data beside the fields of `body`; bytes at most. */
  readonly upload?: { readonly maxBytes: number }
  /** Schema of the answer; undeclared fields are stripped. Absent for 204, pages, files and event streams. */
  readonly output?: z.ZodType
  /** The status of success. */
  readonly success: 200 | 201 | 202 | 204
  /** What is sent when it is not JSON. */
  readonly responds?: 'html' | 'file' | 'download' | 'events' | 'text'
  readonly access: Access
  /** Demands a second factor given within the last ten minutes. */
  readonly stepUp: boolean
  readonly audit: Audit
  /** About the caller's own session: an operator who is in another tenant as support calls it as themselves. */
  readonly ofOwnSession?: true
  /**
   * Path parameters that name an object of a tenant. The canary and the matrix attack each of them with the id of
   * another tenant's object.
   */
  readonly objects?: readonly string[]
}

/** Declares an endpoint and keeps its exact type for clients and handlers. */
export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
type Given<S> = S extends z.ZodType ? z.input<S> : undefined

/** What a handler receives: validated. */
export interface InputOf<E extends Endpoint> {
  params: Parsed<E['params']>
  query: Parsed<E['query']>
  body: Parsed<E['body']>
}

/** What a client sends. */
export type RequestOf<E extends Endpoint> = (E['params'] extends z.ZodType ? { params: Given<E['params']> } : unknown) &
  (E['query'] extends z.ZodType ? { query?: Given<E['query']> } : unknown) &
  (E['body'] extends z.ZodType ? { body: Given<E['body']> } : unknown) &
  (E['upload'] extends object ? { file: Blob } : unknown)

/** A file as a client gets it: on the disk where the browser wants it there. */
export interface FetchedFile {
  readonly blob: Blob
  readonly fileName: string
}

/** What comes back. */
export type OutputOf<E extends Endpoint> = E['responds'] extends 'download'
  ? FetchedFile
  : E['output'] extends z.ZodType
    ? z.output<E['output']>
    : undefined
