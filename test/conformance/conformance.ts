/**
 * What a conformance check is: it takes real data of others, case by case, and says of each whether the parser did what
 * its author expects. A case may be refused by name: that is an answer too, and is counted apart.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Verdict = { readonly verdict: 'passed' } | { readonly verdict: 'failed' | 'refused'; readonly why: string }

export interface Case {
  readonly name: string
  readonly verdict: Verdict
}

export interface Check {
  /** Folder below the data directory. */
  readonly folder: string
  readonly title: string
  /** @throws when the data is not as expected at all */
  readonly run: (directory: string) => Promise<readonly Case[]>
}

export const passed: Verdict = { verdict: 'passed' }
export const failed = (why: string): Verdict => ({ verdict: 'failed', why })
export const refused = (why: string): Verdict => ({ verdict: 'refused', why })

/** All files below a directory, sorted, with their bytes. */
export async function readFiles(directory: string): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    paths.toSorted().map(async (path) => ({ name: path.slice(directory.length + 1), bytes: await readFile(path) })),
  )
}
