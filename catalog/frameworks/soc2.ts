/** SOC 2: the Trust Services Criteria of 2017 with the points of focus of 2022. Ids of the AICPA, titles of our own. */
import { defineFramework } from './shape.ts'

export const soc2 = defineFramework(
  {
    id: 'soc2',
    title: { de: 'SOC 2', en: 'SOC 2' },
    edition: 'TSC 2017 (2022)',
    extent: { de: 'Alle 61 Kriterien', en: 'All 61 criteria' },
    certifiable: true,
  },
  `
  # CC1 | Umfeld der Kontrolle | Environment of control
  CC1.1 | Redlichkeit und Werte | Honesty and values
  CC1.2 | Aufsicht durch die Spitze | Oversight from the top
  CC1.3 | Aufbau, Linien und Befugnisse | Structure, lines and powers
  CC1.4 | Fähige Menschen | Capable people
  CC1.5 | Wer wofür einsteht | Who answers for what
  # CC2 | Information und Verständigung | Information and communication
  CC2.1 | Brauchbare Informationen | Information of use
  CC2.2 | Verständigung nach innen | Telling people inside
  CC2.3 | Verständigung nach außen | Telling people outside
  # CC3 | Risiken beurteilen | Assessing risks
  CC3.1 | Klare Ziele | Clear objectives
  CC3.2 | Risiken finden und bewerten | Finding and rating risks
  CC3.3 | Betrug bedenken | Thinking of fraud
  CC3.4 | Änderungen bedenken | Thinking of change
  # CC4 | Überwachen | Monitoring
  CC4.1 | Kontrollen laufend prüfen | Checking controls all the time
  CC4.2 | Mängel melden und abstellen | Telling and mending faults
  # CC5 | Kontrollen | Control activities
  CC5.1 | Kontrollen wählen | Choosing controls
  CC5.2 | Technische Kontrollen | Controls of technology
  CC5.3 | Richtlinien und Abläufe | Policies and procedures
  # CC6 | Zugriff und Zutritt | Access and entry
  CC6.1 | Logischer Zugriffsschutz | Logical access protection
  CC6.2 | Zugänge geben und nehmen | Giving and taking accounts
  CC6.3 | Rechte nach Rolle und Bedarf | Rights by role and need
  CC6.4 | Zutritt zu Gebäuden | Entry to buildings
  CC6.5 | Datenträger ausmustern | Retiring media
  CC6.6 | Schutz nach außen | Protection at the border
  CC6.7 | Übertragen und mitnehmen | Sending and carrying
  CC6.8 | Fremde Software abwehren | Keeping out foreign software
  # CC7 | Betrieb | System operations
  CC7.1 | Schwachstellen erkennen | Detecting weaknesses
  CC7.2 | Auffälliges überwachen | Watching for anomalies
  CC7.3 | Ereignisse bewerten | Evaluating events
  CC7.4 | Auf Vorfälle reagieren | Answering incidents
  CC7.5 | Sich von Vorfällen erholen | Recovering from incidents
  # CC8 | Änderungen | Changes
  CC8.1 | Änderungen steuern | Controlling changes
  # CC9 | Risiken mindern | Mitigating risks
  CC9.1 | Ausfälle abfedern | Cushioning disruption
  CC9.2 | Lieferanten und Partner | Vendors and partners
  # A1 | Verfügbarkeit | Availability
  A1.1 | Kapazität | Capacity
  A1.2 | Umgebung, Sicherung, Wiederanlauf | Environment, backup, recovery
  A1.3 | Wiederherstellung proben | Rehearsing recovery
  # C1 | Vertraulichkeit | Confidentiality
  C1.1 | Vertrauliches kennen und schützen | Knowing and keeping what is confidential
  C1.2 | Vertrauliches vernichten | Destroying what is confidential
  # PI1 | Richtige Verarbeitung | Processing integrity
  PI1.1 | Ziele der Verarbeitung | Aims of processing
  PI1.2 | Eingaben | Inputs
  PI1.3 | Verarbeitung | Processing
  PI1.4 | Ausgaben | Outputs
  PI1.5 | Speichern | Storing
  # P1 | Datenschutz: Mitteilung | Privacy: notice
  P1.1 | Betroffene unterrichten | Telling data subjects
  # P2 | Datenschutz: Wahl | Privacy: choice
  P2.1 | Einwilligung und Wahl | Consent and choice
  # P3 | Datenschutz: Erheben | Privacy: collection
  P3.1 | Nur Nötiges erheben | Collecting what is needed
  P3.2 | Ausdrückliche Einwilligung | Explicit consent
  # P4 | Datenschutz: Nutzen und Löschen | Privacy: use and disposal
  P4.1 | Zweckbindung | Use for the purpose
  P4.2 | Aufbewahrung | Retention
  P4.3 | Sicheres Löschen | Safe disposal
  # P5 | Datenschutz: Auskunft | Privacy: access
  P5.1 | Auskunft geben | Giving access
  P5.2 | Berichtigen | Correcting
  # P6 | Datenschutz: Weitergabe | Privacy: disclosure
  P6.1 | Weitergabe mit Einwilligung | Disclosure with consent
  P6.2 | Verzeichnis der Weitergaben | Record of disclosures
  P6.3 | Verzeichnis unbefugter Weitergaben | Record of unauthorised disclosures
  P6.4 | Zusagen von Dritten | Commitments of third parties
  P6.5 | Meldung durch Dritte | Notice by third parties
  P6.6 | Vorfälle mitteilen | Telling of breaches
  P6.7 | Wer welche Daten hat | Who holds which data
  # P7 | Datenschutz: Qualität | Privacy: quality
  P7.1 | Richtige und vollständige Daten | Accurate and complete data
  # P8 | Datenschutz: Beschwerden | Privacy: complaints
  P8.1 | Beschwerden und Aufsicht | Complaints and oversight
`,
)
