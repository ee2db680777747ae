/**
 * BSI Grundschutz++: of its two catalogues (method and kernel, state of July 2026) those requirements that our measures
 * are mapped to. Ids of the BSI, short titles of our own; the catalogues themselves come in as OSCAL.
 */
import { defineFramework } from './shape.ts'

export const grundschutzPlusPlus = defineFramework(
  {
    id: 'grundschutz-pp',
    title: { de: 'BSI Grundschutz++', en: 'BSI Grundschutz++' },
    edition: '2026-07',
    extent: {
      de: 'Die Anforderungen, denen Maßnahmen zugeordnet sind',
      en: 'The requirements that measures are mapped to',
    },
    certifiable: false,
  },
  `
  # GC | Methode: Steuern und Einhalten | Method: governance and compliance
  GC.1.1 | ISMS aufbauen und halten | Building and keeping an ISMS
  GC.3.1.1 | Pflichten aus Gesetzen | Duties by law
  GC.3.1.3 | Pflichten aus Verträgen | Duties by contract
  GC.5.1 | Sicherheitsziele | Security objectives
  GC.5.1.2 | Leitung verpflichtet sich | Management commits itself
  GC.5.1.3 | Leitlinie | Security policy
  GC.7.1.1 | Geschäftsprozesse | Business processes
  GC.7.1.2 | Schutzbedarf | Protection needs
  GC.9.1 | Sicherheitsorganisation | Security organisation
  GC.9.1.1 | Rollen und Zuständigkeiten | Roles and who answers for what
  GC.10.1.1 | Austausch nach außen | Exchange with the outside
  GC.11.1 | Lenkung der Dokumente | Control of documents
  GC.12.1 | Methode für Risiken | Method for risks
  # STM | Methode: Modellieren | Method: modelling
  STM.2.1 | Paket der Anforderungen | Package of requirements
  STM.4.1 | Risiken betrachten | Looking at risks
  # UMS | Methode: Umsetzen | Method: implementing
  UMS.1.1 | Stand der Umsetzung | State of implementation
  UMS.1.2 | Restrisiko bewerten | Rating residual risk
  UMS.2.1 | Umsetzung planen | Planning implementation
  UMS.5.1 | Ausnahmen freigeben | Approving exceptions
  UMS.6.1 | Fortschritt verfolgen | Following progress
  # VRB | Methode: Verbessern | Method: improving
  VRB.1.1 | Stetig verbessern | Improving all the time
  VRB.2.1 | Abweichungen behandeln | Treating nonconformities
  VRB.4.1 | Korrekturen | Corrective actions
  # PERF | Methode: Bewerten | Method: evaluating
  PERF.1.1 | Leistung bewerten | Evaluating performance
  PERF.2.1 | Einhaltung überwachen | Watching compliance
  PERF.3.1 | Auditprogramm | Audit programme
  PERF.3.1.2 | Interne Audits planen | Planning internal audits
  PERF.4.1 | Eignung prüfen | Checking suitability
  PERF.4.2 | Bericht an die Leitung | Report to management
  PERF.5.1 | Methoden und Werkzeuge der Messung | Methods and tools for measuring
  # ASST | Informationen und Werte | Information and assets
  ASST.2.1 | Verzeichnis der Informationen | Register of information
  ASST.2.2 | Verzeichnis der Systeme | Register of systems
  ASST.2.3 | Verzeichnis der Anwendungen | Register of applications
  ASST.2.4 | Einstufung | Classification
  ASST.3.1 | Regeln der Nutzung | Rules of use
  ASST.3.2 | Unnötige Daten entfernen | Removing data not needed
  ASST.3.3 | Kennzeichnung | Labels
  ASST.3.7 | Pseudonyme | Pseudonyms
  ASST.3.8 | Anonymisieren | Making anonymous
  ASST.3.12 | Wer Informationen haben darf | Who may have information
  ASST.4.2 | Geschützter Transport | Protected transport
  ASST.7.2 | Fristen für Aufbewahren und Löschen | Time limits for keeping and deleting
  ASST.7.3 | Geregelt löschen | Deleting by rule
  ASST.7.5 | Mittel zum Vernichten | Means of destruction
  # PERS | Personal | Staff
  PERS.2.2 | Rollen | Roles
  PERS.3.2 | Anweisungen | Instructions
  PERS.3.3 | Geheimnisse wahren | Keeping secrets
  PERS.3.5 | Bewerbungen prüfen | Checking applications
  PERS.3.6 | Vertrauenswürdigkeit | Trustworthiness
  PERS.3.7 | Einarbeitung | Induction
  PERS.4.1 | Bedarf an Fähigkeiten | Abilities needed
  PERS.4.2 | Schulung nach Rolle | Training by role
  PERS.5.1 | Folgen von Verstößen | Consequences of breaches
  PERS.6.1 | Ablauf beim Austritt | Steps when leaving
  # BES | Beschaffung | Procurement
  BES.1.3 | Verzeichnis der Lieferanten | Register of suppliers
  BES.1.7 | Geteilte Verantwortung | Shared responsibility
  BES.2.2 | Rechtsraum und Ort der Daten festhalten | Noting jurisdiction and place of data
  BES.2.3 | Rechtsraum und Ort der Daten vereinbaren | Agreeing jurisdiction and place of data
  BES.3.1 | Lieferanten einstufen | Rating suppliers
  BES.3.2 | Lieferanten auswählen | Selecting suppliers
  BES.4.8 | Nachweise der Konformität | Proof of conformity
  BES.5.3 | Pflichten des Lieferanten | Duties of the supplier
  BES.5.4 | Kontrollen beim Lieferanten | Controls at the supplier
  BES.5.6 | Unteraufträge | Subcontracts
  BES.5.9 | Änderungen beim Lieferanten | Changes at the supplier
  # DLS | Dienstleister | Service providers
  DLS.3.1 | Vorgaben einhalten | Keeping to demands
  DLS.3.2 | Regelmäßige Prüfung | Regular check
  # TEST | Änderungen und Tests | Changes and tests
  TEST.1.1 | Verfahren für Änderungen | Procedure for changes
  TEST.1.3 | Beschränkte Änderungen | Limits on changes
  TEST.3.1 | Sicherheit testen | Testing security
  TEST.4.1 | Änderungen freigeben | Approving changes
  TEST.4.2 | Signieren | Signing
  # GEB | Gebäude | Buildings
  GEB.2.1 | Grenzen des Geländes | Borders of the site
  GEB.3.1 | Zugänge überwachen | Watching entrances
  GEB.3.2 | Empfang | Reception
  GEB.3.3 | Ausweisen vor dem Zutritt | Identification before entry
  GEB.3.6 | Einbruchmeldung | Intruder alarm
  GEB.9.1 | Stromversorgung | Power supply
  GEB.10.1 | Klima | Climate
  GEB.10.2 | Brandschutz | Fire protection
  # SENS | Bewusstsein | Awareness
  SENS.1.1 | Verfahren der Schulung | Procedure for training
  SENS.1.2 | Erfolg messen | Measuring success
  SENS.2.8 | Auffälliges melden | Reporting what is odd
  SENS.7.8 | Gefälschte Mails | Forged mail
  # ARCH | Architektur | Architecture
  ARCH.2.1 | Abschnitte des Netzes | Segments of the network
  ARCH.5.1 | Verbindungen beschränken und prüfen | Limiting and inspecting connections
  ARCH.7.3 | Entwicklung und Test getrennt | Development and test apart
  ARCH.8.3 | Redundante Server | Redundant servers
  ARCH.9.2 | Lastverteilung | Load balancing
  ARCH.9.5 | Schutz vor großen Lastangriffen | Defence against volumetric attacks
  # BER | Berechtigungen | Rights
  BER.1.1 | Verfahren für Berechtigungen | Procedure for rights
  BER.2.1 | Person und Identität | Person and identity
  BER.2.5 | Sperre beim Austritt | Disabling on leaving
  BER.3.4 | Änderungen an Konten protokollieren | Logging changes of accounts
  BER.3.6 | Privilegierte Konten | Privileged accounts
  BER.3.7 | Eine Anmeldung für alles | Single sign-on
  BER.3.11 | Grenze für Fehlversuche | Limit of failed attempts
  BER.3.13 | Sperre bei Untätigkeit | Locking when idle
  BER.3.16 | Keine Sammelkonten | No group accounts
  BER.3.21 | Konten von Diensten | Service accounts
  BER.3.22 | Notfallzugang | Emergency access
  BER.4.1 | So wenig Rechte wie möglich | As few rights as possible
  BER.4.2 | Rechte freigeben | Approving rights
  BER.4.3 | Rechte begründen | Giving reasons for rights
  BER.4.4 | Rechte überprüfen | Reviewing rights
  BER.4.8 | Rechte entziehen | Taking rights away
  BER.5.4 | Nur bewährte Kryptografie | Established cryptography only
  BER.5.8 | Mehrere Faktoren von außen | Several factors from outside
  BER.5.9 | Mehrere Faktoren für weitreichende Rechte | Several factors for far-reaching rights
  BER.6.1 | Passwortspeicher | Password manager
  BER.6.3 | Keine Trivialpasswörter | No trivial passwords
  BER.6.4 | Güte von Passwörtern | Quality of passwords
  BER.7.8 | Bewährte Verfahren für Schlüssel | Established algorithms for keys
  BER.7.9 | Schlüssel nur für ihren Zweck | Keys for their purpose only
  BER.7.10 | Abgelaufene Schlüssel | Expired keys
  BER.7.14 | Vor dem Ablauf prüfen | Checking before expiry
  BER.7.15 | Schlüssel nach Gebrauch | Keys after use
  # NOT | Notfall | Emergency
  NOT.3.1 | Plan zum Wiederanlauf | Plan for restarting
  NOT.3.2 | Plan zur Fortführung | Plan for continuing
  NOT.3.4 | Notfallmittel erproben | Trying out emergency means
  NOT.4.1 | Was zu sichern ist | What is to be backed up
  NOT.4.2 | Sicherung der Systeme | Backup of systems
  NOT.4.3 | Sicherung der Anwendungen | Backup of applications
  NOT.4.4 | Automatische Sicherung | Automatic backup
  NOT.4.6 | Geschützte Aufbewahrung | Protected keeping
  NOT.4.7 | Mehrere Stände | Several versions
  NOT.4.8 | Verschlüsselte Sicherung | Encrypted backup
  NOT.4.10 | Getrennte Aufbewahrung | Keeping apart
  NOT.4.12 | Weit entfernte Kopie | Copy far away
  NOT.4.14 | Kopie ohne Verbindung | Copy off line
  NOT.4.15 | Ablauf der Wiederherstellung | Steps of restoring
  NOT.4.16 | Sicherung erproben | Trying out backups
  # DET | Erkennen | Detection
  DET.2.1 | Meldeweg | Way of reporting
  DET.2.3 | Bereitschaft | On-call duty
  DET.3.1 | Ereignisse protokollieren | Logging events
  DET.3.2 | Protokolle der Cloud | Logs of the cloud
  DET.3.4 | Platz für Protokolle | Room for logs
  DET.3.5 | Unveränderliche Protokolle | Logs that stay as they are
  DET.3.6 | Unbestreitbarkeit | Non-repudiation
  DET.4.1 | Protokolle überwachen | Watching logs
  DET.4.2 | Angriffe automatisch erkennen | Detecting attacks automatically
  DET.4.8 | Neue Zertifikate bemerken | Noticing new certificates
  DET.5.1 | Schwachstellen rechtzeitig behandeln | Treating weaknesses in time
  DET.5.2 | Verzeichnis der Schwachstellen | Register of weaknesses
  DET.5.3 | Nach Schwachstellen suchen | Scanning for weaknesses
  DET.5.4 | Penetrationstests | Penetration tests
  DET.5.9 | Meldungen von außen | Reports from outside
  DET.5.10 | Patches rechtzeitig | Patches in time
  DET.6.1 | Ereignisse beurteilen | Judging events
  DET.6.2 | Eingänge beurteilen | Judging what comes in
  # REA | Reagieren | Response
  REA.1.1 | Verfahren für Vorfälle | Procedure for incidents
  REA.2.1 | Einordnen und erste Schritte | Triage and first steps
  REA.3.1 | Aus Vorfällen lernen | Learning from incidents
  # KONF | Konfiguration | Configuration
  KONF.1.5 | Geheimnisse der Konfiguration | Secrets of configuration
  KONF.2.1 | Grundeinstellung der Systeme | Baseline of systems
  KONF.2.4 | Unnötiges abschalten | Switching off what is not needed
  KONF.3.2 | Verschlüsselter Speicher | Encrypted storage
  KONF.3.6 | Löschen aus der Ferne | Wiping from afar
  KONF.4.5 | Quelle der Uhrzeit | Source of time
  KONF.5.1 | Anmeldung am System | Sign-in at the system
  KONF.6.6 | Getrennte Daten | Data kept apart
  KONF.6.11 | Beschränktes Hochladen | Limits on uploads
  KONF.6.13 | Zugriff je Anfrage prüfen | Checking access by request
  KONF.7.1 | Schadsoftware sofort erkennen | Detecting malware at once
  KONF.11.1 | Anmeldung vor dem Zugriff | Sign-in before access
  KONF.11.8 | Ruhende Daten verschlüsselt | Data at rest encrypted
  KONF.12.10 | Eigenschaften der Cookies | Attributes of cookies
  KONF.14.1 | Transport verschlüsselt | Transport encrypted
  KONF.15.3 | Überlastung abwehren | Withstanding overload
  # DEV | Entwicklung | Development
  DEV.1.1 | Verfahren der Entwicklung | Procedure for development
  DEV.2.1 | Sicherer Entwurf | Secure design
  DEV.2.5 | Zugangsdaten im Code | Credentials in code
  DEV.2.6 | Übliche Angriffe abwehren | Withstanding common attacks
  DEV.3.4 | Passwörter als Hash | Passwords as a hash
  DEV.4.3 | Liste der Bestandteile | List of components
  DEV.4.4 | Unversehrte fremde Software | Integrity of foreign software
  DEV.4.5 | Aktuelle fremde Software | Foreign software up to date
  DEV.6.1 | Freigabe nach Tests | Release after tests
`,
)
