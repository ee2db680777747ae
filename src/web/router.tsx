/** The route table: every address of the application, its page, and which of them need a session. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { z } from 'zod'
import { asOfSearchSchema } from '#core/as-of/contract.ts'
import { evidenceSearchSchema } from '#core/evidence/contract.ts'
import { questionnaireSearchSchema } from '#modules/questionnaire/contract/questionnaire.ts'
import { caseSearchSchema } from '#modules/case/contract.ts'
import type { RegisterSearch } from '#core/register/contract.ts'
import { dataSetContract, systemContract } from '#modules/asset/contract.ts'
import { documentSearchSchema } from '#modules/document/contract.ts'
import { dutySearchSchema } from '#modules/duty/contract.ts'
import { ledgerSearchSchema } from '#modules/ledger/contract.ts'
import { recordSearchSchema } from '#modules/person-record/contract.ts'
import { supplierContract } from '#modules/supplier/contract.ts'
import { peopleContract } from '#modules/workforce/contract.ts'
import { queryClient } from './api.ts'
import { isSupportOver, sessionRead } from './session.ts'
import { CrashPage, NotFoundPage } from './shell/lost-page.tsx'
import { Shell } from './shell/shell.tsx'

/** What a list takes of the parameters in an address; what it does not take is left out, one by one. */
function soundSearch<Schema extends z.ZodObject>(
  schema: Schema,
  search: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  // The router reads `?object=1` as a number.
  const texts = Object.entries(search).map(([name, value]) => [name, String(value)] as const)
  const kept = texts.filter(([name, value]) => schema.partial().safeParse({ [name]: value }).success)
  return schema.parse(Object.fromEntries(kept))
}

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  // Only a path of our own: a link may not lead elsewhere after signing in.
  validateSearch: z.object({
    next: z
      .string()
      .regex(/^\/(?![/\\])/)
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#modules/identity/web/sign-in-page.tsx'), 'SignInPage'),
})

const enrolRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/enrol/$token',
  component: lazyRouteComponent(() => import('#modules/identity/web/enrolment-page.tsx'), 'EnrolmentPage'),
})

const unsubscribeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/unsubscribe/$token',
  component: lazyRouteComponent(() => import('#modules/ledger/web/unsubscribe-page.tsx'), 'UnsubscribePage'),
})

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionRead).catch((error: unknown) => {
      throw isSupportOver(error) ? redirect({ to: '/support-over' }) : error
    })
    if (!session.signedIn) throw redirect({ to: '/sign-in', search: { next: location.href } })
  },
})

const statementRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  validateSearch: (search) => soundSearch(asOfSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/statement/web/statement-page.tsx'), 'StatementPage'),
})

const sentenceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/sentences/$claimId',
  validateSearch: (search) => soundSearch(asOfSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/statement/web/sentence-page.tsx'), 'SentencePage'),
})

const versionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/versions',
  component: lazyRouteComponent(() => import('#modules/statement/web/versions-page.tsx'), 'VersionsPage'),
})

const versionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/versions/$statementId',
  component: lazyRouteComponent(() => import('#modules/statement/web/version-page.tsx'), 'VersionPage'),
})

const reviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/versions/$statementId/review',
  // Which sentence is selected at the beginning.
  validateSearch: z.object({ sentence: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#modules/statement/web/review/review-page.tsx'), 'ReviewPage'),
})

const todayRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/today',
  validateSearch: (search) => soundSearch(asOfSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/today/web/today-page.tsx'), 'TodayPage'),
})

const measuresRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures',
  validateSearch: (search) => soundSearch(asOfSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/measure/web/measures-page.tsx'), 'MeasuresPage'),
})

const measureRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures/$measureId',
  validateSearch: (search) => soundSearch(asOfSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/measure/web/measure-page.tsx'), 'MeasurePage'),
})

const frameworksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/frameworks',
  component: lazyRouteComponent(() => import('#modules/framework/web/frameworks-page.tsx'), 'FrameworksPage'),
})

const frameworkRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/frameworks/$frameworkId',
  component: lazyRouteComponent(() => import('#modules/framework/web/framework-page.tsx'), 'FrameworkPage'),
})

const soaRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/soa/$soaId',
  component: lazyRouteComponent(() => import('#modules/framework/web/soa-page.tsx'), 'SoaPage'),
})

const questionnairesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/questionnaires',
  component: lazyRouteComponent(
    () => import('#modules/questionnaire/web/questionnaires-page.tsx'),
    'QuestionnairesPage',
  ),
})

const questionnaireImportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/questionnaires/new',
  component: lazyRouteComponent(() => import('#modules/questionnaire/web/import-page.tsx'), 'ImportPage'),
})

const questionnaireRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/questionnaires/$questionnaireId',
  validateSearch: (search) => soundSearch(questionnaireSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/questionnaire/web/questionnaire-page.tsx'), 'QuestionnairePage'),
})

const casesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases',
  validateSearch: (search) => soundSearch(caseSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/case/web/cases-page.tsx'), 'CasesPage'),
})

const caseRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases/$caseId',
  component: lazyRouteComponent(() => import('#modules/case/web/case-page.tsx'), 'CasePage'),
})

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people',
  component: lazyRouteComponent(() => import('#modules/identity/web/people-page.tsx'), 'PeoplePage'),
})

const personRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/$personId',
  component: lazyRouteComponent(() => import('#modules/identity/web/person-page.tsx'), 'PersonPage'),
})

const personRecordRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/$personId/record',
  validateSearch: (search) => soundSearch(recordSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/person-record/web/record-page.tsx'), 'RecordPage'),
})

const rolesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/roles',
  component: lazyRouteComponent(() => import('#modules/identity/web/roles-page.tsx'), 'RolesPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('#modules/identity/web/account-page.tsx'), 'AccountPage'),
})

const evidenceListRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/evidence',
  validateSearch: (search) => soundSearch(evidenceSearchSchema, search),
  component: lazyRouteComponent(() => import('#core/evidence/web/evidence-list-page.tsx'), 'EvidenceListPage'),
})

const evidenceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/evidence/$evidenceId',
  component: lazyRouteComponent(() => import('#core/evidence/web/evidence-page.tsx'), 'EvidencePage'),
})

const ledgerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/ledger',
  validateSearch: (search) => soundSearch(ledgerSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/ledger/web/ledger-page.tsx'), 'LedgerPage'),
})

const entryRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/ledger/$entryId',
  component: lazyRouteComponent(() => import('#modules/ledger/web/entry-page.tsx'), 'EntryPage'),
})

const privacyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/privacy',
  component: lazyRouteComponent(() => import('#modules/privacy/web/privacy-page.tsx'), 'PrivacyPage'),
})

const erasureRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/erasures/$caseId',
  component: lazyRouteComponent(() => import('#modules/privacy/web/case-page.tsx'), 'CasePage'),
})

const outboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outbox',
  component: lazyRouteComponent(() => import('#core/mail/web/outbox-page.tsx'), 'OutboxPage'),
})

const mailRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outbox/$mailId',
  component: lazyRouteComponent(() => import('#core/mail/web/mail-page.tsx'), 'MailPage'),
})

const publicPageRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/public-page',
  component: lazyRouteComponent(() => import('#modules/trust-centre/web/public-page.tsx'), 'PublicPage'),
})

const attestationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/attestations',
  component: lazyRouteComponent(() => import('#modules/attestation/web/attestations-page.tsx'), 'AttestationsPage'),
})

const attestationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/attestations/$requestId',
  component: lazyRouteComponent(() => import('#modules/attestation/web/request-page.tsx'), 'RequestPage'),
})

const supportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/support',
  component: lazyRouteComponent(() => import('#modules/support/web/support-page.tsx'), 'SupportPage'),
})

const peopleRegisterRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/people',
  validateSearch: (search): RegisterSearch => soundSearch(peopleContract.search, search),
  component: lazyRouteComponent(() => import('#modules/workforce/web/people-register.tsx'), 'PeopleRegisterPage'),
})

const peopleEntryRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/people/$entryId',
  validateSearch: (search): RegisterSearch => soundSearch(peopleContract.search, search),
  component: lazyRouteComponent(() => import('#modules/workforce/web/people-register.tsx'), 'PeopleEntryPage'),
})

const peopleImportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/people/imports/$importId',
  component: lazyRouteComponent(() => import('#modules/workforce/web/people-register.tsx'), 'PeopleImportPage'),
})

const systemsRegisterRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/systems',
  validateSearch: (search): RegisterSearch => soundSearch(systemContract.search, search),
  component: lazyRouteComponent(() => import('#modules/asset/web/asset-registers.tsx'), 'SystemRegisterPage'),
})

const systemsEntryRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/systems/$entryId',
  validateSearch: (search): RegisterSearch => soundSearch(systemContract.search, search),
  component: lazyRouteComponent(() => import('#modules/asset/web/asset-registers.tsx'), 'SystemEntryPage'),
})

const systemsImportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/systems/imports/$importId',
  component: lazyRouteComponent(() => import('#modules/asset/web/asset-registers.tsx'), 'SystemImportPage'),
})

const dataSetsRegisterRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/data-sets',
  validateSearch: (search): RegisterSearch => soundSearch(dataSetContract.search, search),
  component: lazyRouteComponent(() => import('#modules/asset/web/asset-registers.tsx'), 'DataSetRegisterPage'),
})

const dataSetsEntryRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/data-sets/$entryId',
  validateSearch: (search): RegisterSearch => soundSearch(dataSetContract.search, search),
  component: lazyRouteComponent(() => import('#modules/asset/web/asset-registers.tsx'), 'DataSetEntryPage'),
})

const dataSetsImportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/data-sets/imports/$importId',
  component: lazyRouteComponent(() => import('#modules/asset/web/asset-registers.tsx'), 'DataSetImportPage'),
})

const suppliersRegisterRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/suppliers',
  validateSearch: (search): RegisterSearch => soundSearch(supplierContract.search, search),
  component: lazyRouteComponent(() => import('#modules/supplier/web/supplier-register.tsx'), 'SupplierRegisterPage'),
})

const suppliersEntryRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/suppliers/$entryId',
  validateSearch: (search): RegisterSearch => soundSearch(supplierContract.search, search),
  component: lazyRouteComponent(() => import('#modules/supplier/web/supplier-register.tsx'), 'SupplierEntryPage'),
})

const suppliersImportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/suppliers/imports/$importId',
  component: lazyRouteComponent(() => import('#modules/supplier/web/supplier-register.tsx'), 'SupplierImportPage'),
})

const subprocessorsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/subprocessors',
  component: lazyRouteComponent(() => import('#modules/supplier/web/subprocessors-page.tsx'), 'SubprocessorsPage'),
})

const documentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/documents',
  validateSearch: (search) => soundSearch(documentSearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/document/web/documents-page.tsx'), 'DocumentsPage'),
})

const documentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/documents/$documentId',
  component: lazyRouteComponent(() => import('#modules/document/web/document-page.tsx'), 'DocumentPage'),
})

const dutiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/duties',
  validateSearch: (search) => soundSearch(dutySearchSchema, search),
  component: lazyRouteComponent(() => import('#modules/duty/web/duties-page.tsx'), 'DutiesPage'),
})

const dutyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/duties/$occurrenceId',
  component: lazyRouteComponent(() => import('#modules/duty/web/duty-page.tsx'), 'DutyPage'),
})

const dutySettingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/calendar',
  component: lazyRouteComponent(() => import('#modules/duty/web/duty-settings-page.tsx'), 'DutySettingsPage'),
})

const ownCalendarRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calendar',
  component: lazyRouteComponent(() => import('#modules/duty/web/own-calendar-page.tsx'), 'OwnCalendarPage'),
})

/** Outside of the shell, which no longer knows where the reader is. */
const supportOverRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/support-over',
  component: lazyRouteComponent(() => import('#modules/support/web/support-over-page.tsx'), 'SupportOverPage'),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  enrolRoute,
  unsubscribeRoute,
  supportOverRoute,
  shellRoute.addChildren([
    statementRoute,
    sentenceRoute,
    versionsRoute,
    versionRoute,
    reviewRoute,
    todayRoute,
    measuresRoute,
    measureRoute,
    frameworksRoute,
    frameworkRoute,
    soaRoute,
    questionnairesRoute,
    questionnaireImportRoute,
    questionnaireRoute,
    casesRoute,
    caseRoute,
    peopleRoute,
    personRoute,
    personRecordRoute,
    rolesRoute,
    accountRoute,
    evidenceListRoute,
    evidenceRoute,
    ledgerRoute,
    entryRoute,
    privacyRoute,
    erasureRoute,
    outboxRoute,
    mailRoute,
    publicPageRoute,
    attestationsRoute,
    attestationRoute,
    subprocessorsRoute,
    suppliersRegisterRoute,
    suppliersEntryRoute,
    suppliersImportRoute,
    supportRoute,
    peopleRegisterRoute,
    peopleEntryRoute,
    peopleImportRoute,
    systemsRegisterRoute,
    systemsEntryRoute,
    systemsImportRoute,
    dataSetsRegisterRoute,
    dataSetsEntryRoute,
    dataSetsImportRoute,
    documentsRoute,
    documentRoute,
    dutiesRoute,
    dutyRoute,
    dutySettingsRoute,
    ownCalendarRoute,
  ]),
])

export const router = createRouter({
  routeTree,
  basepath: '/app',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
