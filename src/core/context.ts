/**
 * What every use-case receives: the tenant's transaction, who acts, and the services of the house. Actions take a
 * Context as their first argument and nothing else of the environment.
 */
import type { Blobs } from '#platform/blob/blob.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Vault } from '#platform/crypto/vault.ts'
import type { Database } from '#platform/database/database.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import type { Log } from '#platform/log/log.ts'
import type { MailTransport } from '#platform/mail/transport.ts'
import type { WorkCalendar } from './deadline/deadline.ts'
import type { PersonKeys } from './ledger/person-key.ts'
import type { LedgerWriter } from './ledger/pending.ts'
import type { BuiltInRole } from './permission.ts'

/** Who acts. A person is behind every actor but the system itself. */
export type Actor =
  | {
      readonly kind: 'account'
      readonly tenantId: string
      readonly accountId: string
      /** The natural person (a subject id): four eyes are checked on it, never on the account. */
      readonly personId: string
      readonly sessionId: string
      readonly roles: readonly BuiltInRole[]
      readonly permissions: ReadonlySet<Permission>
      readonly locale: Locale
      /** When a second factor was last given; null when never in this session. */
      readonly stepUpAt: Date | null
      /**
       * Where this session of an operator is as support. Until it leaves, the edge serves its requests there, as the
       * actor `support`, and none of them as this account but those about the session itself.
       */
      readonly visit?: { readonly tenantId: string; readonly visitId: string }
    }
  | {
      readonly kind: 'api-key'
      readonly tenantId: string
      readonly accountId: string
      readonly personId: string
      readonly keyId: string
      readonly roles: readonly BuiltInRole[]
      readonly permissions: ReadonlySet<Permission>
      readonly locale: Locale
    }
  | {
      /** An operator of the instance in a tenant that let them in: reads, and is nobody there. */
      readonly kind: 'support'
      readonly tenantId: string
      readonly grantId: string
      readonly visitId: string
      /** Name of the platform tenant, to which person, account and session belong. */
      readonly organisation: string
      readonly personId: string
      readonly accountId: string
      readonly sessionId: string
      readonly roles: readonly BuiltInRole[]
      readonly permissions: ReadonlySet<Permission>
      readonly locale: Locale
      /** When the grant ends. */
      readonly until: Date
    }
  | { readonly kind: 'anonymous'; readonly tenantId: string; readonly locale: Locale }
  | { readonly kind: 'system'; readonly tenantId: string; readonly name: string; readonly locale: Locale }

/** Where a request came from, for the ledger. */
export interface Origin {
  readonly requestId: string
  /** Remote address; of the client when a declared proxy named it. */
  readonly address: string | null
  readonly userAgent: string | null
}

/** The services of the house, built once per process. */
export interface Services {
  readonly clock: Clock
  readonly database: Database
  readonly vault: Vault
  readonly blobs: Blobs
  /** Under which the ledger keeps what it says of a person. */
  readonly personKeys: PersonKeys
  /** For entries that no other effect goes with. */
  readonly ledgerWriter: LedgerWriter
  readonly log: Log
  readonly texts: Texts
  /** How mail leaves; null when it is only kept in the outbox. */
  readonly mailTransport: MailTransport | null
  /** Names of people by person id, for display; provided by the identity module. */
  readonly personNames: (tx: TenantTx, personIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** Names of the people behind accounts, by account id; provided by the identity module. */
  readonly accountNames: (tx: TenantTx, accountIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** Whom the register of people knows by that address, and who has no account; provided by the workforce module. */
  readonly registeredPerson: (tx: TenantTx, email: string) => Promise<string | null>
  /** On which days the company works; provided by the duty module. */
  readonly workCalendar: (tx: TenantTx) => Promise<WorkCalendar>
  /** Where people reach this instance, without a trailing slash. */
  readonly publicUrl: string
}

export interface Context {
  readonly tx: TenantTx
  readonly actor: Actor
  readonly origin: Origin
  readonly services: Services
}
