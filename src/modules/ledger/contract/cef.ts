/**
 * An entry as a line of ArcSight Common Event Format, version 0 ("Implementing ArcSight Common Event Format", 26), for a
 * SIEM. People stand in it by their pseudonym, the id of the person, never by name. What is long is cut, so that a line
 * stays below the 8 KiB that every receiver of syslog takes; the whole entry is found here by its id.
 */

/** What a line is made of. */
export interface CefEntry {
  readonly id: string
  readonly tenantId: string
  readonly place: number | null
  readonly recordedAt: string
  readonly action: string
  readonly object: { readonly kind: string; readonly id: string }
  readonly who: { readonly kind: string; readonly person: { readonly id: string } | null; readonly name: string | null }
  readonly about: { readonly id: string } | null
  readonly reason: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  readonly where: {
    readonly request: string | null
    readonly address: string | null
    readonly userAgent: string | null
  }
}

/** The first that matches counts: classes of actions, and how much they matter, from 0 to 10. */
const severities: readonly (readonly [RegExp, number])[] = [
  // What takes the way around: erasing, other people's factors, the roles that decide who may do what.
  [/^(person\.erased|account-reset\.approved|account\.roles_changed|api-key\.created|ledger\.(entries_)?exported$)/, 7],
  // Somebody was not let in.
  [/(^access\.refused|_refused)$/, 6],
  [/^(account|account-reset|factor|enrolment|api-key|tenant)\./, 5],
  [/^(decision|statement)\./, 4],
  [/^(session|login)\./, 3],
  // Looked at, not changed.
  [/\.(listed|read|downloaded)$/, 2],
  // What machines observe and conclude.
  [/^(evidence\.recorded|evidence\.repeated|claim\.judged)$/, 1],
]

/** How much an action matters, from 0 to 10 as CEF counts; 3 for what no class names. */
export function severityOf(action: string): number {
  return severities.find(([pattern]) => pattern.test(action))?.[1] ?? 3
}

/** One line without its end. `version` is that of this program. */
export function cefLine(entry: CefEntry, version: string): string {
  const header = ['CEF:0', 'Beleg', 'Beleg', version, entry.action, entry.action, String(severityOf(entry.action))]
  const { address } = entry.where
  const isV6 = address?.includes(':') === true
  const fields: readonly (readonly [string, string | number | null])[] = [
    ['rt', new Date(entry.recordedAt).getTime()],
    ['externalId', entry.id],
    ['act', entry.action],
    ['cat', entry.object.kind],
    ['suser', entry.who.person?.id ?? entry.who.name],
    ['suid', entry.who.person?.id ?? null],
    ['spriv', entry.who.kind],
    ['duser', entry.about?.id ?? null],
    ['src', isV6 ? null : address],
    ['c6a2', isV6 ? address : null],
    ['c6a2Label', isV6 ? 'Source IPv6 Address' : null],
    ['requestClientApplication', cut(entry.where.userAgent, 600)],
    ['requestContext', entry.where.request],
    ['reason', cut(entry.reason, 1_600)],
    ['cs1', entry.tenantId],
    ['cs1Label', 'tenant'],
    ['cs2', cut(entry.object.id, 800)],
    ['cs2Label', 'objectId'],
    ...labelled('cs3', 'before', entry.before && cut(JSON.stringify(entry.before), 1_800)),
    ...labelled('cs4', 'after', entry.after && cut(JSON.stringify(entry.after), 1_800)),
    ...labelled('cn1', 'place', entry.place),
  ]
  const extension = fields.flatMap(([name, value]) => (value === null ? [] : [`${name}=${escapeValue(String(value))}`]))
  return `${header.map(escapeHeader).join('|')}|${extension.join(' ')}`
}

function labelled(name: string, label: string, value: string | number | null): (readonly [string, string | number])[] {
  return value === null
    ? []
    : [
        [name, value],
        [`${name}Label`, label],
      ]
}

/** At most so many bytes as they are written, never through the middle of a character. */
function cut(text: string | null, mostBytes: number): string | null {
  if (text === null || encoder.encode(escapeValue(text)).length <= mostBytes) return text
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += encoder.encode(escapeValue(character)).length
    // Of the sign that something is missing.
    if (bytes > mostBytes - 3) return `${text.slice(0, end)}…`
    end += character.length
  }
  return text
}

const encoder = new TextEncoder()

/** A header is one line: a line end in it becomes a blank. */
function escapeHeader(text: string): string {
  return text.replaceAll(/[\\|]/g, String.raw`\$&`).replaceAll(/[\r\n]+/g, ' ')
}

function escapeValue(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\\=]/g, String.raw`\$&`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\n', String.raw`\n`)
}
