/**
 * An honest request for every route that has no specimen of its own: what somebody who may call it would send, so that
 * "allowed" is more than "not refused". A new route without an object needs a line here; the matrix fails without it.
 */
import type { Specimen } from '#core/module.ts'
import { randomBytes } from 'node:crypto'
import {
  createAccount,
  createEnrolment,
  giveEnrolmentPassword,
  issueRecoveryCodes,
} from '#modules/identity/actions/enrol.ts'
import { readDocument } from '#modules/document/contract.ts'
import { presentSettings } from '#modules/duty/actions/setting.ts'
import { putFeed } from '#modules/duty/store/person.ts'
import { plantLeaver } from '#modules/identity/actions/erase.ts'
import { cells, keysOf } from '#modules/identity/cell.ts'
import { putPasswordHash, putTotp } from '#modules/identity/store/factor.ts'
import { clearProposals } from '#modules/privacy/specimen.ts'
import { hashPassword } from '#platform/crypto/password.ts'
import { giveLoginPassword, startTotp } from '#modules/identity/contract.ts'
import { enterTenant } from '#modules/support/contract.ts'
import { totpCode } from '#modules/identity/rules.ts'
import { findDocument, supersede, updateDecided } from '#core/document/store.ts'
import { addHeadRecipient } from '#modules/ledger/actions/recipient.ts'
import { cells as ledgerCells } from '#modules/ledger/cell.ts'
import { lockRecipient } from '#modules/ledger/recipient-store.ts'
import { specimenFile } from '#modules/questionnaire/specimen.ts'
import { listVersions, updateDiscarded } from '#modules/framework/store/soa.ts'
import { openSigningKeys } from '#core/ledger/signing-key.ts'
import { sequenceBatch } from '#core/ledger/sequence.ts'
import { findVersionInForce } from '#modules/statement/store/version.ts'
import { mintToken } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import type { Player, Session, Stage } from './stage.ts'

type Request = Partial<Specimen>
type Honest = (stage: Stage, player: Player, session: Session) => Promise<Request> | Request

const nothing: Honest = () => ({})

/** The statement that the stage published. */
async function inForce(stage: Stage): Promise<string> {
  return stage.within(stage.tenantId, null, null, async ({ tx }) => {
    const version = await findVersionInForce(tx, 'en')
    if (!version) throw new Error('the stage has no statement')
    return version.id
  })
}

/** A code that was not used before: the clock moves to the next step. */
function nextCode(stage: Stage, secret: string): string {
  stage.clock.advance(30_000)
  return totpCode(secret, stage.clock.now())
}

/** Whatever earlier cells did to the factors of a player, the known ones count again. */
async function restoreFactors(stage: Stage, player: Player): Promise<void> {
  const { accountId, password: known, totpSecret } = player.account
  const hash = await hashPassword(known)
  await stage.within(stage.tenantId, null, null, async (context) => {
    const at = stage.clock.now()
    await putPasswordHash(context.tx, accountId, hash, at)
    await putTotp(context.tx, {
      accountId,
      secret: (await keysOf(context)).seal(cells.totpSecret(accountId), totpSecret),
      usedStep: 0,
      at,
    })
    player.account.recoveryCodes = await issueRecoveryCodes(context, accountId)
  })
}

async function openLogin(stage: Stage, player: Player): Promise<string> {
  await restoreFactors(stage, player)
  const { email, password: known } = player.account
  const opened = await stage.send(giveLoginPassword, { body: { tenant: stage.slug, email, password: known } }, null)
  return giveLoginPassword.output.parse(JSON.parse(opened.body)).loginId
}

async function openInvitation(stage: Stage): Promise<string> {
  return stage.within(stage.tenantId, null, null, async (context) => {
    const email = `invited-${newId()}@example.invalid`
    const account = await createAccount(context, {
      email,
      name: 'Invited',
      roles: ['employee'],
      locale: 'en',
      synthetic: true,
    })
    return (await createEnrolment(context, 'invitation', account.id)).token
  })
}

/** A bundle hangs on a signed head. */
async function signHead(stage: Stage): Promise<Request> {
  const { services } = stage.world
  const { platformTenantId } = stage.world
  const keys = await openSigningKeys(services, platformTenantId)
  await sequenceBatch(services, { platformTenantId, keys, only: stage.tenantId })
  return {}
}

/** The token that a recipient of heads gets with each mail. */
async function subscribe(stage: Stage): Promise<string> {
  return stage.within(stage.tenantId, null, null, async (context) => {
    const email = `new-${newId()}@example.invalid`
    const { id } = await addHeadRecipient(context, { email, locale: 'en' })
    const row = await lockRecipient(context.tx, id)
    if (!row) throw new Error('the recipient was just added')
    return (await context.services.vault.keysOf(context.tx)).openText(ledgerCells.token(id), row.token)
  })
}

const firstUploadable = ({ world: { registry } }: Stage) =>
  [...registry.measures.keys()].find((id) => registry.acceptsUpload(id)) ?? ''

/** The address of a player's calendar. */
async function giveFeed(stage: Stage, player: Player): Promise<{ token: string }> {
  return stage.within(stage.tenantId, null, null, async ({ tx, services }) => {
    const { token, hash } = mintToken(tx.tenantId)
    await putFeed(tx, {
      id: newId(services.clock),
      personId: player.account.personId,
      tokenHash: hash,
      at: services.clock.now(),
    })
    return { token }
  })
}

const password = () => `korrekt Pferd ${randomBytes(8).toString('hex')}`
const file = { name: 'proof.txt', content: 'what was done' }

/** A session of the operator that is inside has something to leave. */
async function enterFirst(stage: Stage, session: Session): Promise<Request> {
  const body = { grantId: await stage.giveGrant(), reason: 'matrix' }
  await stage.send(enterTenant, { body }, session.cookie)
  return {}
}

/** What somebody asks of a register, whichever it is. */
function registerRequests(id: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, Honest>> {
  const fresh = () => ({ name: `Entry ${newId()}`, ...more })
  return {
    [`${id}-register.list`]: nothing,
    [`${id}-register.count`]: nothing,
    [`${id}-register.create`]: () => ({ body: { fields: fresh() } }),
    [`${id}-register.export`]: nothing,
    [`${id}-register.list-imports`]: nothing,
    [`${id}-register.upload`]: () => ({
      body: { source: 'matrix' },
      file: { name: 'register.csv', content: `id;name\n${newId()};Somebody\n` },
    }),
  }
}

export const honestRequests: Readonly<Record<string, Honest>> = {
  'session.read': nothing,
  'session.sign-out': nothing,
  'session.step-up': async (stage, player) => {
    await restoreFactors(stage, player)
    return { body: { code: nextCode(stage, player.account.totpSecret) } }
  },
  'session.change-locale': () => ({ body: { locale: 'en' } }),
  'login.give-password': async (stage, player) => {
    await restoreFactors(stage, player)
    return { body: { tenant: stage.slug, email: player.account.email, password: player.account.password } }
  },
  'login.give-totp': async (stage, player) => ({
    body: { loginId: await openLogin(stage, player), code: nextCode(stage, player.account.totpSecret) },
  }),
  'login.give-recovery-code': async (stage, player) => ({
    body: { loginId: await openLogin(stage, player), recoveryCode: [...player.account.recoveryCodes].at(-1) ?? '' },
  }),
  'enrolment.read': async (stage) => ({ params: { token: await openInvitation(stage) } }),
  'enrolment.give-password': async (stage) => ({
    params: { token: await openInvitation(stage) },
    body: { name: 'Invited', password: password(), locale: 'en' },
  }),
  'enrolment.give-totp': async (stage) => {
    const token = await openInvitation(stage)
    const { secret } = await stage.within(stage.tenantId, null, null, (context) =>
      giveEnrolmentPassword(context, token, { name: 'Invited', password: password(), locale: 'en' }),
    )
    return { params: { token }, body: { code: totpCode(secret, stage.clock.now()) } }
  },
  'person.list': nothing,
  'account.invite': () => ({
    body: { email: `new-${newId()}@example.invalid`, name: 'New', roles: ['employee'], locale: 'en' },
  }),
  'role.list': nothing,
  'account-reset.list': nothing,
  'factor.start-totp': nothing,
  'factor.confirm-totp': async (stage, player, session) => {
    await restoreFactors(stage, player)
    const started = await stage.send(startTotp, {}, session.cookie)
    const { secret } = startTotp.output.parse(JSON.parse(started.body))
    return { body: { code: nextCode(stage, secret) } }
  },
  'factor.renew-recovery-codes': nothing,
  'factor.change-password': async (stage, player) => {
    await restoreFactors(stage, player)
    return { body: { currentPassword: player.account.password, newPassword: password() } }
  },
  'api-key.list': nothing,
  'api-key.create': () => ({ body: { name: 'Key', permissions: ['person:read'], days: 1 } }),
  'outbox.list': nothing,
  'erasure.list': nothing,
  'legal-hold.list': nothing,
  // On somebody: one on everything would stand in the way of what other routes try.
  'legal-hold.place': async (stage) => ({
    body: {
      personId: await stage.within(stage.tenantId, null, null, plantLeaver),
      reason: 'Suit',
      reference: '1 O 1/26',
    },
  }),
  'retention.read': nothing,
  'retention.request': async (stage) => {
    await stage.within(stage.tenantId, null, null, clearProposals)
    return { body: { years: 7, reason: 'Statute' } }
  },
  'document.list-kinds': nothing,
  'document.list': nothing,
  'document.create': () => ({ body: { kind: 'statement.current', locale: 'en' } }),
  'evidence.list': nothing,
  'evidence.push': (stage) => {
    const at = stage.clock.now().toISOString()
    return {
      body: {
        source: { system: 'matrix', id: newId() },
        class: 'machine',
        observedFrom: at,
        observedTo: at,
        facts: [],
      },
    }
  },
  'evidence.upload': (stage) => ({
    body: {
      measureId: [...stage.world.registry.measures.keys()].find((id) => stage.world.registry.acceptsUpload(id)) ?? '',
      title: 'Proof',
      performedOn: '2026-03-01',
      outcome: 'as_intended',
    },
    file,
  }),
  'ledger.list': nothing,
  'ledger.measure-bundle': (stage) => signHead(stage),
  'ledger.export': (stage) => signHead(stage),
  'statement.read-current': () => ({ query: { locale: 'en' } }),
  'statement.list-versions': nothing,
  'statement-settings.change': () => ({ body: { noticeDays: 14 } }),
  'customer-contract.list': nothing,
  'customer-contract.add': async (stage) => ({
    body: { customer: 'Kunde GmbH', statementId: await inForce(stage), fromOn: '2026-01-01' },
  }),
  'statement.import': () => ({
    body: { locale: 'en' },
    file: { name: 'statement.md', content: '# Statement\n\nBackups are made at least daily.\n' },
  }),
  'support-grant.list': nothing,
  'support-grant.give': () => ({ body: { reason: 'Something is wrong.', hours: 4 } }),
  'support.list': nothing,
  'support.enter': async (stage) => ({ body: { grantId: await stage.giveGrant(), reason: 'Looking after it.' } }),
  'support.leave': (stage, _player, session) => enterFirst(stage, session),
  'today.read': nothing,
  'case.list': nothing,
  'case.export': nothing,
  'case.open': () => ({ body: { title: 'Task', items: ['First'] } }),
  'case-people.list': nothing,
  'ledger-state.read': nothing,
  'trust-centre.read': nothing,
  'correction-rule.request': () => ({
    body: {
      period: { unit: 'hours', amount: 24 },
      sentences: 'all',
      reason: 'Whoever reads us shall know that we are at it.',
    },
  }),
  'trust-centre.claim-host': () => ({ body: { host: `trust-${newId()}.example` } }),
  'ledger-publication.request': nothing,
  'ledger-key.rotate': nothing,
  'head-recipient.list': nothing,
  'head-recipient.add': () => ({ body: { email: `new-${newId()}@example.invalid`, locale: 'en' } }),
  'head-subscription.read': async (stage) => ({ params: { token: await subscribe(stage) } }),
  'head-subscription.end': async (stage) => ({ params: { token: await subscribe(stage) } }),
  'ledger.export-entries': nothing,
  'siem.read': nothing,
  ...registerRequests('people'),
  ...registerRequests('systems'),
  ...registerRequests('data-sets'),
  ...registerRequests('suppliers', { role: 'supplier', country: 'DE', purpose: 'Matrix' }),
  'subprocessor-list.read': nothing,
  'subprocessor-list.show': () => ({ body: { isShown: true } }),
  'duty.list': nothing,
  'framework.list': nothing,
  'framework.read': () => ({ params: { framework: 'iso27001' } }),
  'soa.list': nothing,
  'soa.begin': async (stage) => {
    // One draft at most: whatever earlier cells began is given up.
    await stage.within(stage.tenantId, null, null, async (context) => {
      for (const { id, state } of await listVersions(context.tx))
        if (state === 'draft') await updateDiscarded(context.tx, id)
    })
    return { body: { scope: 'Everything' } }
  },
  'certificate.list': nothing,
  'certificate.record': () => ({
    body: {
      framework: 'soc2',
      body: 'Auditor',
      number: newId(),
      scope: 'Everything',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
    },
    file: { name: 'certificate.pdf', content: '%PDF-1.7' },
  }),
  'attestation.list': nothing,
  'attestation.enter': () => ({
    body: {
      name: 'Erika Muster',
      email: `erika-${newId()}@kunde-${newId()}.example`,
      organisation: 'Kunde GmbH',
      purpose: 'Assessment of a processor before a contract.',
      wants: 'confirmation',
    },
  }),
  'attestation.read-desk': nothing,
  'attestation.change-desk': () => ({ body: { isOpen: false, repeatDays: 90, copyDays: 30, ndaMonths: 24 } }),
  'attestation.publish-nda-text': () => ({
    body: { text: { de: 'Vertraulich. '.repeat(8), en: 'Secret. '.repeat(8) } },
  }),
  'attestation-offer.list': nothing,
  'attestation-offer.add': async (stage, player, session) => {
    const route = stage.world.registry.routes.find(({ endpoint }) => endpoint.id === readDocument.id)
    if (!route) throw new Error('documents are not read any more')
    const { params } = await stage.plant(route, player, session)
    await stage.within(stage.tenantId, null, null, async (context) => {
      const at = stage.clock.now()
      const id = params.documentId ?? ''
      const row = await findDocument(context.tx, id)
      if (row) await supersede(context.tx, row, at)
      await updateDecided(context.tx, { id, state: 'approved', by: await plantLeaver(context), at })
    })
    return { body: { documentId: params.documentId, title: { de: 'Probe', en: 'Specimen' } } }
  },
  'nda.list': nothing,
  'nda.record': () => ({
    body: {
      organisation: 'Kunde GmbH',
      domain: `kunde-${newId()}.example`,
      signatoryName: 'Karl Kunde',
      signatoryRole: 'Prokurist',
      validFrom: '2026-01-01',
      validTo: '2027-12-31',
    },
    file: { name: 'nda.pdf', content: '%PDF-1.7' },
  }),
  'disclosure.list': nothing,
  'disclosure.export': nothing,
  'questionnaire.list': nothing,
  'questionnaire.preview': () => ({ body: {}, file: specimenFile() }),
  'questionnaire.import': () => ({ body: { title: 'Honest' }, file: specimenFile() }),
  'measure.list': nothing,
  'measure.read': () => ({ params: { measure: 'identity.mfa' } }),
  'duty-settings.read': nothing,
  'duty-settings.change': async (stage) => ({
    body: {
      settings: {
        calendar: { timeZone: 'Europe/Berlin', state: 'BE', extraHolidays: [], evesOff: true },
        remindBeforeDays: [7, 1],
        deputyAfterDays: 1,
        superiorAfterDays: 2,
      },
      version: await stage.within(
        stage.tenantId,
        null,
        null,
        async (context) => (await presentSettings(context)).version,
      ),
    },
  }),
  'duty-rhythm.set': (stage) => ({
    body: { dutyId: `${firstUploadable(stage)}/record`, rhythm: { every: 'P1M' } },
  }),
  'measure.assign': (stage) => ({ body: { measureId: firstUploadable(stage), personId: null } }),
  'arrangement.read': nothing,
  'deputy.set': () => ({ body: { deputyId: null, superiorId: null } }),
  'absence.list': nothing,
  'absence.add': () => ({ body: { fromOn: '2030-01-01', untilOn: '2030-01-05' } }),
  'calendar-feed.read': nothing,
  'calendar-feed.create': nothing,
  'calendar-feed.revoke': async (stage, player) => {
    await giveFeed(stage, player)
    return {}
  },
  'calendar.read': async (stage) => {
    // Whoever asks: the address is the owner's.
    const [owner] = stage.players.values()
    return owner ? { params: { token: (await giveFeed(stage, owner)).token } } : {}
  },
  'view.list': () => ({ query: { list: 'evidence' } }),
  'view.save': () => ({ body: { list: 'evidence', name: `View ${newId()}`, search: { state: 'accepted' } } }),
}
