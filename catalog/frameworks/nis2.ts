/** Directive (EU) 2022/2555 (NIS2), what it asks of entities, and the annex of Implementing Regulation (EU) 2024/2690. */
import { defineFramework } from './shape.ts'

export const nis2 = defineFramework(
  {
    id: 'nis2',
    title: { de: 'NIS2', en: 'NIS2' },
    edition: '(EU) 2022/2555, (EU) 2024/2690',
    extent: {
      de: 'Richtlinie Artikel 20, 21 und 23; Anhang der Verordnung, Nummern 1 bis 13',
      en: 'Directive articles 20, 21 and 23; annex of the regulation, points 1 to 13',
    },
    certifiable: false,
  },
  `
  # NIS2 | Richtlinie | Directive
  20 | Pflichten der Leitung | Duties of management
  21(2)(a) | Risiken und Sicherheitskonzept | Risks and security policy
  21(2)(b) | Umgang mit Vorfällen | Handling of incidents
  21(2)(c) | Fortführung, Sicherung, Krise | Continuity, backup, crisis
  21(2)(d) | Lieferkette | Supply chain
  21(2)(e) | Erwerb, Entwicklung, Wartung | Acquisition, development, maintenance
  21(2)(f) | Wirksamkeit bewerten | Assessing effectiveness
  21(2)(g) | Hygiene und Schulung | Hygiene and training
  21(2)(h) | Kryptografie | Cryptography
  21(2)(i) | Personal, Zugriff, Anlagen | Staff, access, assets
  21(2)(j) | Mehrere Faktoren, sichere Kommunikation | Several factors, secure communication
  23 | Berichtspflichten | Reporting duties
  # IR.1 | Konzept | Policy
  1.1 | Sicherheitskonzept | Security policy
  1.2 | Rollen und Befugnisse | Roles and powers
  # IR.2 | Risiko | Risk
  2.1 | Rahmen für Risiken | Risk framework
  2.2 | Einhaltung überwachen | Monitoring compliance
  2.3 | Unabhängige Überprüfung | Independent review
  # IR.3 | Vorfälle | Incidents
  3.1 | Konzept für Vorfälle | Incident policy
  3.2 | Überwachen und protokollieren | Monitoring and logs
  3.3 | Ereignisse melden | Reporting events
  3.4 | Ereignisse bewerten | Rating events
  3.5 | Reagieren | Responding
  3.6 | Nachbereiten | Reviewing afterwards
  # IR.4 | Fortführung | Continuity
  4.1 | Notfall- und Wiederanlaufplan | Continuity and recovery plan
  4.2 | Sicherung und Redundanz | Backup and redundancy
  4.3 | Krisenmanagement | Crisis management
  # IR.5 | Lieferkette | Supply chain
  5.1 | Konzept für die Lieferkette | Supply chain policy
  5.2 | Verzeichnis der Lieferanten | Directory of suppliers
  # IR.6 | Erwerb, Entwicklung, Wartung | Acquisition, development, maintenance
  6.1 | Erwerb von Diensten und Produkten | Acquiring services and products
  6.2 | Sichere Entwicklung | Secure development
  6.3 | Konfiguration | Configuration
  6.4 | Änderungen und Wartung | Changes and maintenance
  6.5 | Sicherheitstests | Security tests
  6.6 | Patches | Patches
  6.7 | Netzsicherheit | Network security
  6.8 | Unterteilung der Netze | Dividing networks
  6.9 | Schadsoftware und fremde Software | Malware and unauthorised software
  6.10 | Schwachstellen behandeln und offenlegen | Handling and disclosing weaknesses
  # IR.7 | Wirksamkeit | Effectiveness
  7 | Wirksamkeit der Maßnahmen bewerten | Assessing whether measures work
  # IR.8 | Menschen | People
  8.1 | Bewusstsein und Hygiene | Awareness and hygiene
  8.2 | Schulung | Training
  # IR.9 | Kryptografie | Cryptography
  9 | Einsatz von Kryptografie | Use of cryptography
  # IR.10 | Personal | Staff
  10.1 | Sicherheit des Personals | Security of staff
  10.2 | Hintergrund prüfen | Checking background
  10.3 | Austritt und Wechsel | Leaving and moving
  10.4 | Folgen von Verstößen | Consequences of breaches
  # IR.11 | Zugriff | Access
  11.1 | Konzept für den Zugriff | Access policy
  11.2 | Rechte verwalten | Managing rights
  11.3 | Privilegierte Konten | Privileged accounts
  11.4 | Systeme zur Verwaltung | Administration systems
  11.5 | Identifizieren | Identification
  11.6 | Authentifizieren | Authentication
  11.7 | Mehrere Faktoren | Several factors
  # IR.12 | Werte | Assets
  12.1 | Einstufung | Classification
  12.2 | Umgang mit Werten | Handling assets
  12.3 | Wechseldatenträger | Removable media
  12.4 | Verzeichnis | Inventory
  12.5 | Rückgabe und Löschung | Return and deletion
  # IR.13 | Umgebung | Environment
  13.1 | Versorgung | Utilities
  13.2 | Gefahren aus der Umwelt | Environmental threats
  13.3 | Grenzen und Zutritt | Perimeter and entry
`,
)
