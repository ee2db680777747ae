/**
 * The tables of the schema `beleg` as Kysely sees them. Written by `npm run db:types` from the catalogue; a spec
 * fails when it is not current. Instants are Dates, dates are "2026-01-31", bigint is a number up to 2^53, numeric is
 * a string. JSON is written as text, by JSON.stringify: pg would turn an array into one of PostgreSQL's.
 */
import type { ColumnType, Generated } from 'kysely'

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

export interface AbsencesTable {
  tenant_id: string
  id: string
  person_id: string
  deputy_id: string | null
  from_on: string
  until_on: string
  created_at: Date
}

export interface AccountResetsTable {
  tenant_id: string
  id: string
  account_id: string
  subject_person_id: string
  requested_by: string
  requested_at: Date
  expires_at: Date
  reason: Buffer
  state: string
  decided_by: string | null
  decided_at: Date | null
}

export interface AccountsTable {
  tenant_id: string
  id: string
  person_id: string
  email: Buffer
  email_index: Buffer
  roles: string[]
  state: string
  locale: string
  synthetic: Generated<boolean>
  version: Generated<number>
  created_at: Date
  changed_at: Date
}

export interface AlarmsTable {
  tenant_id: string
  collector: string
  measure: string
  status: string
  reason: ColumnType<JsonValue, string, string>
  raised_at: Date
}

export interface ApiKeysTable {
  tenant_id: string
  id: string
  account_id: string
  name: string
  hash: Buffer
  prefix: string
  permissions: string[]
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
  revoked_at: Date | null
}

export interface AttestationAccessesTable {
  tenant_id: string
  id: string
  copy_id: string
  at: Date
  outcome: string
  address: Buffer | null
}

export interface AttestationCopiesTable {
  tenant_id: string
  id: string
  request_id: string
  number: number
  blob_key: string | null
  bytes: number
  sha256: Buffer
  title: string
  document_id: string | null
  certificate_ids: string[]
  nda_id: string
  issued_by: string | null
  issued_at: Date
  expires_at: Date
  ended_at: Date | null
  ended_as: string | null
  end_reason: Buffer | null
  link_hash: Buffer
  code_hash: Buffer | null
  code_until: Date | null
  code_tries: number
}

export interface AttestationRequestsTable {
  tenant_id: string
  id: string
  source: string
  locale: string
  asked: Buffer | null
  email_index: Buffer | null
  domain_index: Buffer
  network_index: Buffer | null
  wants: string
  frameworks: string[]
  offer_id: string | null
  contract_id: string | null
  asked_at: Date
  confirm_hash: Buffer
  confirmed_at: Date | null
  signatory: Buffer | null
  signatory_index: Buffer | null
  sign_hash: Buffer | null
  nda_id: string | null
  certificate_ids: string[]
  assessment: Buffer | null
  answer: Buffer | null
  answered_at: Date | null
  entered_by: string | null
  proposed_by: string | null
  decided_by: string | null
  reminded_at: Date | null
  mail_ids: string[]
  erased_at: Date | null
}

export interface AttestationSettingsTable {
  tenant_id: string
  is_open: boolean
  repeat_days: number
  copy_days: number
  nda_months: number
  changed_by: string | null
  changed_at: Date
}

export interface CalendarFeedsTable {
  tenant_id: string
  id: string
  person_id: string
  token_hash: Buffer
  created_at: Date
}

export interface CaseClocksTable {
  tenant_id: string
  case_id: string
  name: string
  started_at: Date
  due_at: Date
  legal_due_at: Date | null
  stopped_at: Date | null
}

export interface CaseCommentsTable {
  tenant_id: string
  id: string
  case_id: string
  author_id: string
  text: Buffer | null
  created_at: Date
}

export interface CaseFilesTable {
  tenant_id: string
  id: string
  case_id: string
  file_name: Buffer | null
  media_type: string
  bytes: number
  sha256: Buffer
  blob_key: string
  added_by: string
  added_at: Date
}

export interface CaseItemsTable {
  tenant_id: string
  id: string
  case_id: string
  ordinal: number
  text: Buffer | null
  ticked_by: string | null
  ticked_at: Date | null
}

export interface CaseLinksTable {
  tenant_id: string
  case_id: string
  kind: string
  object_id: string
}

export interface CaseMentionsTable {
  tenant_id: string
  id: string
  comment_id: string
  person_id: string
  seen_at: Date | null
}

export interface CasesTable {
  tenant_id: string
  id: string
  number: number
  kind: string
  state: string
  phase: string
  version: number
  title: Buffer | null
  parent_id: string | null
  owner_id: string | null
  opened_by: string | null
  opened_at: Date
  submitted_by: string | null
  decided_by: string | null
  changed_by: string | null
  changed_at: Date
  closed_at: Date | null
}

export interface CertificatesTable {
  tenant_id: string
  id: string
  framework: string
  body: string
  number: string
  scope: string
  soa_id: string | null
  valid_from: string
  valid_to: string
  blob_key: string
  file_name: string
  media_type: string
  file_bytes: number
  file_sha256: Buffer
  recorded_by: string | null
  recorded_at: Date
  withdrawn_at: Date | null
  withdrawn_reason: string | null
}

export interface ClaimEditsTable {
  tenant_id: string
  id: string
  statement_id: string
  kind: string
  before: ColumnType<JsonValue, string, string>
  after: ColumnType<JsonValue, string, string>
  edited_by: string
  edited_at: Date
  undone_at: Date | null
}

export interface ClaimsTable {
  tenant_id: string
  id: string
  statement_id: string
  ordinal: number
  start_offset: number
  end_offset: number
  text: string
  section: string | null
  lead_in: string | null
  kind: string
  modality: string
  quantifier: string
  quantifier_word: string | null
  parameters: ColumnType<JsonValue, string, string>
  measures: string[]
  scope: string | null
  version: Generated<number>
  accepted_by: string | null
  accepted_at: Date | null
}

export interface CorrectionRulesTable {
  tenant_id: string
  id: string
  period: string
  sentence_hashes: Buffer[] | null
}

export interface CredentialsTable {
  tenant_id: string
  account_id: string
  hash: string
  changed_at: Date
}

export interface CustomerContractsTable {
  tenant_id: string
  id: string
  customer: Buffer
  email: Buffer | null
  email_index: Buffer | null
  locale: string
  statement_id: string
  from_on: string
  until_on: string | null
  created_by: string
  created_at: Date
}

export interface DataKeysTable {
  tenant_id: string
  id: string
  purpose: string
  version: number
  wrapped: Buffer
  created_at: Date
  retired_at: Date | null
}

export interface DataSetsTable {
  tenant_id: string
  id: string
  subject_id: string
  valid_from: string
  valid_to: string | null
  known_from: Date
  known_to: Date | null
  import_id: string | null
  ended_by: string | null
  name: string
  owner_id: string | null
  class: string | null
  personal_data: string | null
  confidentiality: string | null
  integrity: string | null
  availability: string | null
  tier: string | null
  scope: string
  location: string | null
  system_ids: string[]
  episode: number
  starts_on: string
  ends_on: string | null
}

export interface DecisionsTable {
  tenant_id: string
  id: string
  kind: string
  object_kind: string
  object_id: string
  subject_id: string | null
  reason: string
  requested_by: string
  requested_at: Date
  decided_by: string | null
  decided_at: Date | null
  outcome: string | null
  outcome_reason: string | null
  valid_from: Date
  valid_until: Date | null
  revoked_at: Date | null
}

export interface DeputiesTable {
  tenant_id: string
  person_id: string
  deputy_id: string | null
  superior_id: string | null
  changed_at: Date
}

export interface DocumentFilesTable {
  tenant_id: string
  document_id: string
  format: string
  blob_key: string
  bytes: number
  sha256: Buffer
}

export interface DocumentsTable {
  tenant_id: string
  id: string
  kind: string
  scope: string
  locale: string
  title: string
  classification: string
  permission: string
  as_of: Date
  known_at: Date
  version: number
  model_sha256: Buffer
  created_by: string | null
  created_at: Date
  state: string
  decided_by: string | null
  decided_at: Date | null
  superseded_at: Date | null
  withdrawn_at: Date | null
}

export interface DutyEventsTable {
  tenant_id: string
  id: string
  event: string
  subject_id: string
  occurred_at: Date
  recorded_at: Date
}

export interface DutyOccurrencesTable {
  tenant_id: string
  id: string
  duty_id: string
  measure_id: string
  occasion: string
  subject_id: string | null
  started_at: Date
  due_at: Date
  legal_due_at: Date | null
  breaks_at: Date | null
  basis_id: string | null
  opened_at: Date
  missed_at: Date | null
  done_at: Date | null
  evidence_id: string | null
  dropped_at: Date | null
  version: number
  changed_at: Date
}

export interface DutyRemindersTable {
  tenant_id: string
  occurrence_id: string
  step: string
  due_at: Date
  person_id: string | null
  sent_at: Date
}

export interface DutyRhythmsTable {
  tenant_id: string
  duty_id: string
  every: string
  yearly_by: string | null
  align: string | null
  changed_at: Date
}

export interface DutySettingsTable {
  tenant_id: string
  time_zone: string
  state: string | null
  extra_holidays: string[]
  eves_off: boolean
  remind_before_days: number[]
  deputy_after_days: number
  superior_after_days: number
  version: number
  changed_at: Date
}

export interface EmploymentsTable {
  tenant_id: string
  id: string
  subject_id: string
  valid_from: string
  valid_to: string | null
  known_from: Date
  known_to: Date | null
  import_id: string | null
  ended_by: string | null
  name: Buffer
  email: Buffer | null
  email_index: Buffer | null
  kind: string
  department: string | null
  manager_id: string | null
  deputy_id: string | null
  episode: number
  joined_on: string
  left_on: string | null
}

export interface EnrolmentsTable {
  tenant_id: string
  id: string
  purpose: string
  account_id: string | null
  token_hash: Buffer
  created_at: Date
  expires_at: Date
  used_at: Date | null
  name: Buffer | null
  email: Buffer | null
  locale: string | null
  password_hash: string | null
  totp_secret: Buffer | null
}

export interface ErasureCasesTable {
  tenant_id: string
  id: string
  person_id: string
  basis: string
  received_on: string
  due_on: string
  state: string
  evidence_ids: string[]
  reason: Buffer | null
  requested_by: string
  requested_at: Date
  decision_reason: Buffer | null
  decided_by: string | null
  decided_at: Date | null
  erased_at: Date | null
  done_at: Date | null
  erased: ColumnType<JsonValue | null, string | null, string | null>
}

export interface EvidenceTable {
  tenant_id: string
  id: string
  source_system: string
  source_id: string
  source_query: string | null
  source_version: string | null
  collector: string | null
  class: string
  title: string | null
  observed_from: Date
  observed_to: Date
  valid_until: Date | null
  recorded_at: Date
  recorded_by: string | null
  state: string
  accepted_at: Date | null
  body_hash: Buffer
  blob_key: string | null
  file_name: string | null
  file_bytes: number | null
  file_sha256: Buffer | null
  media_type: string | null
  supersedes: string | null
  superseded_at: Date | null
}

export interface FactsTable {
  tenant_id: string
  evidence_id: string
  ordinal: number
  subject_id: string
  type: string
  data: ColumnType<JsonValue, string, string>
  class: string
  observed_at: Date
  in_doubt: Generated<boolean>
}

export interface FindingsTable {
  tenant_id: string
  id: string
  claim_id: string
  status: string
  opened_at: Date
  closed_at: Date | null
}

export interface HeadRecipientsTable {
  tenant_id: string
  id: string
  email: Buffer
  email_index: Buffer
  locale: string
  token: Buffer
  token_hash: Buffer
  created_at: Date
  mailed_at: Date | null
}

export interface HeartbeatsTable {
  tenant_id: string
  collector: string
  evidence_id: string | null
  confirmed_at: Date | null
  attempted_at: Date
  silent_after_ms: number
  failure: string | null
}

export interface IdempotencyKeysTable {
  tenant_id: string
  key: string
  request_hash: Buffer
  answer: Buffer | null
  created_at: Date
}

export interface InstanceProcessesTable {
  id: string
  role: string
  host: string
  pid: number
  started_at: Date
  seen_at: Date
  listeners: ColumnType<JsonValue, string, string>
}

export interface InstanceSettingsTable {
  key: string
  value: ColumnType<JsonValue, string, string>
}

export interface JudgementsTable {
  tenant_id: string
  claim_id: string
  from_at: Date
  to_at: Date | null
  status: string
  duties: ColumnType<JsonValue, string, string>
  observed_at: Date | null
  judged_at: Date
  next_at: Date | null
  rule_version: string
  known_from: Date
  known_to: Date | null
}

export interface JudgingMarksTable {
  tenant_id: string
  id: string
  topic: string
  since_at: Date
}

export interface JudgingTimersTable {
  tenant_id: string
  due_at: Date
}

export interface KnownPlacesTable {
  tenant_id: string
  account_id: string
  place: Buffer
  last_used_at: Date
}

export interface LedgerCheckpointsTable {
  tenant_id: string
  size: number
  root: Buffer
  frontier: Buffer
  note: string
  signed_at: Date
}

export interface LedgerCosignaturesTable {
  size: number
  witness: string
  line: string
  at: Date
}

export interface LedgerInstanceCheckpointsTable {
  size: number
  root: Buffer
  frontier: Buffer
  note: string
  signed_at: Date
}

export interface LedgerInstanceLeavesTable {
  leaf_index: number
  tenant_id: string
  size: number
  root: Buffer
  leaf_hash: Buffer
}

export interface LedgerInstanceTilesTable {
  level: number
  tile_index: number
  hashes: Buffer
  root: Buffer
}

export interface LedgerPendingTable {
  tenant_id: string
  id: string
  recorded_at: Date
  action: string
  object_kind: string
  object_id: string
  payload: string | null
  salt: Buffer | null
  leaf_hash: Buffer
  leaf_index: number | null
  sequenced_at: Date | null
  commitment: Buffer | null
  person_id: string | null
  person_sealed: Buffer | null
  person_commitment: Buffer | null
  about_id: string | null
  about_sealed: Buffer | null
  about_commitment: Buffer | null
}

export interface LedgerPublicationsTable {
  size: number
  root: Buffer
  note: string
  published_at: Date
}

export interface LedgerSigningKeysTable {
  tenant_id: string
  id: string
  public_key: Buffer
  seed: Buffer
  created_at: Date
}

export interface LedgerTilesTable {
  tenant_id: string
  level: number
  tile_index: number
  hashes: Buffer
  root: Buffer
}

export interface LedgerTimestampsTable {
  size: number
  authority: string
  token: Buffer
  at: Date
}

export interface LegalHoldsTable {
  tenant_id: string
  id: string
  person_id: string | null
  reason: Buffer | null
  reference: Buffer | null
  placed_by: string
  placed_at: Date
  released_by: string | null
  released_at: Date | null
  release_reason: Buffer | null
}

export interface LoginAttemptsTable {
  tenant_id: string
  kind: string
  identity: Buffer
  place: Buffer
  failures: number
  blocks: Generated<number>
  window_from: Date
  last_failed_at: Date
  blocked_until: Date | null
}

export interface LoginTransactionsTable {
  tenant_id: string
  id: string
  account_id: string
  token_hash: Buffer
  place: Buffer
  failures: Generated<number>
  created_at: Date
  expires_at: Date
}

export interface MailsTable {
  tenant_id: string
  id: string
  recipient: Buffer
  subject: string
  body: Buffer
  locale: string
  created_at: Date
  state: string
  sent_at: Date | null
  failure: string | null
  unsubscribe: Buffer | null
}

export interface MeasureOwnersTable {
  tenant_id: string
  measure_id: string
  person_id: string
  since: Date
}

export interface MembershipsTable {
  tenant_id: string
  population: string
  source: string
  subject_id: string
  joined_at: Date
  left_at: Date | null
  known_from: Date
  known_to: Date | null
}

export interface NdaTextsTable {
  tenant_id: string
  id: string
  number: number
  text_de: string
  text_en: string
  sha256: Buffer
  published_by: string | null
  published_at: Date
}

export interface NdasTable {
  tenant_id: string
  id: string
  source: string
  party: Buffer
  domain_index: Buffer
  signatory: Buffer | null
  signatory_index: Buffer | null
  text_id: string | null
  blob_key: string | null
  file_name: Buffer | null
  media_type: string | null
  file_bytes: number | null
  file_sha256: Buffer | null
  valid_from: string
  valid_to: string
  recorded_by: string | null
  recorded_at: Date
  ended_at: Date | null
  end_reason: Buffer | null
}

export interface ObservationSpansTable {
  tenant_id: string
  collector: string
  from_at: Date
  to_at: Date
  known_from: Date
  silent_after_ms: number
  evidence_id: string | null
  failure: string | null
}

export interface OfferedDocumentsTable {
  tenant_id: string
  id: string
  document_id: string
  title_de: string
  title_en: string
  offered_by: string | null
  offered_at: Date
  withdrawn_at: Date | null
}

export interface PeopleTable {
  tenant_id: string
  subject_id: string
  name: Buffer
  created_at: Date
  created_week: string
  erased_at: Date | null
}

export interface PopulationCountsTable {
  tenant_id: string
  evidence_id: string
  fact_type: string
  expected: number | null
  seen: number
  reconciled_against: string | null
  source: string
  observed_at: Date
}

export interface PublicDocumentsTable {
  tenant_id: string
  document_id: string
  shown: boolean
  changed_by: string | null
  changed_at: Date
}

export interface PublicHostsTable {
  tenant_id: string
  host: string
  proof: string
  claimed_at: Date
  proven_at: Date | null
}

export interface QuestionnaireDeliveriesTable {
  tenant_id: string
  id: string
  questionnaire_id: string
  recipient: Buffer
  sent_by: string
  sent_at: Date
  file_sha256: Buffer
}

export interface QuestionnaireEditsTable {
  tenant_id: string
  id: string
  question_id: string
  before: ColumnType<JsonValue, string, string>
  after: ColumnType<JsonValue, string, string>
  edited_by: string
  edited_at: Date
  undone_at: Date | null
}

export interface QuestionnaireQuestionsTable {
  tenant_id: string
  id: string
  questionnaire_id: string
  ordinal: number
  place: ColumnType<JsonValue, string, string>
  reference: string | null
  section: string | null
  text: string
  words: Buffer
  allowed: ColumnType<JsonValue | null, string | null, string | null>
  takes_comment: boolean
  given: string | null
  draft: ColumnType<JsonValue, string, string>
  state: string
  answer: string | null
  comment: string | null
  basis: ColumnType<JsonValue | null, string | null, string | null>
  stated_by: string | null
  stated_reason: string | null
  assignee_id: string | null
  note: string | null
  answered_by: string | null
  answered_at: Date | null
  version: number
}

export interface QuestionnairesTable {
  tenant_id: string
  id: string
  title: string
  customer: Buffer | null
  format: string
  locale: string
  state: string
  due_on: string | null
  file_name: string
  blob_key: string
  file_sha256: Buffer
  given_answers: ColumnType<JsonValue, string, string>
  imported_by: string | null
  imported_at: Date
  drafted_at: Date
  decided_by: string | null
  decided_at: Date | null
  answered_blob: string | null
  answered_bytes: number | null
  answered_sha256: Buffer | null
}

export interface RecoveryCodesTable {
  tenant_id: string
  id: string
  account_id: string
  hash: Buffer
  created_at: Date
  used_at: Date | null
}

export interface RecurringJobsTable {
  name: string
  every_ms: number
  next_at: Date
  worker: string | null
}

export interface RecurringRunsTable {
  id: string
  name: string
  scheduled_at: Date
  started_at: Date | null
  finished_at: Date | null
  outcome: string | null
  error: string | null
  requested_by: string | null
  worker: string | null
}

export interface RegisterImportsTable {
  tenant_id: string
  id: string
  register: string
  source: string
  complete: boolean
  effective_on: string | null
  mapping: ColumnType<JsonValue, string, string>
  state: string
  file_name: string
  file_sha256: Buffer
  blob_key: string | null
  counts: ColumnType<JsonValue | null, string | null, string | null>
  created_by: string | null
  created_at: Date
  applied_by: string | null
  applied_at: Date | null
  undone_by: string | null
  undone_at: Date | null
  version: Generated<number>
}

export interface RegisterKeysTable {
  tenant_id: string
  id: string
  register: string
  source: string
  external_id: Buffer
  external_index: Buffer
  subject_id: string
  created_at: Date
}

export interface RetentionRulesTable {
  tenant_id: string
  id: string
  years: number | null
  state: string
  reason: string
  requested_by: string
  requested_at: Date
  decided_by: string | null
  decided_at: Date | null
}

export interface SavedViewsTable {
  tenant_id: string
  id: string
  list: string
  name: string
  search: ColumnType<JsonValue, string, string>
  shared: boolean
  owner_id: string
  created_at: Date
  changed_at: Date
}

export interface SentenceDisplaysTable {
  tenant_id: string
  sentence_hash: Buffer
  display: string
  decided_by: string | null
  decided_at: Date
}

export interface SessionsTable {
  tenant_id: string
  id: string
  account_id: string
  token_hash: Buffer
  methods: string[]
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  step_up_at: Date | null
  address: Buffer | null
  user_agent: Buffer | null
  support_tenant_id: string | null
  support_visit_id: string | null
}

export interface SiemCursorsTable {
  target: string
  tenant_id: string
  next_place: number
  forwarded_at: Date
}

export interface SiemTargetsTable {
  target: string
  tried_at: Date
  succeeded_at: Date | null
  failures: number
  failure: ColumnType<JsonValue | null, string | null, string | null>
}

export interface SignInsTable {
  tenant_id: string
  id: string
  account_id: string
  key_id: string | null
  at: Date
}

export interface SoaRowsTable {
  tenant_id: string
  soa_id: string
  control_id: string
  applicable: boolean | null
  reasons: string[]
  exclusion_reason: string | null
  declared: string | null
  owner_id: string | null
  links: string[]
  note: string | null
  approved_status: string | null
}

export interface SoaVersionsTable {
  tenant_id: string
  id: string
  number: number
  state: string
  scope: string
  revision: number
  edited_by: string[]
  created_by: string | null
  created_at: Date
  decided_by: string | null
  decided_at: Date | null
  decision_reason: string | null
  review_by: string | null
  superseded_at: Date | null
}

export interface StatementAnswersTable {
  tenant_id: string
  statement_id: string
  claim_id: string
  digest: Buffer
  measure_id: string | null
  decision_id: string | null
  given_by: string
  given_at: Date
}

export interface StatementAuthorsTable {
  tenant_id: string
  statement_id: string
  person_id: string
  first_at: Date
}

export interface StatementNoticesTable {
  tenant_id: string
  statement_id: string
  contract_id: string
  mail_id: string
  sent_at: Date
}

export interface StatementSettingsTable {
  tenant_id: string
  notice_days: number
  version: number
  changed_at: Date
}

export interface StatementsTable {
  tenant_id: string
  id: string
  locale: string
  title: string
  body: string
  body_hash: Buffer
  drafted_by: string | null
  created_at: Date
  published_by: string | null
  published_at: Date | null
  superseded_at: Date | null
  version: number
  submitted_by: string | null
  submitted_at: Date | null
  approved_by: string | null
  approved_at: Date | null
  replaces_id: string | null
  wording_hash: Buffer | null
  meaning_hash: Buffer | null
  announced_at: Date | null
  effective_at: Date | null
}

export interface SubjectsTable {
  tenant_id: string
  id: string
  kind: string
  source: string
  external_id: string
  name: string | null
  created_at: Date
}

export interface SubprocessorAnnouncementsTable {
  tenant_id: string
  id: string
  announced_at: Date
  objection_until: string | null
  items: ColumnType<JsonValue, string, string>
  sha256: Buffer
}

export interface SubprocessorListsTable {
  tenant_id: string
  shown: boolean
  first_shown_at: Date
  changed_at: Date
}

export interface SubprocessorNoticesTable {
  tenant_id: string
  announcement_id: string
  recipient_id: string
  kind: string
  mail_id: string
  sent_at: Date
}

export interface SubprocessorSubscriptionsTable {
  tenant_id: string
  id: string
  email: Buffer | null
  email_index: Buffer | null
  locale: string
  token: Buffer | null
  token_hash: Buffer
  confirm_hash: Buffer | null
  requested_at: Date
  confirmed_at: Date | null
  ended_at: Date | null
}

export interface SuppliersTable {
  tenant_id: string
  id: string
  subject_id: string
  valid_from: string
  valid_to: string | null
  known_from: Date
  known_to: Date | null
  import_id: string | null
  ended_by: string | null
  name: string
  role: string
  address: string | null
  country: string
  purpose: string
  data: string | null
  locations: string | null
  transfer_basis: string | null
  contract: string | null
  episode: number
  starts_on: string
  ends_on: string | null
}

export interface SupportGrantsTable {
  tenant_id: string
  id: string
  reason: Buffer
  granted_by: string
  granted_at: Date
  expires_at: Date
  revoked_by: string | null
  revoked_at: Date | null
  last_used_at: Date | null
}

export interface SupportVisitsTable {
  tenant_id: string
  id: string
  grant_id: string
  person_id: string
  account_id: string
  session_id: string
  organisation: string
  reason: Buffer
  entered_at: Date
  last_request_at: Date
  left_at: Date | null
}

export interface SystemsTable {
  tenant_id: string
  id: string
  subject_id: string
  valid_from: string
  valid_to: string | null
  known_from: Date
  known_to: Date | null
  import_id: string | null
  ended_by: string | null
  name: string
  owner_id: string | null
  class: string | null
  confidentiality: string | null
  integrity: string | null
  availability: string | null
  tier: string | null
  scope: string
  location: string | null
  episode: number
  starts_on: string
  ends_on: string | null
}

export interface TenantKeysTable {
  tenant_id: string
  version: number
  wrapped: Buffer
  created_at: Date
}

export interface TenantsTable {
  id: string
  kind: string
  slug: string
  name: string
  created_at: Date
  state: string
  canary: Generated<boolean>
}

export interface TotpFactorsTable {
  tenant_id: string
  account_id: string
  secret: Buffer
  confirmed_at: Date | null
  last_used_step: number
  pending_secret: Buffer | null
  pending_until: Date | null
}

export interface Tables {
  absences: AbsencesTable
  account_resets: AccountResetsTable
  accounts: AccountsTable
  alarms: AlarmsTable
  api_keys: ApiKeysTable
  attestation_accesses: AttestationAccessesTable
  attestation_copies: AttestationCopiesTable
  attestation_requests: AttestationRequestsTable
  attestation_settings: AttestationSettingsTable
  calendar_feeds: CalendarFeedsTable
  case_clocks: CaseClocksTable
  case_comments: CaseCommentsTable
  case_files: CaseFilesTable
  case_items: CaseItemsTable
  case_links: CaseLinksTable
  case_mentions: CaseMentionsTable
  cases: CasesTable
  certificates: CertificatesTable
  claim_edits: ClaimEditsTable
  claims: ClaimsTable
  correction_rules: CorrectionRulesTable
  credentials: CredentialsTable
  customer_contracts: CustomerContractsTable
  data_keys: DataKeysTable
  data_sets: DataSetsTable
  decisions: DecisionsTable
  deputies: DeputiesTable
  document_files: DocumentFilesTable
  documents: DocumentsTable
  duty_events: DutyEventsTable
  duty_occurrences: DutyOccurrencesTable
  duty_reminders: DutyRemindersTable
  duty_rhythms: DutyRhythmsTable
  duty_settings: DutySettingsTable
  employments: EmploymentsTable
  enrolments: EnrolmentsTable
  erasure_cases: ErasureCasesTable
  evidence: EvidenceTable
  facts: FactsTable
  findings: FindingsTable
  head_recipients: HeadRecipientsTable
  heartbeats: HeartbeatsTable
  idempotency_keys: IdempotencyKeysTable
  instance_processes: InstanceProcessesTable
  instance_settings: InstanceSettingsTable
  judgements: JudgementsTable
  judging_marks: JudgingMarksTable
  judging_timers: JudgingTimersTable
  known_places: KnownPlacesTable
  ledger_checkpoints: LedgerCheckpointsTable
  ledger_cosignatures: LedgerCosignaturesTable
  ledger_instance_checkpoints: LedgerInstanceCheckpointsTable
  ledger_instance_leaves: LedgerInstanceLeavesTable
  ledger_instance_tiles: LedgerInstanceTilesTable
  ledger_pending: LedgerPendingTable
  ledger_publications: LedgerPublicationsTable
  ledger_signing_keys: LedgerSigningKeysTable
  ledger_tiles: LedgerTilesTable
  ledger_timestamps: LedgerTimestampsTable
  legal_holds: LegalHoldsTable
  login_attempts: LoginAttemptsTable
  login_transactions: LoginTransactionsTable
  mails: MailsTable
  measure_owners: MeasureOwnersTable
  memberships: MembershipsTable
  nda_texts: NdaTextsTable
  ndas: NdasTable
  observation_spans: ObservationSpansTable
  offered_documents: OfferedDocumentsTable
  people: PeopleTable
  population_counts: PopulationCountsTable
  public_documents: PublicDocumentsTable
  public_hosts: PublicHostsTable
  questionnaire_deliveries: QuestionnaireDeliveriesTable
  questionnaire_edits: QuestionnaireEditsTable
  questionnaire_questions: QuestionnaireQuestionsTable
  questionnaires: QuestionnairesTable
  recovery_codes: RecoveryCodesTable
  recurring_jobs: RecurringJobsTable
  recurring_runs: RecurringRunsTable
  register_imports: RegisterImportsTable
  register_keys: RegisterKeysTable
  retention_rules: RetentionRulesTable
  saved_views: SavedViewsTable
  sentence_displays: SentenceDisplaysTable
  sessions: SessionsTable
  siem_cursors: SiemCursorsTable
  siem_targets: SiemTargetsTable
  sign_ins: SignInsTable
  soa_rows: SoaRowsTable
  soa_versions: SoaVersionsTable
  statement_answers: StatementAnswersTable
  statement_authors: StatementAuthorsTable
  statement_notices: StatementNoticesTable
  statement_settings: StatementSettingsTable
  statements: StatementsTable
  subjects: SubjectsTable
  subprocessor_announcements: SubprocessorAnnouncementsTable
  subprocessor_lists: SubprocessorListsTable
  subprocessor_notices: SubprocessorNoticesTable
  subprocessor_subscriptions: SubprocessorSubscriptionsTable
  suppliers: SuppliersTable
  support_grants: SupportGrantsTable
  support_visits: SupportVisitsTable
  systems: SystemsTable
  tenant_keys: TenantKeysTable
  tenants: TenantsTable
  totp_factors: TotpFactorsTable
}
