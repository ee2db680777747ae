/** Where heads go out to besides our own pages: witnesses that cosign them, and authorities that stamp them. */
import type { Verifier } from './note.ts'

export interface Witness {
  /** The submission prefix, without a trailing slash. */
  readonly url: string
  readonly key: Verifier
}

export interface Outlets {
  readonly witnesses: readonly Witness[]
  /** Addresses of time-stamp authorities (RFC 3161 over HTTP). */
  readonly timestampUrls: readonly string[]
  /** A head is published this often. */
  readonly everyMs: number
}

export const noOutlets: Outlets = { witnesses: [], timestampUrls: [], everyMs: 3_600_000 }
