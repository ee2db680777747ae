/** Regulation (EU) 2016/679: its articles 5 to 49, what binds controllers and processors. Short titles of our own. */
import { defineFramework } from './shape.ts'

export const gdpr = defineFramework(
  {
    id: 'gdpr',
    title: { de: 'DSGVO', en: 'GDPR' },
    edition: '(EU) 2016/679',
    extent: { de: 'Artikel 5 bis 49', en: 'Articles 5 to 49' },
    certifiable: false,
  },
  `
  # II | Grundsätze | Principles
  5 | Grundsätze der Verarbeitung | Principles of processing
  6 | Rechtsgrundlagen | Legal bases
  7 | Einwilligung | Consent
  8 | Einwilligung von Kindern | Consent of children
  9 | Besondere Kategorien | Special categories
  10 | Straftaten | Criminal convictions
  11 | Ohne Identifizierung | Without identification
  # III | Rechte der Betroffenen | Rights of data subjects
  12 | Klare Mitteilung, Fristen | Clear information, time limits
  13 | Information bei Erhebung | Information on collection
  14 | Information bei Dritterhebung | Information on data from others
  15 | Auskunft | Access
  16 | Berichtigung | Rectification
  17 | Löschung | Erasure
  18 | Einschränkung | Restriction
  19 | Mitteilung an Empfänger | Telling recipients
  20 | Übertragbarkeit | Portability
  21 | Widerspruch | Objection
  22 | Automatisierte Entscheidungen | Automated decisions
  23 | Beschränkungen durch Recht | Restrictions by law
  # IV | Verantwortliche und Auftragsverarbeiter | Controllers and processors
  24 | Verantwortung | Responsibility of the controller
  25 | Datenschutz durch Technik | Data protection by design
  26 | Gemeinsam Verantwortliche | Joint controllers
  27 | Vertreter in der Union | Representatives in the Union
  28 | Auftragsverarbeiter | Processors
  29 | Verarbeitung nach Weisung | Processing on instruction
  30 | Verzeichnis der Verarbeitungen | Records of processing
  31 | Zusammenarbeit mit der Aufsicht | Cooperation with the authority
  32 | Sicherheit der Verarbeitung | Security of processing
  33 | Meldung an die Aufsicht | Notification to the authority
  34 | Benachrichtigung der Betroffenen | Communication to data subjects
  35 | Folgenabschätzung | Impact assessment
  36 | Vorherige Konsultation | Prior consultation
  37 | Benennung der Datenschutzbeauftragten | Naming the data protection officer
  38 | Stellung der Datenschutzbeauftragten | Position of the data protection officer
  39 | Aufgaben der Datenschutzbeauftragten | Tasks of the data protection officer
  40 | Verhaltensregeln | Codes of conduct
  41 | Überwachung der Verhaltensregeln | Monitoring of codes
  42 | Zertifizierung | Certification
  43 | Zertifizierungsstellen | Certification bodies
  # V | Drittländer | Third countries
  44 | Grundsatz der Übermittlung | Principle of transfers
  45 | Angemessenheitsbeschluss | Adequacy decision
  46 | Geeignete Garantien | Appropriate safeguards
  47 | Interne Vorschriften | Binding corporate rules
  48 | Herausgabe an fremde Stellen | Disclosure to foreign authorities
  49 | Ausnahmen | Derogations
`,
)
