/** ISO/IEC 27001:2022: clauses 4 to 10 and the 93 controls of Annex A. Ids of the standard, titles of our own. */
import { defineFramework } from './shape.ts'

export const iso27001 = defineFramework(
  {
    id: 'iso27001',
    title: { de: 'ISO/IEC 27001', en: 'ISO/IEC 27001' },
    edition: '2022',
    extent: { de: 'Abschnitte 4 bis 10 und Anhang A', en: 'Clauses 4 to 10 and Annex A' },
    certifiable: true,
  },
  `
  # 4 | Umfeld der Organisation | The organisation and its surroundings
  4.1 | Umfeld verstehen | Knowing the surroundings
  4.2 | Erwartungen der Beteiligten | What interested parties expect
  4.3 | Geltungsbereich | Scope of the ISMS
  4.4 | Das Managementsystem | The management system itself
  # 5 | Führung | Leading
  5.1 | Einsatz der Leitung | Commitment from the top
  5.2 | Leitlinie | Top-level policy
  5.3 | Aufgaben und Befugnisse | Duties and powers
  # 6 | Planen | Planning ahead
  6.1.1 | Risiken und Chancen angehen | Facing risks and opportunities
  6.1.2 | Risiken beurteilen: Verfahren | Method for assessing risks
  6.1.3 | Risiken behandeln: Verfahren und Anwendbarkeit | Method for treating risks, and applicability
  6.2 | Sicherheitsziele | Security objectives
  6.3 | Änderungen am ISMS planen | Planning changes of the ISMS
  # 7 | Unterstützen | Supporting
  7.1 | Mittel | Means
  7.2 | Fähigkeiten der Menschen | Abilities of people
  7.3 | Bewusstsein | Awareness of people
  7.4 | Verständigung | Who tells whom what
  7.5.1 | Unterlagen: was nötig ist | Records: what is needed
  7.5.2 | Unterlagen: erstellen und ändern | Records: making and changing them
  7.5.3 | Unterlagen: lenken | Records: keeping them under control
  # 8 | Betreiben | Operating
  8.1 | Abläufe planen und steuern | Planning and steering what is done
  8.2 | Risiken beurteilen: durchführen | Carrying out risk assessments
  8.3 | Risiken behandeln: durchführen | Carrying out risk treatment
  # 9 | Bewerten | Evaluating
  9.1 | Messen und auswerten | Measuring and evaluating
  9.2.1 | Internes Audit: Zweck | Internal audit: purpose
  9.2.2 | Internes Audit: Programm | Internal audit: programme
  9.3.1 | Managementbewertung: Zweck | Management review: purpose
  9.3.2 | Managementbewertung: Eingaben | Management review: inputs
  9.3.3 | Managementbewertung: Ergebnisse | Management review: outcomes
  # 10 | Verbessern | Improving
  10.1 | Stetig besser werden | Getting better all the time
  10.2 | Abweichungen abstellen | Putting nonconformities right
  # A.5 | Organisation | Organisation
  A.5.1 | Leitlinie und Richtlinien | Policies
  A.5.2 | Rollen und Zuständigkeiten | Roles and who answers for what
  A.5.3 | Funktionstrennung | Separation of duties
  A.5.4 | Pflichten der Leitung | Duties of management
  A.5.5 | Draht zu Behörden | Line to authorities
  A.5.6 | Austausch mit Fachkreisen | Exchange with expert circles
  A.5.7 | Wissen über Bedrohungen | Knowledge of threats
  A.5.8 | Sicherheit in Projekten | Security in projects
  A.5.9 | Verzeichnis von Informationen und Werten | Register of information and assets
  A.5.10 | Zulässige Nutzung | Acceptable use
  A.5.11 | Rückgabe von Werten | Giving assets back
  A.5.12 | Einstufung von Informationen | Classifying information
  A.5.13 | Kennzeichnen von Informationen | Labels on information
  A.5.14 | Weitergabe von Informationen | Passing information on
  A.5.15 | Zugriffssteuerung | Controlling access
  A.5.16 | Identitäten verwalten | Managing identities
  A.5.17 | Anmeldedaten | Credentials
  A.5.18 | Zugriffsrechte | Rights of access
  A.5.19 | Sicherheit bei Lieferanten | Security with suppliers
  A.5.20 | Sicherheit in Lieferverträgen | Security in supplier contracts
  A.5.21 | Lieferkette der IT | Supply chain of ICT
  A.5.22 | Überwachen und Wechsel von Leistungen | Watching suppliers and their changes
  A.5.23 | Cloud-Dienste | Cloud services
  A.5.24 | Vorbereitung auf Vorfälle | Getting ready for incidents
  A.5.25 | Ereignisse beurteilen | Judging events
  A.5.26 | Auf Vorfälle reagieren | Answering incidents
  A.5.27 | Aus Vorfällen lernen | Learning from incidents
  A.5.28 | Beweise sichern | Securing evidence
  A.5.29 | Sicherheit bei Störungen | Security during disruption
  A.5.30 | IT für die Geschäftsfortführung | ICT ready for continuity
  A.5.31 | Gesetz, Aufsicht und Vertrag | Law, regulators and contracts
  A.5.32 | Geistiges Eigentum | Intellectual property
  A.5.33 | Schutz von Aufzeichnungen | Safeguarding records
  A.5.34 | Schutz personenbezogener Daten | Privacy and personal data
  A.5.35 | Unabhängige Überprüfung | Independent review
  A.5.36 | Einhaltung der Regeln | Following the rules
  A.5.37 | Dokumentierte Betriebsabläufe | Written operating procedures
  # A.6 | Menschen | People
  A.6.1 | Überprüfung vor der Einstellung | Checks before hiring
  A.6.2 | Pflichten im Arbeitsvertrag | Duties in the work contract
  A.6.3 | Bewusstsein und Schulung | Awareness and training
  A.6.4 | Folgen von Verstößen | Consequences of breaches
  A.6.5 | Pflichten nach Austritt oder Wechsel | Duties after leaving or moving
  A.6.6 | Vertraulichkeitsvereinbarungen | Confidentiality agreements
  A.6.7 | Arbeiten aus der Ferne | Working remotely
  A.6.8 | Ereignisse melden | Reporting events
  # A.7 | Orte und Gebäude | Places and buildings
  A.7.1 | Grenzen von Sicherheitsbereichen | Borders of secure areas
  A.7.2 | Zutritt | Entry
  A.7.3 | Büros, Räume und Anlagen | Offices, rooms and facilities
  A.7.4 | Überwachung der Gebäude | Watching the buildings
  A.7.5 | Gefahren aus der Umwelt | Dangers of the environment
  A.7.6 | Arbeit in Sicherheitsbereichen | Work in secure areas
  A.7.7 | Aufgeräumter Platz, gesperrter Bildschirm | Tidy desk, locked screen
  A.7.8 | Standort und Schutz von Geräten | Placing and guarding equipment
  A.7.9 | Werte außer Haus | Assets away from the premises
  A.7.10 | Speichermedien | Media that store
  A.7.11 | Versorgung | Utilities
  A.7.12 | Verkabelung | Cables
  A.7.13 | Wartung von Geräten | Upkeep of equipment
  A.7.14 | Geräte sicher ausmustern | Retiring equipment safely
  # A.8 | Technik | Technology
  A.8.1 | Endgeräte | Devices of users
  A.8.2 | Privilegierte Rechte | Privileged rights
  A.8.3 | Beschränkter Zugriff auf Informationen | Limits on access to information
  A.8.4 | Zugriff auf Quellcode | Who gets at source code
  A.8.5 | Sichere Anmeldung | Secure sign-in
  A.8.6 | Kapazität | Capacity
  A.8.7 | Schutz vor Schadsoftware | Defence against malware
  A.8.8 | Technische Schwachstellen | Technical weaknesses
  A.8.9 | Konfiguration | Configuration
  A.8.10 | Löschen von Informationen | Deleting information
  A.8.11 | Maskieren von Daten | Masking data
  A.8.12 | Abfluss von Daten verhindern | Keeping data from leaking
  A.8.13 | Datensicherung | Backups
  A.8.14 | Redundanz | Redundancy
  A.8.15 | Protokollierung | Logs
  A.8.16 | Überwachung | Watching activity
  A.8.17 | Gleiche Uhrzeit | Clocks that agree
  A.8.18 | Mächtige Hilfsprogramme | Powerful utility programs
  A.8.19 | Software auf Produktivsystemen | Software on live systems
  A.8.20 | Sichere Netze | Secure networks
  A.8.21 | Sichere Netzdienste | Secure network services
  A.8.22 | Unterteilte Netze | Divided networks
  A.8.23 | Webfilter | Filtering the web
  A.8.24 | Kryptografie | Cryptography
  A.8.25 | Sicher entwickeln von Anfang bis Ende | Developing securely from start to end
  A.8.26 | Anforderungen an Anwendungen | Demands on applications
  A.8.27 | Sichere Architektur | Secure architecture
  A.8.28 | Sicher programmieren | Writing secure code
  A.8.29 | Sicherheitstests | Security tests
  A.8.30 | Entwicklung durch andere | Development by others
  A.8.31 | Entwicklung, Test und Produktion getrennt | Development, test and production apart
  A.8.32 | Änderungen steuern | Controlling changes
  A.8.33 | Testdaten | Data for tests
  A.8.34 | Schutz beim Audit | Safeguards while auditing
`,
)
