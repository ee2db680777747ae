/** C25, C26, C28 and C29: suppliers, training, confirmations on request, what customers do. */
import type { Measure } from './shape.ts'

const accepted = {
  de: 'Der Kunde nimmt seine Pflichten in der geltenden Fassung an; Beleg zeigt ihm den eigenen Stand.',
  en: 'The customer accepts the duties in the version in force; Beleg shows them where they stand.',
}

export const peopleSupplierMeasures: readonly Measure[] = [
  {
    id: 'supplier.assessment', capability: 'C25',
    title: { de: 'Bewertung vor der Beauftragung', en: 'Assessment before engagement' },
    proof: { de: 'Bewerten Sie jeden Lieferanten im Register; ohne Bewertung bleibt er gesperrt.', en: 'Assess every supplier in the register; without it the supplier stays blocked.' },
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'event', population: 'supplier',
    references: ['A.5.19', 'A.5.21', 'CC9.2'],
    concepts: ['0.94 supplier beforeUse assess', '0.88 supplier beforeUse review', '0.8 supplier assess !contract !monitor !incident !align !certify !hosting', '0.8 supplier beforeUse !contract !incident'],
  },
  {
    id: 'supplier.contract', capability: 'C25',
    title: { de: 'Sicherheit steht im Vertrag', en: 'Security is in the contract' },
    proof: { de: 'Hinterlegen Sie die Verträge; die Klauselliste zeigt, was fehlt.', en: 'Register the contracts; the clause list shows what is missing.' },
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'event', population: 'supplier',
    references: ['A.5.20', 'GDPR 28', 'CC9.2'],
    concepts: ['0.94 contract clause !confidentialityDuty', '0.9 contract supplier', '0.7 clause supplier contract', '0.6 contract gdpr'],
  },
  {
    id: 'supplier.monitoring', capability: 'C25',
    title: { de: 'Lieferanten werden überwacht', en: 'Suppliers are monitored' },
    proof: { de: 'Führen Sie Nachweise und nächste Prüfung je Lieferant; Ablauf wird gemeldet.', en: 'Keep assurance and next review per supplier; expiry is reported.' },
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'calendar', population: 'supplier',
    references: ['A.5.22', 'CC9.2'],
    concepts: ['0.9 supplier superviseSupplier !beforeUse !incident !clause !hosting !pentest !contract', '0.7 supplier superviseSupplier !beforeUse !pentest !internalAudit !incident !contract'],
  },
  {
    id: 'supplier.register', capability: 'C25',
    title: { de: 'Verzeichnis der Unterauftragsverarbeiter', en: 'Register of subprocessors' },
    proof: { de: 'Beleg vergleicht das Verzeichnis mit Rechnungen, Anmeldungen und ausgehenden Verbindungen.', en: 'Beleg compares the register with invoices, logins and outgoing connections.' },
    evidenceClass: 'machine', maxAge: 'P30D', trigger: 'continuous', population: 'supplier',
    references: ['A.5.19', 'GDPR 28'], concepts: ['0.9 supplierList'],
  },
  {
    id: 'supplier.change-notice', capability: 'C25',
    title: { de: 'Neue Unterauftragsverarbeiter werden angekündigt', en: 'New subprocessors are announced' },
    proof: { de: 'Ankündigung und Widerspruchsfrist gehören zum Register; vorher bleibt der Dienst gesperrt.', en: 'Notice and objection window are part of the register; until then the service stays blocked.' },
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'event', population: 'supplier',
    references: ['GDPR 28'], concepts: ['0.85 supplierChange supplier', '0.9 supplier notify supplierChange'],
  },
  {
    id: 'supplier.transfer', capability: 'C25',
    title: { de: 'Übermittlung in Drittländer ist abgesichert', en: 'Third-country transfers are covered' },
    proof: { de: 'Hinterlegen Sie je Übermittlung die Grundlage und ihre Prüfung.', en: 'Register the legal basis of each transfer and its assessment.' },
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'calendar', population: 'transfer',
    references: ['GDPR 44', 'GDPR 46'], concepts: ['0.88 transferTool'],
  },
  {
    id: 'awareness.training', capability: 'C26',
    title: { de: 'Alle werden geschult', en: 'Everyone is trained' },
    proof: { de: 'Verbinden Sie die Personalliste; jede aktive Person braucht einen bestandenen Kurs in ihrer Frist.', en: 'Connect the staff list; every active person needs a passed course within the limit.' },
    evidenceClass: 'export', maxAge: 'P12M', trigger: 'calendar', population: 'person',
    references: ['A.6.3', 'CC1.4', 'GDPR 39'],
    concepts: ['0.92 training staff !phishing', '0.9 training secureWorkEducation !phishing !role', '0.7 training !phishing !role', '0.72 training secureWorkEducation !phishing'],
  },
  {
    id: 'awareness.role-training', capability: 'C26',
    title: { de: 'Besondere Rollen werden besonders geschult', en: 'Special roles get special training' },
    proof: { de: 'Ordnen Sie Kurse den Rollen zu; wer die Rolle hat, braucht den Kurs.', en: 'Assign courses to roles; whoever has the role needs the course.' },
    evidenceClass: 'export', maxAge: 'P12M', trigger: 'calendar', population: 'person',
    references: ['A.6.3', 'A.8.28'], concepts: ['0.93 training role !phishing', '0.86 sdlc training'],
  },
  {
    id: 'awareness.phishing', capability: 'C26',
    title: { de: 'Phishing-Übungen', en: 'Phishing exercises' },
    proof: { de: 'Starten Sie eine Kampagne; gezählt wird nur in Gruppen, nie je Person.', en: 'Start a campaign; results are counted in groups, never per person.' },
    evidenceClass: 'machine', maxAge: 'P92D', trigger: 'calendar', population: 'campaign',
    references: ['A.6.3'], concepts: ['0.95 phishing !mfa'],
  },
  {
    id: 'attestation.on-request', capability: 'C28',
    title: { de: 'Bestätigung auf Anfrage', en: 'Confirmation on request' },
    proof: { de: 'Richten Sie die Anfrage mit Prüfung und Vertraulichkeit ein; jede Ausgabe wird festgehalten.', en: 'Set up requests with verification and confidentiality; every issue is recorded.' },
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'event', population: 'request',
    references: ['A.5.14', 'A.6.6', 'GDPR 28'], concepts: ['0.93 attestation onRequest !report', '0.9 attestation onRequest'],
  },
  {
    id: 'customer-duty.user-access', capability: 'C29',
    title: { de: 'Kunden verwalten ihre Benutzer', en: 'Customers manage their users' }, proof: accepted,
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'event', population: 'tenant',
    references: ['A.5.23', 'CC2.3'], concepts: ['0.9 userAccess customerDuty'],
  },
  {
    id: 'customer-duty.feature-configuration', capability: 'C29',
    title: { de: 'Kunden stellen Sicherheitsfunktionen ein', en: 'Customers configure the security features' }, proof: accepted,
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'event', population: 'tenant',
    references: ['A.5.23', 'CC2.3'], concepts: ['0.94 configure customerDuty'],
  },
  {
    id: 'customer-duty.lawful-upload', capability: 'C29',
    title: { de: 'Kunden verarbeiten rechtmäßig', en: 'Customers process lawfully' }, proof: accepted,
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'event', population: 'tenant',
    references: ['GDPR 24', 'CC2.3'], concepts: ['0.95 lawful customerDuty'],
  },
  {
    id: 'customer-duty.own-backups', capability: 'C29',
    title: { de: 'Kunden sichern ihre eigenen Quellen', en: 'Customers back up their own sources' }, proof: accepted,
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'event', population: 'tenant',
    references: ['A.8.13', 'CC2.3'], concepts: ['0.95 ownBackup customerDuty'],
  },
  {
    id: 'customer-duty.own-infrastructure', capability: 'C29',
    title: { de: 'Kunden schützen ihre Geräte', en: 'Customers protect their devices' }, proof: accepted,
    evidenceClass: 'document', maxAge: 'P12M', trigger: 'event', population: 'tenant',
    references: ['A.8.1', 'CC2.3'], concepts: ['0.95 ownInfrastructure customerDuty'],
  },
]
