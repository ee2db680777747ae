/** The statement that the bench answers from, in both languages, with what evidence is supposed to say of each sentence. */
import type { Status } from '#core/vocabulary.ts'

interface Sentence {
  readonly status: Status | null
  readonly de: string
  readonly en: string
}

const say = (status: Status | null, en: string, de: string): Sentence => ({ status, de, en })

export const sentences: readonly Sentence[] = [
  say(
    'proven',
    'All user accounts are protected by multi-factor authentication.',
    'Alle Benutzerkonten sind durch Multi-Faktor-Authentifizierung geschützt.',
  ),
  say(
    'proven',
    'Customer data is encrypted in transit with TLS 1.2 or higher.',
    'Kundendaten werden bei der Übertragung mit TLS 1.2 oder höher verschlüsselt.',
  ),
  say(
    'unproven',
    'Customer data is encrypted at rest with AES-256.',
    'Kundendaten werden im Ruhezustand mit AES-256 verschlüsselt.',
  ),
  say(
    'proven',
    'Backups of all customer data are created daily.',
    'Sicherungen aller Kundendaten werden täglich erstellt.',
  ),
  say('proven', 'All backups are encrypted.', 'Alle Sicherungen sind verschlüsselt.'),
  say(
    'lapsed',
    'Restores are tested at least once a year.',
    'Die Wiederherstellung aus Sicherungen wird mindestens einmal im Jahr getestet.',
  ),
  say(
    'contradicted',
    'An independent penetration test is carried out at least once a year.',
    'Mindestens einmal im Jahr wird ein unabhängiger Penetrationstest durchgeführt.',
  ),
  say(
    'proven',
    'Customer data is processed exclusively within the European Union.',
    'Kundendaten werden ausschließlich innerhalb der Europäischen Union verarbeitet.',
  ),
  say(
    'proven',
    'Passwords are stored only as salted hashes.',
    'Passwörter werden nur als gesalzene Hashwerte gespeichert.',
  ),
  say(
    'proven',
    'The data of different tenants is strictly separated.',
    'Die Daten verschiedener Mandanten sind strikt voneinander getrennt.',
  ),
  say(
    'unproven',
    'All employees complete security awareness training once a year.',
    'Alle Mitarbeitenden nehmen einmal im Jahr an einer Schulung zur Informationssicherheit teil.',
  ),
  say(
    'unproven',
    'We may commission external specialists for security reviews.',
    'Wir können externe Spezialisten mit Sicherheitsprüfungen beauftragen.',
  ),
  say(null, 'A SIEM system is planned for next year.', 'Ein SIEM-System ist für das nächste Jahr geplant.'),
  say(null, 'We are not certified according to SOC 2.', 'Wir sind nicht nach SOC 2 zertifiziert.'),
  say(
    null,
    'Customers are responsible for managing access of their own users.',
    'Kunden sind dafür verantwortlich, die Zugänge ihrer eigenen Benutzer zu verwalten.',
  ),
  say(
    null,
    'Customers are responsible for the security of their own devices and networks.',
    'Kunden sind für die Sicherheit ihrer eigenen Geräte und Netze verantwortlich.',
  ),
  say(
    'proven',
    'All administrative actions are recorded in an audit log.',
    'Alle administrativen Handlungen werden in einem Audit-Log protokolliert.',
  ),
  say('proven', 'Logs are retained for at least 12 months.', 'Protokolle werden mindestens 12 Monate aufbewahrt.'),
  say(
    'unproven',
    'Customers are notified of personal data breaches within 24 hours.',
    'Kunden werden über Datenschutzverletzungen innerhalb von 24 Stunden benachrichtigt.',
  ),
  say('proven', 'All access rights are reviewed every quarter.', 'Alle Zugriffsrechte werden jedes Quartal überprüft.'),
  say(
    'proven',
    'Production and test environments are separated.',
    'Produktions- und Testumgebungen sind voneinander getrennt.',
  ),
  say(
    'proven',
    'No production data is used in test environments.',
    'In Testumgebungen werden keine Produktivdaten verwendet.',
  ),
  say(
    'proven',
    'All source code is reviewed by a second person before it is released.',
    'Jeder Quellcode wird vor der Veröffentlichung von einer zweiten Person geprüft.',
  ),
  say(
    'unproven',
    'Our information security management system is aligned with ISO/IEC 27001.',
    'Unser Informationssicherheits-Managementsystem orientiert sich an ISO/IEC 27001.',
  ),
  say(
    'proven',
    'An information security officer is appointed.',
    'Ein Informationssicherheitsbeauftragter ist benannt.',
  ),
  say(
    'unproven',
    'New subprocessors are announced 30 days in advance.',
    'Neue Unterauftragnehmer werden 30 Tage im Voraus angekündigt.',
  ),
  say(
    'proven',
    'Critical vulnerabilities are fixed within 7 days.',
    'Kritische Schwachstellen werden innerhalb von 7 Tagen behoben.',
  ),
  say(
    'proven',
    'All accounts are assigned to individual persons; shared accounts are prohibited.',
    'Alle Konten sind einzelnen Personen zugeordnet; gemeinsam genutzte Konten sind verboten.',
  ),
  say(
    'proven',
    'All access is granted according to the principle of least privilege.',
    'Alle Zugriffsrechte werden nach dem Prinzip der minimalen Rechte vergeben.',
  ),
  say(
    'proven',
    'All uploaded files are scanned for malware.',
    'Alle hochgeladenen Dateien werden auf Schadsoftware geprüft.',
  ),
]

/** The statement as a file. */
export function statementText(locale: 'de' | 'en'): string {
  const title = locale === 'de' ? '# Sicherheitsaussage' : '# Security statement'
  return `${[title, ...sentences.map((one) => `- ${one[locale]}`)].join('\n\n')}\n`
}
