/**
 * A stranger without script asks, confirms and signs; two people of the house decide; the copy opens by its code. On a
 * desk and on a phone, in both languages, light and dark, and for everybody.
 */
import { listEvidence, reviewEvidence } from '#core/evidence/contract.ts'
import { listOutbox, readMail } from '#core/mail/contract.ts'
import { changeDesk, publishNdaText } from '#modules/attestation/contract/arrangement.ts'
import { listRequests } from '#modules/attestation/contract/request.ts'
import { changeLocale } from '#modules/identity/contract.ts'
import { recordCertificate } from '#modules/framework/contract/certificate.ts'
import { describe, expect, it } from 'vitest'
import type { House, Inhabitant } from '../house.ts'
import { openHouse, type Opening } from './opening.ts'
import { visit } from './visitor.ts'

let opening: Opening
let house: House
let ada: Inhabitant
let ben: Inhabitant
openHouse(async (given) => {
  opening = given
  ;({ house, ada } = given)
  ben = await given.invite({ name: 'Ben Beispiel', roles: ['isb'] })
  const clause = 'Die Parteien behandeln alles, was sie voneinander erfahren, vertraulich. '
  const english = 'The parties keep confidential whatever they learn from each other. '
  await ada.client.call(publishNdaText, { body: { text: { de: clause.repeat(6), en: english.repeat(6) } } })
  await ada.client.call(changeDesk, { body: { isOpen: true, repeatDays: 90, copyDays: 30, ndaMonths: 24 } })
  await ben.client.call(recordCertificate, {
    body: {
      framework: 'soc2',
      body: 'Prüfstelle Nord GmbH',
      number: 'PN-2026-0417',
      scope: 'Betrieb und Weiterentwicklung der Plattform am Standort Hamburg',
      validFrom: '2026-01-01',
      validTo: '2028-12-31',
    },
    file: new File(['%PDF-1.7'], 'zertifikat.pdf'),
  })
  const [waiting] = (await ada.client.call(listEvidence, { query: { state: 'in_review' } })).items
  await ada.client.call(reviewEvidence, {
    params: { evidenceId: waiting?.id ?? '' },
    body: { outcome: 'accepted', reason: 'Mit dem Original verglichen.' },
  })
}, 180_000)

/** Looks at what strangers see with scripts on, which the examination needs; looking changes nothing. */
async function inspect(url: string): Promise<void> {
  const inspector = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de' })
  await inspector.page.goto(url)
  await inspector.examine()
  await inspector.leave()
}

/** The newest letter to an address that matches. */
async function letterTo(to: string, pattern: RegExp): Promise<string> {
  const { items } = await ada.client.call(listOutbox)
  for (const { id, to: recipient } of items) {
    if (recipient !== to) continue
    const { text } = await ada.client.call(readMail, { params: { mailId: id } })
    const found = pattern.exec(text)?.[1]
    if (found !== undefined) return found
  }
  throw new Error(`no letter to ${to} says ${pattern.source}`)
}

describe('asking under confidentiality', () => {
  it(
    'leads a stranger from the public page to the copy, and the house through the decision',
    { timeout: 240_000 },
    async () => {
      const stranger = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', javaScriptEnabled: false })
      const { page } = stranger
      await stranger.open('/')
      await page.getByRole('heading', { name: 'Unter Vertraulichkeit erhältlich' }).waitFor()
      await page.getByRole('link', { name: 'Anfragen' }).click()
      await page.getByRole('heading', { level: 1, name: 'Anfrage unter Vertraulichkeit' }).waitFor()
      await page.getByLabel('Ihr Name').fill('Erika Muster')
      await page.getByLabel('Ihre Organisation').fill('Kundenwerk GmbH')
      await page.getByLabel('Ihre dienstliche E-Mail-Adresse').fill('erika@gmail.com')
      await page.getByRole('button', { name: 'Anfrage absenden' }).click()
      await page.getByRole('alert').waitFor()
      expect(await page.getByLabel('Ihr Name').inputValue()).toBe('Erika Muster')
      await inspect(page.url())
      await stranger.picture('request-faults')
      await page.getByLabel('Ihre dienstliche E-Mail-Adresse').fill('erika@kundenwerk.example')
      await page
        .getByLabel('Wofür brauchen Sie es?')
        .fill('Wir prüfen Sie als Auftragsverarbeiter vor Vertragsschluss.')
      await page.getByRole('button', { name: 'Anfrage absenden' }).click()
      await page.getByRole('heading', { name: 'Bitte sehen Sie in Ihr Postfach' }).waitFor()
      await stranger.picture('request-sent')

      await page.goto(await letterTo('erika@kundenwerk.example', /(http\S+\/requests\/confirm\/\S+)/))
      await page.getByRole('button', { name: 'Ja, Anfrage bestätigen' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Karl Kunde')
      await page.getByLabel('Funktion').fill('Geschäftsführer')
      await page.getByLabel('E-Mail-Adresse').fill('karl@kundenwerk.example')
      await inspect(page.url())
      await stranger.picture('request-signatory')
      await page.getByRole('button', { name: 'Link zum Unterzeichnen senden' }).click()
      await page.getByRole('status').waitFor()
      await page.goto(await letterTo('karl@kundenwerk.example', /(http\S+\/requests\/sign\/\S+)/))
      await page.getByLabel('Ich bin berechtigt').check()
      await page.getByLabel('Ich habe die Vereinbarung gelesen').check()
      await inspect(page.url())
      await stranger.picture('request-sign')
      await page.getByRole('button', { name: 'Vereinbarung annehmen' }).click()
      await page.getByRole('heading', { name: 'Angenommen' }).waitFor()

      const officer = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'de', as: ben })
      await officer.open('/app/today')
      await officer.page.getByText('Kundenwerk GmbH').first().waitFor()
      await officer.open('/app/attestations')
      await officer.page.getByRole('link', { name: 'Kundenwerk GmbH' }).waitFor()
      await officer.examine()
      await officer.picture('attestations')
      await officer.page.getByRole('tab', { name: 'Formular und Angebot' }).click()
      await officer.page.getByRole('heading', { name: 'Öffentliches Formular' }).waitFor()
      await officer.examine()
      await officer.picture('attestation-desk')
      await officer.page.getByRole('tab', { name: 'Vereinbarungen' }).click()
      await officer.page.getByText('kundenwerk.example').waitFor()
      await officer.picture('attestation-ndas')
      await officer.page.getByRole('tab', { name: 'Anfragen', exact: true }).click()
      await officer.page.getByRole('link', { name: 'Kundenwerk GmbH' }).click()
      await officer.page.getByRole('button', { name: 'Freigabe vorschlagen' }).click()
      await officer.page.getByRole('checkbox', { name: /PN-2026-0417/ }).check({ force: true })
      await officer.page
        .getByLabel('Beurteilung')
        .fill('Neukunde vor Vertragsschluss; der Geschäftsführer hat unterzeichnet.')
      await officer.picture('attestation-propose')
      await officer.page.getByRole('dialog').getByRole('button', { name: 'Freigabe vorschlagen' }).click()
      await officer.page.getByText('Wartet auf die Freigabe durch eine zweite Person.').waitFor()
      await officer.page.getByText('Sie haben das vorgeschlagen').first().waitFor({ state: 'attached' })
      await officer.examine()

      await ada.client.call(changeLocale, { body: { locale: 'en' } })
      const requestId = (await ada.client.call(listRequests, {})).items[0]?.requestId ?? ''
      const owner = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'en', as: ada })
      await owner.open(`/app/attestations/${requestId}`)
      await owner.page.getByRole('button', { name: 'Approve', exact: true }).click()
      await owner.page.getByRole('button', { name: 'Issue the copy' }).click()
      await owner.page.getByRole('heading', { name: 'Copy 1' }).waitFor({ timeout: 60_000 })

      await page.goto(await letterTo('erika@kundenwerk.example', /(http\S+\/copies\/\S+)/))
      await page.getByRole('button', { name: 'Code per Mail anfordern' }).click()
      await page.getByLabel('Code aus der Mail').fill('0000 0000')
      await page.getByRole('button', { name: 'Dokument abrufen (PDF)' }).click()
      await page.getByRole('alert').waitFor()
      await inspect(page.url())
      await stranger.picture('copy')
      await page.getByLabel('Code aus der Mail').fill(await letterTo('erika@kundenwerk.example', /: (\d{4} \d{4})/))
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Dokument abrufen (PDF)' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('copy-1.pdf')
      if (process.env.BELEG_PICTURES !== undefined) await download.saveAs(`${process.env.BELEG_PICTURES}/copy-1.pdf`)

      await owner.page.reload()
      await owner.page.getByRole('cell', { name: 'downloaded' }).waitFor()
      await owner.examine()
      await owner.picture('attestation-request')
      await owner.page.getByRole('link', { name: 'Requests and disclosures' }).first().click()
      await owner.page.getByRole('tab', { name: 'Disclosures' }).click()
      await owner.page.getByRole('link', { name: 'Bestätigung der Zertifizierung' }).waitFor()
      await owner.picture('disclosures')
      await officer.leave()
      await owner.leave()
      await stranger.leave()
    },
  )

  it(
    'reads the same for everybody: no finding of axe, no sideways scrolling, in English and dark',
    { timeout: 60_000 },
    async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const reader = await visit(opening.browser, { baseUrl: house.baseUrl, locale: 'en', colorScheme })
        await reader.open('/requests')
        await reader.examine()
        await reader.picture(`request-en-${colorScheme}`)
        await reader.open('/?lang=en')
        await reader.examine()
        await reader.leave()
      }
    },
  )
})
