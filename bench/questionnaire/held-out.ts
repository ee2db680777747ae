/** Questions that were written before the rules and never looked at while these were tuned. */
import { label, type Label } from './label.ts'

const yesNo = ['Yes', 'No', 'Not applicable']
const jaNein = ['Ja', 'Nein', 'N/A']

export const heldOut: readonly Label[] = [
  label('polar', 'identity.mfa', 'yes', 'Are all user accounts protected by two-factor authentication?', {
    allowed: yesNo,
  }),
  label('polar', 'identity.mfa', 'person', 'Do you support FIDO2 security keys for all accounts?', { allowed: yesNo }),
  label('polar', 'backup.geo-redundant', 'none', 'Are backups kept at a geographically separate location?'),
  label('polar', 'backup.encrypted', 'yes', 'Does your company encrypt all backups?'),
  label('polar', 'pentest.independent', 'person', 'Is a penetration test performed by an external company each year?', {
    allowed: yesNo,
  }),
  label('polar', 'hosting.certified-provider', 'none', 'Are your hosting providers ISO 27001 certified?'),
  label('polar', 'identity.password-policy', 'none', 'Do you enforce a minimum password length of 12 characters?'),
  label('polar', 'change.code-review', 'yes', 'Is all source code reviewed by a second person?'),
  label('polar', 'monitoring.log-retention', 'person', 'Are logs retained for at least 24 months?'),
  label('polar', 'monitoring.log-retention', 'yes', 'Are logs retained for at least 6 months?', { allowed: yesNo }),
  label('polar', 'framework.gdpr', 'none', 'Are you compliant with the GDPR?'),
  label('polar', null, 'none', 'Has your company filed for insolvency in the past five years?', { allowed: yesNo }),
  label('polar', 'identity.individual-accounts', 'yes', 'Sind alle Konten einzelnen Personen zugeordnet?', {
    allowed: jaNein,
  }),
  label(
    'polar',
    'access.least-privilege',
    'yes',
    'Werden Zugriffsrechte nach dem Prinzip der minimalen Rechte vergeben?',
  ),
  label('polar', 'backup.encrypted', 'yes', 'Sind Ihre Datensicherungen verschlüsselt?', { allowed: jaNein }),
  label('polar', 'framework.iso27001-certified', 'person', 'Sind Sie nach ISO/IEC 27001 zertifiziert?', {
    allowed: jaNein,
  }),
  label('polar', 'supplier.change-notice', 'person', 'Werden wir vor dem Einsatz neuer Unterauftragnehmer informiert?'),
  label('polar', 'identity.login-protection', 'none', 'Wird ein Konto nach mehreren Fehlversuchen gesperrt?'),
  label('polar', null, 'none', 'Ist Ihr Unternehmen Mitglied in einem Arbeitgeberverband?'),
  label('negated', 'isolation.tenant-separation', 'yes', 'Can one tenant access the data of other tenants?', {
    allowed: yesNo,
  }),
  label('negated', 'cryptography.transit', 'yes', 'Is customer data ever transmitted unencrypted?', { allowed: yesNo }),
  label(
    'negated',
    'malware.upload-scan',
    'yes',
    'Gibt es hochgeladene Dateien, die nicht auf Schadsoftware geprüft werden?',
  ),
  label('negated', 'identity.mfa', 'yes', 'Gibt es Benutzerkonten ohne Multi-Faktor-Authentifizierung?', {
    allowed: jaNein,
  }),
  label(
    'negated',
    'environment.no-production-data-in-test',
    'yes',
    'Werden Produktivdaten in Testumgebungen verwendet?',
    { allowed: jaNein },
  ),
  label('negated', 'pentest.independent', 'person', 'Verzichten Sie auf unabhängige Penetrationstests?'),
  label(
    'compound',
    'identity.password-storage',
    'yes',
    'Are passwords stored only as salted hashes and are shared accounts prohibited?',
  ),
  label(
    'compound',
    'backup.encrypted',
    'person',
    'Werden Backups verschlüsselt und an einem zweiten Standort aufbewahrt?',
  ),
  label('compound', 'awareness.training', 'person', 'Are employees trained in security, and how often?'),
  label('parameter', 'access.recertification', 'yes', 'In welchen Abständen werden Zugriffsrechte überprüft?'),
  label(
    'parameter',
    'vulnerability.remediation',
    'yes',
    'Innerhalb welcher Frist werden kritische Schwachstellen behoben?',
  ),
  label('parameter', 'awareness.training', 'person', 'How often are employees trained in information security?'),
  label('parameter', 'backup.restore-test', 'person', 'Wie häufig wird die Wiederherstellung getestet?'),
  label('parameter', 'continuity.impact-analysis', 'none', 'What are your RTO and RPO?'),
  label('which', 'cryptography.transit', 'yes', 'Welche TLS-Versionen werden unterstützt?'),
  label('which', 'hosting.eu-only', 'yes', 'Where is customer data processed?'),
  label('which', 'governance.isb', 'person', 'Who is your information security officer?'),
  label('which', null, 'none', 'Wie viele Beschäftigte hat Ihr Unternehmen?'),
  label('open', 'change.code-review', 'yes', 'Describe how source code is reviewed before release.'),
  label(
    'open',
    'customer-duty.own-infrastructure',
    'customer',
    'Wer ist für die Sicherheit unserer eigenen Geräte und Netze verantwortlich?',
  ),
  label('open', 'supplier.assessment', 'none', 'Beschreiben Sie, wie Sie Lieferanten vor der Beauftragung prüfen.'),
  label('document', 'framework.soc2', 'person', 'Please share your most recent SOC 2 report.'),
  label('document', 'continuity.plan', 'none', 'Bitte legen Sie Ihren Notfallplan bei.'),
  label('control', 'environment.separation', 'yes', 'Test environments are separated from production.', {
    allowed: ['Implemented', 'Partially implemented', 'Not implemented'],
  }),
  label('control', 'workforce.device-security', 'none', 'Company laptops are encrypted and centrally managed.', {
    allowed: yesNo,
  }),
  label('control', 'cryptography.at-rest-fields', 'person', 'Kundendaten sind im Ruhezustand verschlüsselt.', {
    allowed: jaNein,
  }),
  label('choice', 'identity.mfa', 'yes', 'Which accounts are protected by multi-factor authentication?', {
    allowed: [
      'All user accounts are protected.',
      'Only administrator accounts are protected.',
      'No accounts are protected.',
    ],
  }),
  label('follow-up', 'monitoring.log-retention', 'yes', 'Wenn ja, wie lange werden diese aufbewahrt?', {
    after: 'Werden Protokolle aufbewahrt?',
  }),
]
