/** One instance and one Chromium for all end-to-end specs: the web application built, the first run done. */
import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { buildWeb } from '../tools/build-web.ts'
import { findChromium } from './browser.ts'
import { startTestInstance } from './instance.ts'

/** What an end-to-end spec gets by `inject('instance')`. */
export interface InstanceForBrowsers {
  readonly url: string
  readonly secureUrl: string
  /** Works once: the first spec that enrols the administrator has to keep what it made. */
  readonly enrolmentUrl: string | null
  readonly dataDirectory: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    instance: InstanceForBrowsers
    /** Executable for `launchBrowser` of test/browser.ts. */
    chromium: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildWeb(false)
  const instance = await startTestInstance()
  const { url, secureUrl, enrolmentUrl, dataDirectory } = instance
  project.provide('instance', { url, secureUrl, enrolmentUrl, dataDirectory })
  const before = process.env.TMPDIR
  try {
    // Before the workers start: it may add library paths to the environment, which they inherit.
    project.provide('chromium', await findChromium())
  } catch (error) {
    await instance.stop()
    throw error
  }
  const unpacked = process.env.TMPDIR
  return async () => {
    await instance.stop()
    if (unpacked !== undefined && unpacked !== before) await rm(unpacked, { recursive: true, force: true })
  }
}
