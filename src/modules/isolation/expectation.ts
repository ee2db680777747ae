/**
 * What the database should look like, as data: which tables belong to no tenant and why, which functions may run with
 * their owner's rights and why, and the two policies of every tenant's table. Whatever is not here, and not declared by
 * a module, is a counter-example.
 */
import type { Policy } from './contract.ts'

/** The schema of the application. */
export const schema = 'beleg'

/** Schemas of libraries and of the server itself; the app role has no right in them, which `role.privileges` checks. */
export const foreignSchemas = ['beleg_job', 'beleg_migration', 'pg_catalog', 'information_schema', 'pg_toast'] as const

const ownTenant = "(tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)"
const ownRow = "(id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)"
const everyTenant = "(current_setting('beleg.every_tenant'::text, true) = 'on'::text)"

/** Names as they are without the suffix of an installation. */
export const appRole = 'beleg_app'
export const platformRole = 'beleg_platform'
/** Stands for whoever owns the schema. */
export const ownerRole = 'OWNER'

/** What `beleg.protect_tenant_table` makes, as the server prints it. */
export const tenantPolicies: readonly Policy[] = [
  { name: 'owner_rows', command: 'ALL', permissive: true, roles: [ownerRole], using: everyTenant, check: everyTenant },
  { name: 'tenant_rows', command: 'ALL', permissive: true, roles: [appRole], using: ownTenant, check: ownTenant },
]

/** What the table of tenants itself has: a tenant sees its own row and cannot change it. */
export const tenantsPolicies: readonly Policy[] = [
  { name: 'own_row', command: 'SELECT', permissive: true, roles: [appRole], using: ownRow, check: null },
  { name: 'owner_rows', command: 'ALL', permissive: true, roles: [ownerRole], using: everyTenant, check: everyTenant },
  { name: 'platform_rows', command: 'ALL', permissive: true, roles: [platformRole], using: 'true', check: 'true' },
]

export const platformTables: Readonly<
  Record<string, { reason: string; app: readonly string[]; policies: readonly Policy[] | null }>
> = {
  tenants: { reason: 'the list of tenants itself', app: ['SELECT'], policies: tenantsPolicies },
  tenant_keys: {
    reason: 'wrapped tenant keys: out of reach of the role that reads what they seal',
    app: [],
    policies: null,
  },
  instance_settings: { reason: 'settings of the instance, of no tenant', app: [], policies: null },
  instance_processes: { reason: 'the processes of this instance', app: [], policies: null },
  judging_timers: {
    reason: 'when time alone changes a status of a tenant: the worker waits for all of them at once',
    app: [],
    policies: null,
  },
  alarms: { reason: 'what could not be recorded because the tables of tenants are broken', app: [], policies: null },
  ledger_instance_leaves: {
    reason: 'heads of all tenants: a proof in the instance tree goes through all of them',
    app: [],
    policies: null,
  },
  ledger_instance_checkpoints: { reason: 'signed heads of the instance tree', app: [], policies: null },
  ledger_instance_tiles: { reason: 'hashes of the instance tree', app: [], policies: null },
  ledger_publications: { reason: 'heads of the instance that everybody may read', app: [], policies: null },
  ledger_cosignatures: { reason: 'what witnesses said of them', app: [], policies: null },
  ledger_timestamps: { reason: 'what time-stamp authorities said of them', app: [], policies: null },
  siem_cursors: {
    reason: 'how far each ledger was forwarded; the forwarder goes through all',
    app: [],
    policies: null,
  },
  siem_targets: { reason: 'whether the SIEM of this instance took what it was sent', app: [], policies: null },
  recurring_jobs: { reason: 'the schedule of this instance', app: [], policies: null },
  recurring_runs: { reason: 'runs of that schedule', app: [], policies: null },
}

/** Privileges that a role may hold on a tenant's table. */
export const tenantPrivileges = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const

/** Functions that run with their owner's rights, by signature, and who may call them. */
export const definerFunctions: Readonly<Record<string, { reason: string; callers: readonly string[] }>> = {
  'beleg.enqueue_tenant_job(text,jsonb,timestamp with time zone,text,integer)': {
    reason: 'adds a job of the running transaction’s own tenant to a queue that the app role cannot see',
    callers: [appRole],
  },
  'beleg.enqueue_platform_job(text,jsonb,timestamp with time zone,text,integer,uuid)': {
    reason: 'adds a job of no tenant',
    callers: [platformRole],
  },
  'beleg.set_judging_timer(timestamp with time zone)': {
    reason: 'sets the timer of the running transaction’s own tenant in a table that the app role cannot see',
    callers: [appRole],
  },
  'beleg.list_judging_due(timestamp with time zone,integer)': {
    reason: 'tells the worker which tenants have something to judge, without what',
    callers: [platformRole],
  },
  'beleg.read_waiting_entries(integer,uuid)': {
    reason: 'hands the sequencer leaf hashes of entries that wait for their place, without what they say',
    callers: [platformRole],
  },
  'beleg.read_ledger_heads(uuid[])': { reason: 'signed heads of tenants, to be continued', callers: [platformRole] },
  'beleg.read_ledger_edge(uuid,integer,bigint)': {
    reason: 'hashes at the edge of a tenant’s tree',
    callers: [platformRole],
  },
  'beleg.extend_ledger(uuid,bigint,uuid[],integer,timestamp with time zone,integer[],bigint[],bytea[],bytea[],bytea,bytea,text)':
    {
      reason: 'the only way into a tenant’s tree: refuses gaps and what does not follow the last head',
      callers: [platformRole],
    },
  'beleg.write_entries(uuid,bigint,timestamp with time zone,uuid[],timestamp with time zone[],text[],text[],text[],text[],bytea[],bytea[],uuid[],bytea[],bytea[],uuid[],bytea[],bytea[])':
    {
      reason: 'writes entries of many requests, of any tenant, in one transaction',
      callers: [platformRole],
    },
  'beleg.extend_instance_ledger(bigint,uuid[],bigint[],bytea[],bytea[],bytea,bytea,text,timestamp with time zone)': {
    reason: 'the only way into the instance tree',
    callers: [platformRole],
  },
  'beleg.add_instance_tile(integer,bigint,bytea)': {
    reason: 'fills tiles of the instance tree from its own leaves',
    callers: [platformRole],
  },
  'beleg.publish_head(bigint,timestamp with time zone)': {
    reason: 'the only way to publish: refuses a head that was not signed',
    callers: [platformRole],
  },
  'beleg.add_cosignature(bigint,text,text,timestamp with time zone)': {
    reason: 'adds to what was published and changes nothing of it',
    callers: [platformRole],
  },
  'beleg.add_timestamp(bigint,text,bytea,timestamp with time zone)': {
    reason: 'adds to what was published and changes nothing of it',
    callers: [platformRole],
  },
  'beleg.expire_ledger(uuid,timestamp with time zone,integer)': {
    reason: 'lets payloads of the ledger expire that the tenant’s ledger announced, and nothing that is held',
    callers: [platformRole],
  },
  'beleg.list_support_grants(timestamp with time zone)': {
    reason: 'tells operators which companies let them in now and until when, and nothing else of them',
    callers: [platformRole],
  },
  'beleg.list_public_hosts()': {
    reason: 'tells the server whose page is asked for under which host name, all of them public',
    callers: [platformRole],
  },
  'beleg.sweep_canary(uuid,uuid[])': {
    reason: 'deletes what the canary planted; refuses every tenant that is not a canary',
    callers: [platformRole],
  },
}
