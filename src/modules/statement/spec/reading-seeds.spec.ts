/**
 * Two published statements that Beleg was built against. Their texts are not part of the repository: where they are
 * not at hand these specs are skipped and say so. A row is a few words of a sentence and what must be read out of it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { coverageRows } from '#catalog/coverage.ts'
import { Problem } from '#platform/http/problem.ts'
import { readStatement } from '../reading/read.ts'

const shared = new URL('../../../../../shared/', import.meta.url)
const seeds = new URL('seeds/', shared)
const others = new URL('data/statements/', shared)
const missing = !existsSync(fileURLToPath(seeds))
if (missing) console.log('skipped: the seed statements are not beside this repository')

/** A few words → row of the coverage table. */
const kopexa: Readonly<Record<string, string>> = {
  'Teil unseres': 'K1',
  'bei der Geschäftsführung': 'K2',
  'operative Umsetzung': 'K2',
  '(CISO)': 'K3',
  'interne Audits und,': 'K4',
  'Management Reviews': 'K5',
  einzuhalten: 'K6',
  'IEC 27001': 'K7',
  'BSI IT': 'K8',
  'Trust Services': 'K9',
  '(Datenschutz-G': 'K10',
  'Access Control P': 'K11',
  'Response Policy': 'K12',
  'Change Management P': 'K13',
  'Acceptable Use': 'K14',
  'Data Classification': 'K15',
  'Security-First': 'K16',
  'Mandantentrennung:': 'K17',
  Granulare: 'K18',
  Entwicklungsumgebungen: 'K19',
  'Change-Management-Prozess': 'K20',
  '(MFA)': 'K21',
  'SAML/OIDC': 'K22',
  rezertifiziert: 'K23',
  'Onboarding und': 'K24',
  'AES-256': 'K25',
  'TLS 1.2': 'K26',
  'innerhalb der EU': 'K27',
  'Backup-Daten': 'K28',
  '(SIEM)': 'K29',
  'Audit-Logs': 'K30',
  Eskalationsstufen: 'K31',
  'Art. 33': 'K32',
  'Vulnerability Scans': 'K33',
  Penetrationstests: 'K34',
  'Remediation-P': 'K35',
  Disclosure: 'K36',
  '(BCP)': 'K37',
  'Backups werden': 'K38',
  Notfallübungen: 'K39',
  Subprozessoren: 'K40',
  'Audit-Rechte': 'K41',
  Lieferantenmanagement: 'K42',
  'Awareness-Training': 'K43',
  Spezialisierte: 'K44',
  'Phishing-': 'K45',
  Risikoanalysen: 'K46',
  Geschäftsprozessen: 'K47',
  Kennzahlen: 'K48',
  'Anpassungen und': 'K49',
  'kontaktieren Sie': 'K50',
  Kontaktdaten: 'K51',
  'Beschreibung der': 'K51',
  Reproduktion: 'K51',
  'Eingang jeder': 'K52',
}
const mpmx: Readonly<Record<string, string>> = {
  Gesamtschutzniveau: 'M1',
  beschreibender: 'M2',
  'Vertraulichkeit, I': 'M3',
  'vor unbefugtem': 'M4',
  'versehentlichen Verlust': 'M5',
  Cybersicherheitsrisiken: 'M6',
  'überprüft und aktualisiert': 'M7',
  'international anerkannten': 'M9',
  'zumutbare Anfrage': 'M10',
  Kommunikationskanäle: 'M11',
  Ruhezustand: 'M12',
  'Authentifizierungs-Secrets': 'M13',
  Schlüsselmanagement: 'M14',
  Verschlüsselungsverfahren: 'M15',
  'interne Geschäftsu': 'M16',
  'administrative Zugriffsv': 'M17',
  'unbefugte Aktivitäten': 'M18',
  'führt ein Security': 'M18',
  'zentrale Protokoll': 'M19',
  Entwicklungslebenszyklus: 'M20',
  Branchenbedrohungen: 'M21',
  wissentlich: 'M22',
  'zertifizierten Cloud': 'M23',
  'physischer Zugang': 'M24',
  'Besucher-': 'M25',
  'Überwachungs- und': 'M26',
  Branderkennung: 'M27',
  'redundante Strom': 'M28',
  Klimaregelungen: 'M29',
  Sicherheitspflichten: 'M30',
  Benutzerkonten: 'M31',
  rollenbasierte: 'M32',
  'Least-Privilege': 'M33',
  Authentifizierungsverfahren: 'M34',
  'Multi-Faktor': 'M35',
  'privilegierter Zugriffe': 'M36',
  'dauerhaften Zugriff': 'M37',
  'vor dem Rollout': 'M38',
  risikobasierten: 'M39',
  'Backup-Routinen': 'M40',
  Speichermechanismen: 'M41',
  'Disaster-Recovery-V': 'M42',
  Wiederherstellungsprozesse: 'M43',
  'Monitoring-Werkzeuge': 'M44',
  Schwachstellenbewertungen: 'M45',
  'Patch-Management': 'M46',
  'interne Sicherheitsü': 'M47',
  Sicherheitsspezialisten: 'M48',
  'Incident-Response-Prozess': 'M49',
  'benachrichtigt MPMX': 'M50',
  Vertraulichkeitsverpflichtungen: 'M51',
  'Zugriffsverfahren für': 'M52',
  'Schulungen zum': 'M53',
  'dokumentierte interne': 'M54',
  Hintergrund: 'M55',
  Benutzerzugriffen: 'M56',
  Sicherheitsfunktionen: 'M57',
  'rechtmäßigen Erhebung': 'M58',
  'Pflege angemessener': 'M59',
  'Endgeräte auf': 'M60',
  'gelten ab': 'M61',
}

describe.skipIf(missing)('the seed statements', () => {
  it.each([
    ['kopexa-security-statement.de.txt', kopexa, 55],
    ['mpmx-security-measures.de.txt', mpmx, 61],
  ] as const)('%s is read completely', (file, expected, count) => {
    const { claims } = readStatement(readFileSync(new URL(file, seeds)), file)
    const wrong: string[] = []
    for (const [words, id] of Object.entries(expected)) {
      const row = coverageRows.find((candidate) => candidate.id === id)
      const found = claims.filter((claim) => claim.text.includes(words))
      const claim = found[0]
      if (row === undefined || found.length !== 1 || claim === undefined)
        wrong.push(`${id}: ${found.length} sentences hold "${words}"`)
      else if (claim.kind !== row.kind) wrong.push(`${id}: ${claim.kind} instead of ${row.kind}`)
      else if (!claim.measures.some((measure) => row.measures.includes(measure.id)))
        wrong.push(`${id}: ${claim.measures.map((measure) => measure.id).join(', ')}`)
    }
    expect(wrong).toEqual([])
    // Nothing beside them: the words above reach every claim.
    expect(
      claims
        .filter((claim) => !Object.keys(expected).some((words) => claim.text.includes(words)))
        .map((claim) => claim.text),
    ).toEqual([])
    expect(claims).toHaveLength(count)
  })
})

describe.skipIf(!existsSync(fileURLToPath(others)))('statements of other organisations', () => {
  const files = missing
    ? []
    : readdirSync(fileURLToPath(others), { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file))

  it.each(files)('%s: claims are verbatim, planned rows are plans', (file) => {
    const bytes = readFileSync(new URL(file, others))
    if (!/\.(?:mdx?|txt|html)$/.test(file)) {
      expect(() => readStatement(bytes, file)).toThrow(Problem)
      return
    }
    const { text, claims } = readStatement(bytes, file)
    for (const claim of claims) {
      expect(text.slice(claim.start, claim.end)).toBe(claim.text)
      expect(claim.text).not.toMatch(/^\S+@\S+$/u)
      if (/🔶/u.test(claim.text)) expect(claim.modality).toBe('plans')
    }
  })
})
