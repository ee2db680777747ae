/**
 * The technical and organisational measures in the order of Art. 32(1) GDPR, with the controls that German customers
 * expect below it (they come from the annex to § 9 BDSG as it was until 2018). Every measure of the catalogue stands in
 * exactly one of them; the check is in `frameworks.spec.ts`.
 */
import type { Localised } from '#platform/i18n/locale.ts'

export interface TomCategory {
  readonly id: string
  readonly title: Localised
  /** What it is about, in words of our own. */
  readonly meaning: Localised
}

export interface TomGroup {
  readonly id: string
  readonly title: Localised
  /** Where it stands in the law. */
  readonly clause: Localised
  readonly categories: readonly TomCategory[]
}

const letter = (of: string): Localised => ({ de: `Art. 32 Abs. 1 lit. ${of} DSGVO`, en: `Art. 32(1)(${of}) GDPR` })

export const tomGroups: readonly TomGroup[] = [
  {
    id: 'encryption',
    title: { de: 'Pseudonymisierung und Verschlüsselung', en: 'Pseudonymisation and encryption' },
    clause: letter('a'),
    categories: [
      {
        id: 'encryption',
        title: { de: 'Pseudonymisierung und Verschlüsselung', en: 'Pseudonymisation and encryption' },
        meaning: {
          de: 'Wer Daten in die Hände bekommt, ohne befugt zu sein, kann sie nicht lesen oder niemandem zuordnen.',
          en: 'Whoever gets hold of data without being authorised cannot read it or relate it to anybody.',
        },
      },
    ],
  },
  {
    id: 'confidentiality',
    title: { de: 'Vertraulichkeit', en: 'Confidentiality' },
    clause: letter('b'),
    categories: [
      {
        id: 'physical-access',
        title: { de: 'Zutrittskontrolle', en: 'Physical access control' },
        meaning: {
          de: 'Unbefugte kommen nicht an die Anlagen, mit denen Daten verarbeitet werden.',
          en: 'Nobody unauthorised gets to the equipment on which data is processed.',
        },
      },
      {
        id: 'system-access',
        title: { de: 'Zugangskontrolle', en: 'System access control' },
        meaning: {
          de: 'Unbefugte können die Systeme nicht benutzen.',
          en: 'Nobody unauthorised can use the systems.',
        },
      },
      {
        id: 'data-access',
        title: { de: 'Zugriffskontrolle', en: 'Data access control' },
        meaning: {
          de: 'Befugte erreichen nur die Daten, für die sie berechtigt sind.',
          en: 'Those who are authorised reach only the data that they are entitled to.',
        },
      },
      {
        id: 'separation',
        title: { de: 'Trennungskontrolle', en: 'Separation control' },
        meaning: {
          de: 'Daten verschiedener Kunden und Zwecke werden getrennt verarbeitet.',
          en: 'Data of different customers and for different purposes is processed separately.',
        },
      },
    ],
  },
  {
    id: 'integrity',
    title: { de: 'Integrität', en: 'Integrity' },
    clause: letter('b'),
    categories: [
      {
        id: 'transfer',
        title: { de: 'Weitergabekontrolle', en: 'Transfer control' },
        meaning: {
          de: 'Unterwegs und auf Datenträgern können Daten nicht unbefugt gelesen, geändert oder entfernt werden.',
          en: 'On their way and on media, data cannot be read, changed or removed without authorisation.',
        },
      },
      {
        id: 'input',
        title: { de: 'Eingabekontrolle', en: 'Input control' },
        meaning: {
          de: 'Nachträglich lässt sich feststellen, wer was eingegeben, geändert oder gelöscht hat; Änderungen am System sind geregelt.',
          en: 'It can be established afterwards who entered, changed or deleted what; changes of the system are controlled.',
        },
      },
    ],
  },
  {
    id: 'availability',
    title: { de: 'Verfügbarkeit und Belastbarkeit', en: 'Availability and resilience' },
    clause: letter('b'),
    categories: [
      {
        id: 'availability',
        title: { de: 'Verfügbarkeitskontrolle', en: 'Availability control' },
        meaning: {
          de: 'Daten sind gegen Verlust und Systeme gegen Ausfall, Angriff und Überlastung geschützt.',
          en: 'Data is protected against loss, systems against failure, attack and overload.',
        },
      },
    ],
  },
  {
    id: 'recovery',
    title: { de: 'Wiederherstellbarkeit', en: 'Recoverability' },
    clause: letter('c'),
    categories: [
      {
        id: 'recovery',
        title: { de: 'Rasche Wiederherstellung', en: 'Timely recovery' },
        meaning: {
          de: 'Nach einem Zwischenfall sind Daten und Zugang rasch wieder da.',
          en: 'After an incident data and access are restored in a timely manner.',
        },
      },
    ],
  },
  {
    id: 'review',
    title: {
      de: 'Verfahren zur regelmäßigen Überprüfung, Bewertung und Evaluierung',
      en: 'Process for regularly testing, assessing and evaluating',
    },
    clause: letter('d'),
    categories: [
      {
        id: 'management',
        title: { de: 'Datenschutz- und Sicherheitsmanagement', en: 'Data protection and security management' },
        meaning: {
          de: 'Zuständigkeiten, Regeln und Schulung stehen fest, und ob die Maßnahmen wirken, wird regelmäßig geprüft.',
          en: 'Responsibilities, rules and training are settled, and whether the measures work is tested regularly.',
        },
      },
      {
        id: 'incident',
        title: { de: 'Umgang mit Schwachstellen und Vorfällen', en: 'Vulnerabilities and incidents' },
        meaning: {
          de: 'Schwachstellen und Vorfälle werden erkannt, gemeldet, behandelt und ausgewertet.',
          en: 'Vulnerabilities and incidents are detected, reported, handled and learned from.',
        },
      },
    ],
  },
  {
    id: 'processing',
    title: { de: 'Auftragskontrolle', en: 'Control of processing on behalf' },
    clause: { de: 'Art. 28 und 32 Abs. 4 DSGVO', en: 'Art. 28 and 32(4) GDPR' },
    categories: [
      {
        id: 'processing',
        title: { de: 'Auftragskontrolle', en: 'Control of processing on behalf' },
        meaning: {
          de: 'Daten werden nur nach Weisung verarbeitet, auch von Unterauftragsverarbeitern; was Kunden selbst tun, ist abgegrenzt.',
          en: 'Data is processed on instruction only, by subprocessors too; what customers do themselves is delimited.',
        },
      },
    ],
  },
]

/** Category, then its measures. */
const lines = `
encryption: cryptography.at-rest-fields cryptography.at-rest-volume cryptography.secret-storage cryptography.key-access cryptography.key-rotation cryptography.agility cryptography.pseudonymisation backup.encrypted
physical-access: hosting.physical-access hosting.visitors hosting.surveillance
system-access: identity.mfa identity.mfa-admin identity.sso identity.individual-accounts identity.secure-authentication identity.password-policy identity.password-storage identity.api-keys identity.session-limit identity.login-protection identity.break-glass workforce.device-security environment.network-protection environment.hardening isolation.web-hardening policy.access-control
data-access: access.least-privilege access.rbac access.authorised-only access.privileged-procedures access.privileged-review access.production-standing access.just-in-time access.recertification isolation.request-authorisation risk.unauthorised-processing workforce.onboarding-offboarding policy.data-classification
separation: isolation.tenant-separation isolation.row-security environment.separation environment.no-production-data-in-test
transfer: cryptography.transit cryptography.certificates hosting.media-disposal risk.data-deletion
input: ledger.admin-actions ledger.integrity monitoring.central-logs monitoring.log-retention monitoring.time-sync change.controlled-process change.code-review change.signed-builds policy.change-management
availability: backup.daily backup.geo-redundant backup.immutable backup.retention backup.redundant-storage continuity.high-availability continuity.impact-analysis hosting.fire hosting.power hosting.climate isolation.overload-protection malware.protection malware.upload-scan malware.no-malicious-code risk.data-loss risk.protection-goals
recovery: backup.restore-test backup.recoverability continuity.plan continuity.exercise
management: statement.review statement.no-reduction statement.nature statement.validity governance.management-responsibility governance.isb governance.dpo governance.security-team framework.iso27001 framework.grundschutz framework.soc2 framework.gdpr framework.alignment framework.other framework.iso27001-certified framework.grundschutz-certified framework.soc2-certified framework.other-certified framework.soa policy.acknowledgement policy.acceptable-use policy.security policy.review policy.disciplinary risk.assessment risk.treatment risk.asset-register risk.processing-records risk.impact-assessment risk.data-minimisation objective.measurement objective.implementation objective.improvement objective.programme-review audit.internal audit.external audit.corrective-action management-review.yearly isolation.security-by-design change.secure-development change.dependency-scan change.static-analysis change.secret-scanning workforce.confidentiality workforce.background-checks awareness.training awareness.role-training awareness.phishing attestation.on-request
incident: policy.incident-response monitoring.security-events monitoring.alerting incident.response-process incident.escalation incident.notification incident.lessons-learned incident.staff-reporting vulnerability.scanning vulnerability.patching vulnerability.remediation pentest.independent disclosure.programme disclosure.mailbox disclosure.report-contents disclosure.receipt
processing: supplier.assessment supplier.contract supplier.monitoring supplier.register supplier.change-notice supplier.transfer hosting.eu-only hosting.certified-provider risk.data-subject-rights customer-duty.user-access customer-duty.feature-configuration customer-duty.lawful-upload customer-duty.own-backups customer-duty.own-infrastructure
`

/** Every measure and its category, as they stand above; a measure that stands twice is there twice. */
export const tomMapping: readonly { readonly measure: string; readonly category: string }[] = lines
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [category = '', measures = ''] = line.split(': ')
    return measures.split(' ').map((measure) => ({ measure, category }))
  })

const categoryById = new Map(tomMapping.map(({ measure, category }) => [measure, category]))

/** The category of a measure; null for one that the catalogue does not have. */
export function tomCategoryOf(measure: string): string | null {
  return categoryById.get(measure) ?? null
}
