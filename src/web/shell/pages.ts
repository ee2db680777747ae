/** The pages of the navigation, in its order, with the permission that shows them. */
export const pages = [
  { to: '/', title: 'statement.nav', permission: 'statement:read' },
  { to: '/today', title: 'today.title', permission: 'today:read' },
  { to: '/cases', title: 'cases.title', permission: 'case:read' },
  { to: '/duties', title: 'duty.title', permission: 'duty:read' },
  { to: '/evidence', title: 'evidence.title', permission: 'evidence:read' },
  { to: '/documents', title: 'documents.title', permission: 'document:read' },
  { to: '/ledger', title: 'ledger.title', permission: 'ledger:read' },
  { to: '/registers/people', title: 'register.nav', permission: 'workforce:read' },
  { to: '/people', title: 'people.title', permission: 'person:read' },
] as const

/** Pages that are looked for seldom: in the menu of the account and in the palette, so that the line stays short. */
export const asidePages = [
  { to: '/versions', title: 'versions.title', permission: 'claim:read' },
  { to: '/measures', title: 'measures.title', permission: 'claim:read' },
  { to: '/frameworks', title: 'frameworks.title', permission: 'framework:read' },
  { to: '/questionnaires', title: 'questionnaires.title', permission: 'questionnaire:read' },
  { to: '/roles', title: 'roles.title', permission: 'role:read' },
  { to: '/outbox', title: 'outbox.title', permission: 'outbox:read' },
  { to: '/privacy', title: 'privacy.title', permission: 'erasure:read' },
  { to: '/settings/calendar', title: 'dutySettings.title', permission: 'duty:read' },
  { to: '/public-page', title: 'publicPage.title', permission: 'trust-centre:read' },
  { to: '/attestations', title: 'attestations.title', permission: 'attestation:read' },
  { to: '/subprocessors', title: 'subprocessors.title', permission: 'supplier:read' },
  { to: '/support', title: 'support.title', permission: 'support:read' },
] as const
