/** Questions that the rules were tuned on. Written before they were. */
import { label, type Label } from './label.ts'

const yesNo = ['Yes', 'No', 'N/A']
const jaNein = ['ja', 'nein', 'entfällt']
const caiq = ['Yes', 'No', 'NA']

export const known: readonly Label[] = [
  // polar, English
  label('polar', 'identity.mfa', 'yes', 'Is multi-factor authentication enforced for all user accounts?'),
  label('polar', 'identity.mfa', 'yes', 'Do you use MFA?', { allowed: yesNo }),
  label('polar', 'cryptography.transit', 'yes', 'Is customer data encrypted in transit?', { allowed: yesNo }),
  label('polar', 'cryptography.transit', 'person', 'Do you enforce TLS 1.3 for all connections?'),
  label('polar', 'cryptography.at-rest-fields', 'person', 'Is customer data encrypted at rest?', { allowed: caiq }),
  label('polar', 'backup.daily', 'yes', 'Are backups of customer data performed at least daily?'),
  label('polar', 'backup.daily', 'person', 'Are backups performed hourly?'),
  label('polar', 'backup.encrypted', 'yes', 'Are your backups encrypted?'),
  label('polar', 'backup.encrypted', 'person', 'Are backups encrypted with customer-managed keys?'),
  label('polar', 'backup.restore-test', 'person', 'Do you test restoring from backups at least annually?'),
  label(
    'polar',
    'pentest.independent',
    'person',
    'Does an independent third party perform penetration tests of your application?',
  ),
  label('polar', 'hosting.eu-only', 'yes', 'Is customer data processed exclusively in the European Union?'),
  label('polar', 'isolation.tenant-separation', 'yes', 'Is the data of different tenants separated?', {
    allowed: caiq,
  }),
  label('polar', 'awareness.training', 'person', 'Do all employees receive security awareness training?'),
  label('polar', 'framework.iso27001-certified', 'person', 'Are you certified according to ISO 27001?', {
    allowed: yesNo,
  }),
  label('polar', 'framework.soc2-certified', 'person', 'Is your organisation SOC 2 certified?', { allowed: yesNo }),
  label('polar', 'access.least-privilege', 'yes', 'Is access granted according to the principle of least privilege?'),
  label('polar', 'access.recertification', 'yes', 'Are access rights reviewed at least once a year?'),
  label('polar', 'access.recertification', 'person', 'Are user access rights reviewed monthly?'),
  label('polar', 'governance.isb', 'yes', 'Have you appointed an information security officer?'),
  label('polar', 'governance.dpo', 'none', 'Have you appointed a data protection officer?'),
  label('polar', 'workforce.background-checks', 'none', 'Do you carry out background checks before hiring employees?'),
  label('polar', 'malware.upload-scan', 'yes', 'Are uploaded files scanned for malware?'),
  label('polar', 'identity.individual-accounts', 'yes', 'Are all accounts assigned to individual persons?'),
  label('polar', 'monitoring.security-events', 'person', 'Do you operate a SIEM?', { allowed: yesNo }),
  label('polar', null, 'none', 'Does your company have cyber insurance?', { allowed: yesNo }),
  label('polar', null, 'none', 'Is your company publicly traded?'),
  label('polar', null, 'none', 'Do you have a whistleblower hotline for anti-corruption matters?'),
  // polar, German
  label(
    'polar',
    'identity.mfa',
    'yes',
    'Ist eine Multi-Faktor-Authentifizierung für alle Benutzerkonten verpflichtend?',
    { allowed: jaNein },
  ),
  label('polar', 'cryptography.transit', 'yes', 'Werden Kundendaten bei der Übertragung verschlüsselt?', {
    allowed: jaNein,
  }),
  label('polar', 'cryptography.at-rest-fields', 'person', 'Werden die Daten im Ruhezustand verschlüsselt?', {
    allowed: jaNein,
  }),
  label('polar', 'backup.daily', 'yes', 'Werden täglich Sicherungen der Kundendaten erstellt?'),
  label('polar', 'backup.immutable', 'none', 'Gibt es unveränderliche Backups?'),
  label('polar', 'hosting.eu-only', 'yes', 'Erfolgt die Verarbeitung der Kundendaten ausschließlich innerhalb der EU?'),
  label(
    'polar',
    'awareness.training',
    'person',
    'Werden alle Mitarbeitenden regelmäßig zur Informationssicherheit geschult?',
  ),
  label(
    'polar',
    'awareness.training',
    'person',
    'Werden auch externe Dienstleister zur Informationssicherheit geschult?',
  ),
  label('polar', 'governance.isb', 'yes', 'Ist ein Informationssicherheitsbeauftragter benannt?'),
  label('polar', 'ledger.admin-actions', 'yes', 'Werden administrative Handlungen protokolliert?'),
  label('polar', 'environment.separation', 'yes', 'Sind Produktions- und Testumgebungen voneinander getrennt?'),
  label(
    'polar',
    'change.code-review',
    'yes',
    'Wird Quellcode vor der Veröffentlichung von einer zweiten Person geprüft?',
  ),
  label('polar', 'continuity.plan', 'none', 'Existiert ein Notfallplan?', { allowed: jaNein }),
  label('polar', null, 'none', 'Verfügt Ihr Unternehmen über eine Betriebskantine?'),
  label('polar', null, 'none', 'Haben Sie eine Nachhaltigkeitsstrategie veröffentlicht?', { allowed: jaNein }),
  // negated and asked of a misdeed
  label('negated', 'identity.password-storage', 'yes', 'Do you store passwords in clear text?', { allowed: yesNo }),
  label('negated', 'identity.individual-accounts', 'yes', 'Are shared accounts used?', { allowed: yesNo }),
  label('negated', 'environment.no-production-data-in-test', 'yes', 'Is production data used in test environments?'),
  label(
    'negated',
    'environment.no-production-data-in-test',
    'yes',
    'Do you ensure that no production data is used in test environments?',
  ),
  label('negated', 'hosting.eu-only', 'yes', 'Is customer data processed outside the European Union?', {
    allowed: yesNo,
  }),
  label('negated', 'identity.mfa', 'yes', 'Are there user accounts without multi-factor authentication?', {
    allowed: yesNo,
  }),
  label('negated', 'identity.password-storage', 'yes', 'Werden Passwörter im Klartext gespeichert?', {
    allowed: jaNein,
  }),
  label(
    'negated',
    'environment.no-production-data-in-test',
    'yes',
    'Ist sichergestellt, dass in Testumgebungen keine Produktivdaten verwendet werden?',
  ),
  label('negated', 'hosting.eu-only', 'yes', 'Werden Kundendaten außerhalb der Europäischen Union verarbeitet?', {
    allowed: jaNein,
  }),
  label('negated', 'cryptography.at-rest-fields', 'person', 'Werden Kundendaten unverschlüsselt gespeichert?', {
    allowed: jaNein,
  }),
  label('negated', 'identity.individual-accounts', 'yes', 'Werden gemeinsam genutzte Konten verwendet?'),
  label('negated', null, 'none', 'Do you sell products to embargoed countries?'),
  // two in one
  label('compound', 'backup.encrypted', 'person', 'Are backups encrypted and are they stored in a second region?'),
  label('compound', 'backup.daily', 'person', 'Are backups created daily, and is restoring them tested?'),
  label(
    'compound',
    'environment.separation',
    'yes',
    'Are production and test environments separated, and is it ensured that no production data is used in test environments?',
  ),
  label('compound', 'identity.mfa', 'person', 'Do you enforce MFA for all users and do you support SSO?'),
  label('compound', 'cryptography.transit', 'person', 'Is customer data encrypted in transit and at rest?', {
    allowed: yesNo,
  }),
  label(
    'compound',
    'backup.daily',
    'person',
    'Werden Sicherungen täglich erstellt und wird die Wiederherstellung getestet?',
  ),
  label(
    'compound',
    'pentest.independent',
    'person',
    'Führen Sie Penetrationstests durch und wie werden die Ergebnisse behandelt?',
  ),
  label(
    'compound',
    'ledger.admin-actions',
    'yes',
    'Werden administrative Handlungen protokolliert und werden Protokolle mindestens 12 Monate aufbewahrt?',
  ),
  // numbers
  label('parameter', 'backup.daily', 'yes', 'How often are backups created?'),
  label('parameter', 'access.recertification', 'yes', 'How frequently do you review access rights?'),
  label('parameter', 'monitoring.log-retention', 'yes', 'How long are logs retained?'),
  label('parameter', 'vulnerability.remediation', 'yes', 'Within what time are critical vulnerabilities fixed?'),
  label(
    'parameter',
    'incident.notification',
    'person',
    'Within how many hours do you notify customers of a personal data breach?',
  ),
  label('parameter', 'pentest.independent', 'person', 'How often do you conduct penetration tests?'),
  label('parameter', 'identity.mfa', 'person', 'Since when has multi-factor authentication been mandatory?'),
  label('parameter', 'backup.daily', 'yes', 'Wie oft werden Sicherungen erstellt?'),
  label('parameter', 'monitoring.log-retention', 'yes', 'Wie lange werden Protokolle aufbewahrt?'),
  label('parameter', 'backup.retention', 'none', 'Wie lange werden Backups aufbewahrt?'),
  label(
    'parameter',
    'incident.notification',
    'person',
    'Innerhalb welcher Frist informieren Sie Kunden über Datenschutzverletzungen?',
  ),
  label('parameter', 'identity.session-limit', 'none', 'Nach wie vielen Minuten endet eine inaktive Sitzung?'),
  // which, who, where
  label('which', 'cryptography.transit', 'yes', 'Which TLS versions do you support?'),
  label('which', 'hosting.eu-only', 'yes', 'In which countries is customer data processed?'),
  label('which', 'cryptography.at-rest-fields', 'person', 'Which algorithm is used to encrypt data at rest?'),
  label('which', 'supplier.register', 'none', 'Which subprocessors do you use?'),
  label('which', null, 'none', 'What is the annual revenue of your company?'),
  label('which', 'hosting.eu-only', 'yes', 'Wo werden die Kundendaten verarbeitet?'),
  label('which', 'identity.password-storage', 'yes', 'In welcher Form werden Passwörter gespeichert?'),
  label('which', null, 'none', 'Wie lautet die Handelsregisternummer Ihres Unternehmens?'),
  // open
  label(
    'open',
    'isolation.tenant-separation',
    'yes',
    'Please describe how you separate the data of different tenants.',
  ),
  label('open', 'backup.restore-test', 'person', 'Describe your process for testing the restoration of backups.'),
  label('open', 'incident.response-process', 'none', 'Please describe your incident response process.'),
  label(
    'open',
    'customer-duty.user-access',
    'customer',
    'Who is responsible for managing the access of our own users?',
  ),
  label('open', 'identity.password-storage', 'yes', 'Bitte beschreiben Sie, wie Passwörter gespeichert werden.'),
  label(
    'open',
    'malware.upload-scan',
    'yes',
    'Erläutern Sie, wie hochgeladene Dateien auf Schadsoftware geprüft werden.',
  ),
  label('open', 'hosting.visitors', 'none', 'Beschreiben Sie den Umgang mit Besuchern im Rechenzentrum.'),
  // documents
  label('document', 'pentest.independent', 'person', 'Please attach your latest penetration test report.'),
  label('document', 'policy.security', 'none', 'Please provide a copy of your information security policy.'),
  label('document', 'framework.iso27001-certified', 'person', 'Bitte fügen Sie Ihr ISO-27001-Zertifikat bei.'),
  // control texts, as they stand in sheets
  label('control', 'ledger.admin-actions', 'yes', 'All administrative actions are logged.', {
    allowed: caiq,
    section: 'Logging and Monitoring',
  }),
  label('control', 'identity.sso', 'none', 'Single sign-on via SAML is supported.', { allowed: caiq }),
  label('control', 'vulnerability.remediation', 'yes', 'Critical vulnerabilities are fixed within 30 days.', {
    allowed: caiq,
  }),
  label('control', 'vulnerability.remediation', 'person', 'Critical vulnerabilities are fixed within 48 hours.', {
    allowed: caiq,
  }),
  label('control', 'isolation.tenant-separation', 'yes', 'Daten verschiedener Mandanten sind getrennt.', {
    allowed: ['umgesetzt', 'teilweise', 'nicht umgesetzt', 'entfällt'],
  }),
  label('control', 'hosting.fire', 'none', 'Das Rechenzentrum verfügt über eine Brandmeldeanlage.', {
    allowed: jaNein,
  }),
  // long choices
  label('choice', 'identity.password-storage', 'yes', 'How do you store passwords?', {
    allowed: ['Passwords are stored as salted hashes.', 'Passwords are stored in plain text or reversibly encrypted.'],
  }),
  label('choice', 'incident.response-process', 'none', 'Do you have a process for security incidents?', {
    allowed: ['Yes, we have a documented process that is tested.', 'We have no such process.'],
  }),
  // what goes on
  label('follow-up', 'backup.daily', 'yes', 'If so, how often?', { after: 'Do you create backups of customer data?' }),
  label('follow-up', 'backup.restore-test', 'person', 'Falls ja, wie oft wird sie getestet?', {
    after: 'Ist die Wiederherstellung aus Sicherungen getestet?',
  }),
]
