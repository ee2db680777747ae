/** What the pages say on which strangers ask, confirm, sign and fetch. Everything of people is escaped here. */
import type { Signature } from '#modules/attestation/actions/confirm.ts'
import type { FoundCopy } from '#modules/attestation/actions/fetch.ts'
import type { PublicDesk } from '#modules/attestation/actions/arrange.ts'
import type { RequestStage } from '#modules/attestation/actions/state.ts'
import { confirmPath, copyPath, longest, type Standstill } from '#modules/attestation/contract.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import { faultsAbove, field, formPage, tick, type FormWords } from './form.ts'
import { formatDay } from './page.ts'

interface PageOf {
  readonly organisation: string
  readonly home: string
}

/** Labels of fields that are called as their texts are. */
function labelsOf(t: FormWords['t'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, t(name)]))
}

/** The form, and what there is to ask for. */
export function requestForm(words: FormWords, page: PageOf, desk: PublicDesk): string {
  const { t, locale, fields } = words
  const choices = [
    { value: 'confirmation', label: t('wants.confirmation') },
    ...desk.offers.map((one) => ({ value: `document ${one.id}`, label: escapeHtml(one[locale]) })),
  ]
  const chosen = choices.some(({ value }) => value === fields.wants) ? fields.wants : 'confirmation'
  const radios = choices.map(
    ({ value, label }, at) =>
      `<p class="tick"><input type="radio" name="wants" id="wants-${at}" value="${escapeHtml(value)}"${value === chosen ? ' checked' : ''}> <label for="wants-${at}">${label}</label></p>`,
  )
  return formPage(words, {
    ...page,
    title: t('title'),
    body: `<p>${t('lead', { organisation: page.organisation })}</p>
${faultsAbove(words, labelsOf(t, ['wants', 'name', 'organisation', 'email', 'purpose']))}
<form method="post" action="?lang=${locale}" novalidate>
<fieldset id="wants"><legend>${t('wants')}</legend>${radios.join('')}</fieldset>
${field(words, { name: 'name', label: t('name'), autocomplete: 'name', most: longest.name })}
${field(words, { name: 'organisation', label: t('organisation'), autocomplete: 'organization', most: longest.organisation })}
${field(words, { name: 'email', label: t('email'), hint: t('email.hint'), type: 'email', autocomplete: 'email', most: longest.email })}
${field(words, { name: 'purpose', label: t('purpose'), hint: t('purpose.hint'), type: 'area', most: longest.purpose })}
<div hidden><label for="website">${t('website')}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<p><button type="submit">${t('send')}</button></p>
<p class="quiet"><small>${t('privacy', { organisation: page.organisation })}</small></p>
</form>`,
  })
}

/** After the form was taken. */
export function requestSent(words: FormWords, page: PageOf): string {
  const { t } = words
  return formPage(words, {
    ...page,
    title: t('sent.title'),
    body: `<div class="said" role="status"><p>${t('sent.text')}</p></div><p>${t('sent.next')}</p>`,
  })
}

/** Behind the link that confirms an address. */
export function confirmForm(words: FormWords, page: PageOf, given: { readonly asksWhy: boolean }): string {
  const { t, locale } = words
  const why = given.asksWhy || words.faults.has('repeatReason')
  return formPage(words, {
    ...page,
    title: t('confirm.title'),
    body: `<p>${t('confirm.text', { organisation: page.organisation })}</p>
${faultsAbove(words, { repeatReason: t('why') })}
<form method="post" action="?lang=${locale}" novalidate>
${why ? field(words, { name: 'repeatReason', label: t('why'), hint: t('why.hint'), type: 'area', most: longest.purpose }) : ''}
<p><button type="submit">${t('confirm.send')}</button></p></form>`,
  })
}

/** Asks who signs, where an agreement is missing. */
export function signatoryForm(
  words: FormWords,
  page: PageOf,
  state: Extract<RequestStage, { stage: 'nda' }>,
  token: string,
): string {
  const { t, locale } = words
  const named =
    state.named === null
      ? ''
      : `<div class="said" role="status"><p>${t('signatory.named', { email: state.named })}</p></div>`
  if (!state.hasText)
    return formPage(words, {
      ...page,
      title: t('nda.title'),
      body: `<p>${t('nda.elsewhere', { organisation: page.organisation })}</p>`,
    })
  return formPage(words, {
    ...page,
    title: t('nda.title'),
    body: `<p>${t('nda.text', { organisation: page.organisation, party: state.organisation })}</p>
${named}${faultsAbove(words, {
      name: t('signatory.name'),
      role: t('signatory.role'),
      email: t('signatory.email'),
    })}
<form method="post" action="${confirmPath(escapeHtml(token))}/signatory?lang=${locale}" novalidate>
${field(words, { name: 'name', label: t('signatory.name'), autocomplete: 'off', most: longest.name })}
${field(words, { name: 'role', label: t('signatory.role'), hint: t('signatory.role.hint'), autocomplete: 'off', most: longest.role })}
${field(words, { name: 'email', label: t('signatory.email'), hint: t('signatory.email.hint', { domain: state.domain }), type: 'email', autocomplete: 'off', most: longest.email })}
<p><button type="submit"${state.named === null ? '' : ' class="second"'}>${t(state.named === null ? 'signatory.send' : 'signatory.other')}</button></p></form>`,
  })
}

/** When nothing is left for the requester to do. */
export function requestComplete(words: FormWords, page: PageOf): string {
  const { t } = words
  return formPage(words, {
    ...page,
    title: t('complete.title'),
    body: `<div class="said" role="status"><p>${t('complete.text', { organisation: page.organisation })}</p></div>`,
  })
}

/** A link that was used, or has had its time. */
export function linkOver(words: FormWords, page: PageOf): string {
  const { t } = words
  return formPage(words, { ...page, title: t('over.title'), body: `<p>${t('over.text')}</p>` })
}

/** The agreement, and what whoever accepts it declares. */
export function signingForm(words: FormWords, page: PageOf, given: Signature): string {
  const { t, locale } = words
  const { text, organisation, signatory } = given
  return formPage(words, {
    ...page,
    title: t('sign.title'),
    body: `<p>${t('sign.text', { organisation: page.organisation, party: organisation })}</p>
<dl class="facts"><dt>${t('sign.party')}</dt><dd>${escapeHtml(organisation)}</dd><dt>${t('sign.by')}</dt><dd>${escapeHtml(signatory.name)}, ${escapeHtml(signatory.role)}<br>${escapeHtml(signatory.email)}</dd><dt>${t('sign.period')}</dt><dd>${t('sign.months', { months: given.months })}</dd></dl>
<div class="wording">${escapeHtml(locale === 'en' ? text.text_en : text.text_de)}</div>
<p class="quiet"><small>${t('sign.version', { number: text.number })} · SHA-256 <code>${text.sha256.toString('hex')}</code></small></p>
${faultsAbove(words, { authority: t('sign.authority', { party: organisation }), accepts: t('sign.accepts') })}
<form method="post" action="?lang=${locale}" novalidate>
<input type="hidden" name="textId" value="${text.id}">
${tick(words, 'authority', t('sign.authority', { party: organisation }))}
${tick(words, 'accepts', t('sign.accepts'))}
<p><button type="submit">${t('sign.send')}</button></p></form>`,
  })
}

/** After it was accepted. */
export function signed(words: FormWords, page: PageOf, given: Signature): string {
  const { t } = words
  return formPage(words, {
    ...page,
    title: t('signed.title'),
    body: `<div class="said" role="status"><p>${t('signed.text', { party: given.organisation, email: given.signatory.email })}</p></div>`,
  })
}

/** Where a copy waits for its code. */
export function copyPage(
  words: FormWords,
  page: PageOf,
  given: Pick<FoundCopy, 'copy'> & {
    readonly token: string
    readonly said: 'code_sent' | 'too_many_codes' | 'wrong_code' | 'used_code' | null
  },
): string {
  const { t, locale } = words
  const { copy, said } = given
  const until = formatDay(new Date(copy.expires_at.getTime() - 1), locale)
  const path = copyPath(escapeHtml(given.token))
  const told =
    said === null
      ? ''
      : said === 'code_sent'
        ? `<div class="said" role="status"><p>${t('copy.code_sent')}</p></div>`
        : `<div class="faults" role="alert"><p>${t(`copy.${said}`)}</p></div>`
  const asksForCode = said === 'code_sent' || said === 'wrong_code'
  return formPage(words, {
    ...page,
    title: escapeHtml(copy.title),
    body: `<p>${t('copy.text', { organisation: page.organisation })}</p>
<dl class="facts"><dt>${t('copy.number')}</dt><dd>${copy.number}</dd><dt>${t('copy.until')}</dt><dd>${until}</dd></dl>
${told}
${
  asksForCode
    ? `<form method="post" action="${path}?lang=${locale}" novalidate>${field(words, { name: 'code', label: t('copy.code'), hint: t('copy.code.hint'), type: 'code', autocomplete: 'one-time-code', most: 20 })}<p><button type="submit">${t('copy.open')}</button></p></form>`
    : ''
}
<form method="post" action="${path}/code?lang=${locale}"><p><button type="submit"${asksForCode ? ' class="second"' : ''}>${t(asksForCode ? 'copy.another' : 'copy.ask')}</button></p></form>`,
  })
}

/** A copy that is served no longer, and why. */
export function copyOver(
  words: FormWords,
  page: PageOf,
  given: Pick<FoundCopy, 'copy' | 'reason'> & { readonly standstill: Standstill | null },
): string {
  const { t } = words
  const reason = given.reason === null ? '' : `<p>${t('copy.reason', { reason: given.reason })}</p>`
  return formPage(words, {
    ...page,
    title: t('copy.over'),
    body: `<p><strong>${escapeHtml(given.copy.title)}</strong></p><p>${t(`copy.over.${given.standstill ?? 'expired'}`)}</p>${reason}<p>${t('copy.over.next')}</p>`,
  })
}
