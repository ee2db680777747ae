/**
 * The configuration of a process, read from BELEG_* and DATABASE_URL and checked as a whole: every fault is named at
 * once, a misspelt variable included, before anything is started.
 */
import { isIP } from 'node:net'
import { parseWitnessKey } from '#core/ledger/cosignature.ts'
import type { Outlets, Witness } from '#core/ledger/outlet.ts'
import { resolveDataDirectory } from '#platform/database/data-directory.ts'
import type { SiemTarget } from '#modules/siem/target.ts'
import { isLoopback } from '#platform/http/loopback.ts'
import { z } from 'zod'

const portSchema = z.coerce.number().int().min(0).max(65_535)

/** "127.0.0.1:8080", "[::1]:8443", ":8443" for every address, or "off". */
const listenSchema = z.string().transform((text, context): { host: string; port: number } | null => {
  if (text === 'off') return null
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:]*):(\d+)$/.exec(text)
  const port = portSchema.safeParse(match?.[2])
  const host = (match?.[1] ?? '').replaceAll(/[[\]]/g, '') || '::'
  if (!match || !port.success || (isIP(host) === 0 && host !== 'localhost')) {
    context.addIssue({ code: 'custom', params: { fault: 'address' } })
    return z.NEVER
  }
  return { host, port: port.data }
})

const urlSchema = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    params: { fault: 'url', protocols: protocols.map((protocol) => `${protocol}//`).join(', ') },
  })

/** An address of somebody else's server, as requests are sent to it: nothing secret in it, for it is shown to everybody. */
function isOutletUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' && hash === ''
}

const listOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** "https://witness.example/w1 witness.example/w1+1a2b3c4d+BAAA…": submission prefix and verifier key. */
const witnessesSchema = z.string().transform((text, context): Witness[] => {
  const witnesses = listOf(text).flatMap((part): Witness[] => {
    const [url = '', key = '', ...more] = part.split(/\s+/)
    if (more.length > 0 || !isOutletUrl(url)) return []
    try {
      return [{ url: url.replace(/\/+$/, ''), key: parseWitnessKey(key) }]
    } catch {
      return []
    }
  })
  if (witnesses.length !== listOf(text).length) context.addIssue({ code: 'custom', params: { fault: 'witnesses' } })
  if (new Set(witnesses.map(({ key }) => key.name)).size !== witnesses.length)
    context.addIssue({ code: 'custom', params: { fault: 'witness_twice' } })
  return witnesses
})

/** "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:5353". */
function isServerAddress(text: string): boolean {
  if (isIP(text) !== 0) return true
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text)
  return match !== null && isIP(match[1] ?? match[2] ?? '') !== 0 && Number(match[3]) <= 65_535
}

const timestampUrlsSchema = z
  .string()
  .transform(listOf)
  .refine((list) => list.every(isOutletUrl) && new Set(list).size === list.length, {
    params: { fault: 'timestamp_urls' },
  })

/** tls://host, tls://host:port or tcp://host:port; nothing else stands in it. 6514 is the port of RFC 5425. */
const siemSchema = z.string().transform((text, context): Omit<SiemTarget, 'caFile'> => {
  const url = URL.canParse(text) ? new URL(text) : null
  const tls = url?.protocol === 'tls:'
  const more = url === null ? '' : url.username + url.password + url.pathname.replace('/', '') + url.search + url.hash
  if (!url || (!tls && url.protocol !== 'tcp:') || url.hostname === '' || more !== '' || (!tls && url.port === '')) {
    context.addIssue({ code: 'custom', params: { fault: 'siem' } })
    return z.NEVER
  }
  return { host: url.hostname.replaceAll(/[[\]]/g, ''), port: url.port === '' ? 6514 : Number(url.port), tls }
})

const variables = {
  DATABASE_URL: urlSchema(['postgres:', 'postgresql:']).optional(),
  BELEG_DATA: z.string().min(1).optional(),
  BELEG_ROLE: z.enum(['all', 'server', 'worker']).default('all'),
  BELEG_HTTP: listenSchema.prefault('127.0.0.1:8470'),
  BELEG_HTTPS: listenSchema.prefault('127.0.0.1:8471'),
  BELEG_PUBLIC_URL: urlSchema(['http:', 'https:']).optional(),
  BELEG_TLS_CERT: z.string().min(1).optional(),
  BELEG_TLS_KEY: z.string().min(1).optional(),
  BELEG_MASTER_KEY: z.string().min(1).optional(),
  BELEG_MASTER_KEY_FILE: z.string().min(1).optional(),
  BELEG_PERSON_KEYS: z.string().min(1).optional(),
  BELEG_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform(listOf)
    .refine((list) => list.every((address) => isIP(address.split('/')[0] ?? '') !== 0), {
      params: { fault: 'addresses' },
    }),
  BELEG_SMTP_URL: urlSchema(['smtp:', 'smtps:']).optional(),
  BELEG_MAIL_FROM: z.email().optional(),
  BELEG_WITNESSES: witnessesSchema.prefault(''),
  BELEG_TIMESTAMP_URLS: timestampUrlsSchema.prefault(''),
  BELEG_PUBLISH_MINUTES: z.coerce.number().int().min(1).max(1440).default(60),
  BELEG_SIEM: siemSchema.optional(),
  BELEG_SIEM_CA: z.string().min(1).optional(),
  BELEG_DNS_SERVERS: z
    .string()
    .default('')
    .transform(listOf)
    .refine((list) => list.every(isServerAddress), { params: { fault: 'dns_servers' } }),
  BELEG_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  BELEG_ORGANISATION: z.string().trim().min(1).max(200).optional(),
} as const

const environmentSchema = z.object(variables)

export interface Listen {
  readonly host: string
  readonly port: number
}

export interface Config {
  readonly dataDirectory: string
  /** Where the keys of persons lie; null: beside the data directory. */
  readonly personKeysDirectory: string | null
  /** Null: the embedded PostgreSQL in the data directory. */
  readonly databaseUrl: string | null
  readonly role: 'all' | 'server' | 'worker'
  /** Plain HTTP, on loopback only; null when off. */
  readonly http: Listen | null
  readonly https: Listen | null
  readonly publicUrl: string | null
  readonly tlsFiles: { readonly certificate: string; readonly key: string } | null
  readonly trustedProxies: readonly string[]
  readonly mail: { readonly url: string; readonly from: string } | null
  /** Where heads of the ledger go, and how often. */
  readonly outlets: Outlets
  /** Where the ledger is forwarded to; null: nowhere. */
  readonly siem: SiemTarget | null
  /** Whom to ask for names; empty: whom this machine asks. */
  readonly dnsServers: readonly string[]
  readonly logLevel: string
  /** Name of the platform tenant on the first run. */
  readonly organisation: string
}

/** One thing that is wrong: a text `config.<code>` of the catalogue. */
export interface ConfigFault {
  readonly code: string
  readonly params: Readonly<Record<string, string>>
}

/** Everything that is wrong with the configuration. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly ConfigFault[]
  constructor(faults: readonly ConfigFault[]) {
    super(
      `the configuration is wrong: ${faults.map(({ code, params }) => `${code} ${Object.values(params).join(' ')}`).join('; ')}`,
    )
    this.faults = faults
  }
}

/** Whether a host is this machine, to nobody else. */
const isOwn = (host: string): boolean => host === 'localhost' || isLoopback(host)

/**
 * Reads the configuration.
 * @throws ConfigError with all faults
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: ConfigFault[] = []
  for (const name of Object.keys(environment)) {
    if (name.startsWith('BELEG_') && !(name in variables) && !name.startsWith('BELEG_TEST_'))
      faults.push(unknownVariable(name))
  }
  // An empty variable counts as absent, as in every shell script.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name in variables && value !== ''),
  )
  const parsed = environmentSchema.safeParse(given)
  const wrong = parsed.success ? [] : parsed.error.issues.map(faultOf)
  const value = parsed.success ? parsed.data : parseSoundOnes(given)
  // What was refused counts as absent there; that it is missing would be said of what is only wrong.
  const refused = new Set(wrong.map(({ params }) => params.variable))
  faults.push(...wrong, ...contradictionsOf(value).filter(({ params }) => !refused.has(params.variable)))
  if (faults.length > 0) throw new ConfigError(faults)
  return {
    dataDirectory: resolveDataDirectory({ environment }),
    personKeysDirectory: value.BELEG_PERSON_KEYS ?? null,
    databaseUrl: value.DATABASE_URL ?? null,
    role: value.BELEG_ROLE,
    http: value.BELEG_HTTP,
    https: value.BELEG_HTTPS,
    publicUrl: value.BELEG_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    tlsFiles:
      value.BELEG_TLS_CERT !== undefined && value.BELEG_TLS_KEY !== undefined
        ? { certificate: value.BELEG_TLS_CERT, key: value.BELEG_TLS_KEY }
        : null,
    trustedProxies: value.BELEG_TRUSTED_PROXIES,
    mail:
      value.BELEG_SMTP_URL !== undefined && value.BELEG_MAIL_FROM !== undefined
        ? { url: value.BELEG_SMTP_URL, from: value.BELEG_MAIL_FROM }
        : null,
    outlets: {
      witnesses: value.BELEG_WITNESSES,
      timestampUrls: value.BELEG_TIMESTAMP_URLS,
      everyMs: value.BELEG_PUBLISH_MINUTES * 60_000,
    },
    siem: value.BELEG_SIEM ? { ...value.BELEG_SIEM, caFile: value.BELEG_SIEM_CA ?? null } : null,
    dnsServers: value.BELEG_DNS_SERVERS,
    logLevel: value.BELEG_LOG_LEVEL,
    organisation: value.BELEG_ORGANISATION ?? 'Beleg',
  }
}

/** What the variables say against each other. */
function contradictionsOf(value: z.output<typeof environmentSchema>): ConfigFault[] {
  const faults: ConfigFault[] = []
  const complain = (code: string, variable: string, other = '') =>
    faults.push({ code, params: { variable, ...(other !== '' && { other }) } })
  const exposed = value.BELEG_HTTPS !== null && !isOwn(value.BELEG_HTTPS.host)
  const publicUrl = value.BELEG_PUBLIC_URL === undefined ? null : new URL(value.BELEG_PUBLIC_URL)
  if (value.BELEG_HTTP !== null && !isOwn(value.BELEG_HTTP.host)) complain('loopback_only', 'BELEG_HTTP', 'BELEG_HTTPS')
  if (value.BELEG_HTTP === null && value.BELEG_HTTPS === null) complain('no_listener', 'BELEG_HTTP', 'BELEG_HTTPS')
  if ((value.BELEG_TLS_CERT === undefined) !== (value.BELEG_TLS_KEY === undefined))
    complain('both_or_neither', 'BELEG_TLS_CERT', 'BELEG_TLS_KEY')
  if (value.BELEG_MASTER_KEY !== undefined && value.BELEG_MASTER_KEY_FILE !== undefined)
    complain('only_one', 'BELEG_MASTER_KEY', 'BELEG_MASTER_KEY_FILE')
  if (exposed && value.BELEG_MASTER_KEY === undefined && value.BELEG_MASTER_KEY_FILE === undefined)
    complain('own_key_needed', 'BELEG_MASTER_KEY_FILE', 'BELEG_HTTPS')
  if (exposed && publicUrl === null) complain('public_url_needed', 'BELEG_PUBLIC_URL', 'BELEG_HTTPS')
  if (publicUrl?.protocol === 'http:' && !isOwn(publicUrl.hostname.replaceAll(/[[\]]/g, '')))
    complain('https_needed', 'BELEG_PUBLIC_URL')
  if (value.BELEG_SMTP_URL !== undefined && value.BELEG_MAIL_FROM === undefined)
    complain('sender_needed', 'BELEG_MAIL_FROM', 'BELEG_SMTP_URL')
  if (value.BELEG_SIEM?.tls === false && !isOwn(value.BELEG_SIEM.host)) complain('tls_needed', 'BELEG_SIEM')
  if (value.BELEG_SIEM_CA !== undefined && value.BELEG_SIEM?.tls !== true)
    complain('tls_target_needed', 'BELEG_SIEM_CA', 'BELEG_SIEM')
  return faults
}

/** What a schema refused, without the value: it may be a secret. */
function faultOf(issue: z.core.$ZodIssue): ConfigFault {
  const variable = issue.path.join('.')
  if (issue.code === 'invalid_value') return { code: 'one_of', params: { variable, values: issue.values.join(', ') } }
  if (issue.code === 'invalid_format' && issue.format === 'email') return { code: 'email', params: { variable } }
  const { fault, ...more } = issue.code === 'custom' ? (issue.params ?? {}) : {}
  return { code: typeof fault === 'string' ? fault : 'invalid', params: { variable, ...more } }
}

/** What is right, and the defaults of the rest: a fault of one variable must not hide contradictions between others. */
function parseSoundOnes(given: Readonly<Record<string, string | undefined>>): z.output<typeof environmentSchema> {
  const sound = Object.entries(variables).filter(([name, schema]) => schema.safeParse(given[name]).success)
  return environmentSchema.parse(Object.fromEntries(sound.map(([name]) => [name, given[name]])))
}

/** A misspelt variable, with the known one that differs least when it is close enough to have been meant. */
function unknownVariable(variable: string): ConfigFault {
  const close = Object.keys(variables)
    .map((known) => ({ known, distance: editDistance(variable, known) }))
    .toSorted((a, b) => a.distance - b.distance)[0]
  if (!close || close.distance > 3) return { code: 'unknown', params: { variable } }
  return { code: 'misspelt', params: { variable, other: close.known } }
}

/** Levenshtein distance; the names are short. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      current[j] = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      )
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
