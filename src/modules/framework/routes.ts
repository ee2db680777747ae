/** The routes of frameworks: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { findCertificateFile, listAllCertificates, recordOne, withdrawOne } from './actions/certificate.ts'
import { approveDraft, changeRows, discardDraft } from './actions/change.ts'
import { downloadOscal } from './actions/oscal.ts'
import { listAllFrameworks, readOneFramework } from './actions/read.ts'
import { downloadSheet, importSheet, previewSheet } from './actions/sheet.ts'
import { beginOneSoa, listAllSoa, readOneSoa } from './actions/soa.ts'
import * as certificates from './contract/certificate.ts'
import { listFrameworks, readFramework } from './contract/framework.ts'
import * as soa from './contract/soa.ts'
import { certificateSpecimen, draftSpecimen, specimenSheet } from './specimen.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function frameworkRoutes(registry: () => Registry): readonly Route[] {
  return [
    defineRoute(listFrameworks, (context) => listAllFrameworks(context, registry())),
    defineRoute(readFramework, (context, { params }) => readOneFramework(context, registry(), params.framework)),
    defineRoute(soa.listSoa, (context) => listAllSoa(context)),
    defineRoute(soa.beginSoa, (context, { body }) => beginOneSoa(context, registry(), body.scope)),
    defineRoute(soa.readSoa, (context, { params }) => readOneSoa(context, registry(), params.soaId), draftSpecimen),
    defineRoute(
      soa.changeSoaRows,
      (context, { params, body }) => changeRows(context, registry(), params.soaId, body),
      async (context) => ({
        ...(await draftSpecimen(context)),
        body: { revision: 1, controlIds: ['A.5.1'], change: { note: 'Specimen' } },
      }),
    ),
    defineRoute(
      soa.previewSoaSheet,
      (context, { params, file }) => previewSheet(context, params.soaId, file),
      async (context) => ({ ...(await draftSpecimen(context)), file: specimenSheet() }),
    ),
    defineRoute(
      soa.importSoaSheet,
      (context, { params, body, file }) => importSheet(context, params.soaId, body.revision, file),
      async (context) => ({ ...(await draftSpecimen(context)), body: { revision: 1 }, file: specimenSheet() }),
    ),
    defineRoute(
      soa.approveSoa,
      (context, { params, body }) => approveDraft(context, registry(), params.soaId, body),
      async (context) => ({ ...(await draftSpecimen(context)), body: { revision: 1, reason: 'Specimen' } }),
    ),
    defineRoute(soa.discardSoa, (context, { params }) => discardDraft(context, params.soaId), draftSpecimen),
    defineRoute(
      soa.downloadSoaSheet,
      // The HTTP layer turns it into a download.
      async (context, { params, query }) =>
        (await downloadSheet(context, registry(), params.soaId, query.format)) as never,
      draftSpecimen,
    ),
    defineRoute(
      soa.downloadSoaOscal,
      // The HTTP layer turns it into a download.
      async (context, { params }) => (await downloadOscal(context, registry(), params.soaId, params.model)) as never,
      async (context) => {
        const { params } = await draftSpecimen(context)
        return { params: { ...params, model: 'ssp' } }
      },
    ),
    defineRoute(certificates.listCertificates, (context) => listAllCertificates(context)),
    defineRoute(certificates.recordCertificate, (context, { body, file }) =>
      recordOne(context, registry(), body, file),
    ),
    defineRoute(
      certificates.withdrawCertificate,
      (context, { params, body }) => withdrawOne(context, registry(), params.certificateId, body.reason),
      certificateSpecimen,
    ),
    defineRoute(
      certificates.downloadCertificate,
      // The HTTP layer turns the file into a download.
      async (context, { params }) => (await findCertificateFile(context, params.certificateId)) as never,
      async (context) => ({ params: (await certificateSpecimen(context)).params }),
    ),
  ]
}
