/**
 * How most of these specs begin: a house of their own, its first administrator, and a browser before it. All of it is
 * gone after the last test, however far the beginning came.
 */
import { identitySabotages } from '#modules/identity/spec/sabotage.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { startHouse, type House, type Inhabitant } from '../house.ts'

export interface Opening {
  readonly browser: Browser
  readonly house: House
  /** The first administrator. */
  readonly ada: Inhabitant
  /** Somebody whom Ada invites. */
  invite(given: Parameters<House['invite']>[1]): Promise<Inhabitant>
}

/** Opens a house for the tests of a file; `settle` is what else happens before the first of them. */
export function openHouse(settle: (opening: Opening) => Promise<void> | void, timeoutMs?: number): void {
  let browser: Browser | undefined
  let house: House | undefined
  beforeAll(async () => {
    browser = await launchBrowser(inject('chromium'))
    house = await startHouse()
    const started = house
    const ada = await started.enrolAdministrator()
    await settle({ browser, house, ada, invite: (given) => started.invite(ada, given) })
  }, timeoutMs)
  afterAll(async () => {
    await browser?.close()
    await house?.stop()
  })
}

/** What breaks when somebody's second factor is gone. */
export const mfaSentence = 'Der zweite Faktor (MFA) ist für alle Konten verpflichtend.'

/** Deletes the second factor of a colleague behind the back of the house; what comes back puts it in again. */
export async function deleteSecondFactor(house: House, colleague: Inhabitant): Promise<() => Promise<void>> {
  const sabotage = identitySabotages.find(({ id }) => id === 'identity.second-factor-deleted')
  if (!sabotage) throw new Error('the sabotage has another name now')
  const setClock = () => {
    throw new Error('this house goes by the true time')
  }
  return sabotage.breakIt({ house, colleague, setClock })
}
