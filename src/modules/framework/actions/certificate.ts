/**
 * Certificates of the company. "Certified" is said of a framework only while one of them holds: issued, looked at by
 * somebody else than who recorded it, in its days, not withdrawn; in every other case the company is aligned with it at most.
 */
import { frameworkById } from '#catalog/frameworks.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { judgeAfterwards } from '#core/judging/judge.ts'
import type { Registry } from '#core/registry.ts'
import type { ReceivedFile } from '#core/module.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import type { Localised } from '#platform/i18n/locale.ts'
import { personBehind } from '#core/actor.ts'
import type { CertificateView, listCertificates, recordCertificate } from '../contract/certificate.ts'
import type { Standing } from '../contract/framework.ts'
import { courseOfCertificate, stateOfCertificate, type CertificateChange } from '../rules.ts'
import {
  daysOf,
  findCertificate,
  insertCertificate,
  listCertificateRows,
  updateWithdrawn,
  type CertificateRow,
} from '../store/certificate.ts'
import { fileCertificate, restateCertification } from './proof.ts'
import { findInForce, findVersion, listVersions } from '../store/soa.ts'

/** Framework → how the company stands to it; what is missing is not certified. */
export type CompanyStandings = ReadonlyMap<string, Standing>

/** Which frameworks the company is certified for today; of several certificates the one that lasts longest. */
export async function readStandingsOfCompany({
  tx,
  services,
}: Pick<Context, 'tx' | 'services'>): Promise<CompanyStandings> {
  const today = dayOf(services.clock.now())
  const standings = new Map<string, Standing>()
  for (const row of await listCertificateRows(tx)) {
    if (standings.has(row.framework) || stateOfCertificate(daysOf(row), today) !== 'valid') continue
    standings.set(row.framework, {
      kind: 'certified',
      certificateId: row.id,
      body: row.body,
      number: row.number,
      scope: row.scope,
      validTo: row.valid_to,
    })
  }
  return standings
}

/** A certificate as strangers may read it. */
export interface PublicCertificate {
  readonly id: string
  readonly framework: string
  readonly title: Localised
  readonly body: string
  readonly number: string
  readonly scope: string
  readonly validFrom: string
  readonly validTo: string
}

export interface PublicCertificates {
  /** In their days and in scope, now. */
  readonly shown: readonly PublicCertificate[]
  readonly changes: readonly (CertificateChange & { readonly certificate: PublicCertificate })[]
  /** When time alone adds one or takes one away. */
  readonly nextAt: Date | null
}

/** What strangers are told of certificates: those that hold now and cover what is in scope, and how it came to that. */
export async function readPublicCertificates({
  tx,
  services,
}: Pick<Context, 'tx' | 'services'>): Promise<PublicCertificates> {
  const rows = await listCertificateRows(tx)
  if (rows.length === 0) return { shown: [], changes: [], nextAt: null }
  const now = services.clock.now()
  const inForce = await findInForce(tx)
  const told = rows.map((row) => {
    const days = daysOf(row)
    const outOfScopeAt = days.covers ? null : (inForce?.decided_at ?? null)
    return {
      certificate: publicOf(row),
      isShown: stateOfCertificate(days, dayOf(now)) === 'valid',
      ...courseOfCertificate(days, { acceptedAt: row.accepted_at, outOfScopeAt }, now),
    }
  })
  const next = told.flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt.getTime()]))
  return {
    shown: told.filter(({ isShown }) => isShown).map(({ certificate }) => certificate),
    changes: told.flatMap(({ certificate, changes }) => changes.map((change) => ({ ...change, certificate }))),
    nextAt: next.length === 0 ? null : new Date(Math.min(...next)),
  }
}

function publicOf(row: CertificateRow): PublicCertificate {
  const { id, framework, body, number, scope, valid_from: validFrom, valid_to: validTo } = row
  const title = frameworkById(framework)?.title ?? { de: framework, en: framework }
  return { id, framework, title, body, number, scope, validFrom, validTo }
}

/** All certificates, the one that ends last first. */
export async function listAllCertificates(context: Context): Promise<OutputOf<typeof listCertificates>> {
  return { items: await present(context, await listCertificateRows(context.tx)) }
}

/**
 * @throws Problem 400 `certificate.invalid` naming all that is wrong, 409 `certificate.known`
 */
export async function recordOne(
  context: Context,
  registry: Registry,
  given: InputOf<typeof recordCertificate>['body'],
  file: ReceivedFile,
): Promise<CertificateView> {
  const { tx, services } = context
  await check(context, given)
  const id = newId(services.clock)
  try {
    await insertCertificate(tx, {
      id,
      framework: given.framework,
      body: given.body,
      number: given.number,
      scope: given.scope,
      soa_id: given.soaId ?? null,
      valid_from: given.validFrom,
      valid_to: given.validTo,
      blob_key: file.blobKey,
      file_name: file.fileName,
      media_type: file.mediaType,
      file_bytes: file.bytes,
      file_sha256: Buffer.from(file.sha256, 'hex'),
      recorded_by: personBehind(context),
      recorded_at: services.clock.now(),
    })
  } catch (cause) {
    if (constraintOf(cause) === 'certificates_number') throw new Problem(409, 'certificate.known', { cause })
    throw cause
  }
  await record(context, {
    action: 'certificate.recorded',
    object: { kind: 'certificate', id },
    after: {
      framework: given.framework,
      body: given.body,
      number: given.number,
      validFrom: given.validFrom,
      validTo: given.validTo,
      sha256: file.sha256,
    },
  })
  const row = await findCertificate(tx, id)
  if (row) await fileCertificate(context, registry, row)
  return readOne(context, id)
}

async function check({ tx }: Context, given: InputOf<typeof recordCertificate>['body']): Promise<void> {
  const issues: ProblemIssue[] = []
  const framework = frameworkById(given.framework)
  if (!framework?.certifiable) issues.push({ pointer: '/framework', code: 'framework_not_certifiable' })
  if (given.validTo < given.validFrom) issues.push({ pointer: '/validTo', code: 'certificate_ends_before_start' })
  if (given.framework === 'iso27001') {
    // ISO/IEC 27006-1: the certificate names the version of the Statement of Applicability.
    const soa = given.soaId === undefined ? null : await findVersion(tx, given.soaId)
    if (given.soaId === undefined) issues.push({ pointer: '/soaId', code: 'required' })
    else if (soa === null || soa.state === 'draft' || soa.state === 'discarded')
      issues.push({ pointer: '/soaId', code: 'soa_never_in_force' })
  } else if (given.soaId !== undefined) issues.push({ pointer: '/soaId', code: 'soa_of_other_framework' })
  if (issues.length > 0) throw new Problem(400, 'certificate.invalid', { issues })
}

/** @throws Problem `common.not_found`, 409 `certificate.withdrawn` */
export async function withdrawOne(
  context: Context,
  registry: Registry,
  id: string,
  reason: string,
): Promise<CertificateView> {
  const { tx, services } = context
  const row = await findCertificate(tx, id)
  if (!row) throw notFound()
  if (row.withdrawn_at !== null) throw new Problem(409, 'certificate.withdrawn')
  await updateWithdrawn(tx, id, services.clock.now(), reason)
  await record(context, {
    action: 'certificate.withdrawn',
    object: { kind: 'certificate', id },
    before: { withdrawn: false },
    after: { withdrawn: true },
    reason,
  })
  const withdrawn = await findCertificate(tx, id)
  if (withdrawn) await restateCertification(context, registry, withdrawn)
  judgeAfterwards(context, registry)
  return readOne(context, id)
}

/** Its file. @throws Problem `common.not_found` */
export async function findCertificateFile({ tx }: Context, id: string): Promise<ReceivedFile> {
  const row = await findCertificate(tx, id)
  if (!row) throw notFound()
  return {
    blobKey: row.blob_key,
    fileName: row.file_name,
    mediaType: row.media_type,
    bytes: row.file_bytes,
    sha256: row.file_sha256.toString('hex'),
  }
}

async function readOne(context: Context, id: string): Promise<CertificateView> {
  const row = await findCertificate(context.tx, id)
  const [view] = row ? await present(context, [row]) : []
  if (!view) throw notFound()
  return view
}

async function present({ tx, services }: Context, rows: readonly CertificateRow[]): Promise<CertificateView[]> {
  const today = dayOf(services.clock.now())
  const versions = new Map((await listVersions(tx)).map((version) => [version.id, version]))
  const people = [...new Set(rows.flatMap(({ recorded_by: by }) => (by === null ? [] : [by])))]
  const names = await services.personNames(tx, people)
  return rows.map((row): CertificateView => {
    const soa = row.soa_id === null ? undefined : versions.get(row.soa_id)
    return {
      certificateId: row.id,
      framework: row.framework,
      frameworkTitle: frameworkById(row.framework)?.title ?? { de: row.framework, en: row.framework },
      state: stateOfCertificate(daysOf(row), today),
      body: row.body,
      number: row.number,
      scope: row.scope,
      soa: soa ? { soaId: soa.id, number: soa.number, isInForce: soa.state === 'approved' } : null,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      file: { name: row.file_name, bytes: row.file_bytes, sha256: row.file_sha256.toString('hex') },
      recordedAt: row.recorded_at.toISOString(),
      recordedBy:
        row.recorded_by === null ? null : { personId: row.recorded_by, name: names.get(row.recorded_by) ?? '' },
      withdrawnReason: row.withdrawn_reason,
    }
  })
}
