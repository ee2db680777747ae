/**
 * Wordings that are in no statement we know: the same promises said differently, in German and English. A line is the
 * sentence, its kind ("none": no claim), its capability and, where it matters, its strength.
 */
import { describe, expect, it } from 'vitest'
import { readStatement } from '../reading/read.ts'

const wordings = `
Jeder Login erfordert einen zweiten Faktor.|promise|C12|every
We require two-factor authentication for every employee account.|promise|C12|every
Admin logins are protected with hardware security keys and MFA.|promise|C12
Kunden können sich über ihren eigenen Identity Provider (SAML 2.0) anmelden.|option|C12|may
Shared accounts are prohibited.|promise|C12
Gemeinsam genutzte Konten sind nicht zulässig.|promise|C12
Kennwörter speichern wir nur gehasht mit bcrypt.|promise|C16|every
All traffic between your browser and our servers is encrypted using TLS 1.3.|promise|C16|every
Sämtliche Verbindungen zu unseren Servern sind per HTTPS verschlüsselt.|promise|C16|every
Customer data is encrypted at rest using AES-256.|promise|C16|every
Unsere Datenbanken und Dateispeicher sind mit AES-256 verschlüsselt.|promise|C16|every
Encryption keys are managed in AWS KMS and rotated annually.|promise|C16|at_least
Nur zwei benannte Personen haben Zugriff auf die Schlüssel.|promise|C16|every
Each customer's data is logically separated from that of other customers.|promise|C9|every
Die Daten verschiedener Kunden werden logisch voneinander getrennt gespeichert.|promise|C9|every
Production, staging and development environments are kept separate.|promise|C10|every
Produktivdaten werden nicht in Testumgebungen verwendet.|promise|C10
Every change to production is reviewed and approved by a second engineer before deployment.|promise|C11|every
Jede Codeänderung wird vor dem Einspielen von einer zweiten Person geprüft.|promise|C11|every
We follow the OWASP guidelines throughout our software development lifecycle.|promise|C11
Employees only get the access they need to do their job.|promise|C13|every
Zugriffsrechte werden nach dem Need-to-know-Prinzip vergeben.|promise|C13|every
Access rights are reviewed every quarter.|promise|C14|at_least
Wir überprüfen alle Berechtigungen halbjährlich.|promise|C14
When an employee leaves, all access is revoked within 24 hours.|promise|C15
Beim Ausscheiden von Beschäftigten werden sämtliche Zugänge unverzüglich gesperrt.|promise|C15|promptly
All employees sign a confidentiality agreement.|promise|C15|every
Alle Beschäftigten sind schriftlich zur Verschwiegenheit verpflichtet.|promise|C15|every
We may carry out background checks on new hires where permitted by law.|option|C15|may
All customer data is stored in data centers in Germany.|promise|C17|every
Die Verarbeitung findet ausschließlich in Rechenzentren in Deutschland statt.|promise|C17|every
Our hosting provider is ISO 27001 certified.|promise|C17
Zutritt zu den Serverräumen haben nur befugte Personen.|promise|C17|every
The data centers are monitored by CCTV around the clock.|promise|C17
We back up all databases every night and keep backups for 30 days.|promise|C18
Nächtlich wird eine vollständige Sicherung aller Datenbanken angelegt.|promise|C18
We restore a backup every month to verify that it works.|promise|C18
Die Rücksicherung wird vierteljährlich erprobt.|promise|C18|at_least
Backups are stored in a second region.|promise|C18
Logs from all systems are collected in a central SIEM.|promise|C19
Alle Zugriffe von Administratoren werden aufgezeichnet.|promise|C19|every
Administrator activity is recorded in a tamper-proof audit trail.|promise|C19
Our systems are monitored 24/7 for suspicious behaviour.|promise|C19
We have a documented incident response plan.|promise|C20|exists
Wir verfügen über einen dokumentierten Prozess zur Behandlung von Sicherheitsvorfällen.|promise|C20|exists
In the event of a data breach we notify affected customers within 48 hours.|promise|C20|promptly
Bei einer Datenschutzverletzung informieren wir betroffene Kunden innerhalb von 24 Stunden.|promise|C20|promptly
We scan our infrastructure for vulnerabilities weekly.|promise|C21|at_least
Kritische Sicherheitsupdates werden innerhalb von 7 Tagen eingespielt.|promise|C21|promptly
Critical vulnerabilities are remediated within 14 days.|promise|C21|promptly
An independent firm performs a penetration test every year.|promise|C22|at_least
Ein externes Unternehmen führt jährlich Penetrationstests durch.|promise|C22|at_least
We run a public bug bounty programme.|promise|C23
Security researchers can report vulnerabilities to security@example.com.|intake|C23
Wenn Sie eine Sicherheitslücke entdecken, schreiben Sie bitte an security@example.de.|intake|C23
If you discover a vulnerability, please report it to security@example.com.|intake|C23
We acknowledge every report within two working days.|promise|C23|promptly
We maintain a business continuity plan and test it annually.|promise|C24
Der Notfallplan wird jährlich geübt.|promise|C24|at_least
Before engaging a new vendor, we carry out a security assessment.|promise|C25
Mit allen Auftragsverarbeitern bestehen Verträge nach Art. 28 DSGVO.|promise|C25|every
We review our subprocessors annually.|promise|C25|at_least
All staff complete security awareness training upon hire and annually thereafter.|promise|C26|every
Alle Mitarbeiterinnen und Mitarbeiter werden jährlich zu Datenschutz und Informationssicherheit geschult.|promise|C26|every
Simulated phishing emails are sent to all staff every quarter.|promise|C26
Developers receive secure coding training.|promise|C26
Uploaded files are scanned for viruses.|promise|C27|every
Auf allen Arbeitsplatzrechnern ist ein Virenschutz installiert.|promise|C27
Our SOC 2 report is available upon request under NDA.|promise|C28
Auf Anfrage stellen wir unser ISO-27001-Zertifikat zur Verfügung.|promise|C28
Customers are responsible for keeping their passwords secret.|customer_duty|C29
Kunden müssen die Zugänge ihrer Nutzer selbst verwalten.|customer_duty|C29
You must ensure that you have a legal basis for the data you upload.|customer_duty|C29
Our CISO reports directly to the CEO.|promise|C2
Wir haben einen externen Datenschutzbeauftragten bestellt.|promise|C2
The executive team bears overall responsibility for information security.|promise|C2
We are certified according to ISO/IEC 27001:2022.|promise|C3
Our ISMS is based on ISO 27001.|promise|C3
All employees must read and accept our security policies.|promise|C4|every
Informationen werden nach ihrem Schutzbedarf klassifiziert.|promise|C4
We perform a risk assessment at least once a year.|promise|C5|at_least
Risiken werden jährlich identifiziert und bewertet.|promise|C5|at_least
Security objectives are measured with KPIs each quarter.|promise|C6
Wir verbessern unser ISMS kontinuierlich.|promise|C6
Interne Audits führen wir einmal im Jahr durch.|promise|C7|at_least
Senior management reviews the ISMS annually.|promise|C8|at_least
We do not sell customer data.|promise|
This policy is effective as of 1 January 2026.|notice|C1
Wir behalten uns vor, diese Maßnahmen anzupassen, sofern das Schutzniveau nicht sinkt.|notice|C1
We may update these measures from time to time without materially decreasing protection.|notice|C1
This document is provided for informational purposes and is not a guarantee.|notice|C1
We plan to obtain SOC 2 certification by 2027.|notice|
Security is our top priority.|none|
Acme GmbH, Musterstraße 1, 12345 Berlin|none|
Unter Verfügbarkeit versteht man den Zugang zu Systemen.|none|
Since 2012 thousands of teams have trusted our product.|none|
Our platform helps teams collaborate on documents.|none|
Passwords must be at least 12 characters long.|promise|C12|every
Inaktive Sitzungen werden nach 30 Minuten automatisch beendet.|promise|C12
API-Tokens verfallen nach 60 Tagen.|promise|C12
Direct access to production servers is limited to a small number of engineers.|promise|C13
Support staff can access customer accounts only with the customer's consent.|promise|C13
Laptops sind verschlüsselt und werden zentral verwaltet.|promise|C15
The servers have an uninterruptible power supply.|promise|C17
Wir setzen ausschließlich auf europäische Rechenzentren.|promise|C17
Kundendaten verlassen zu keinem Zeitpunkt die Europäische Union.|promise|C17
No customer data leaves the European Union.|promise|C17
Passwords are never stored in plain text.|promise|C16
Multi-Faktor-Authentisierung wird für sämtliche Administratoren erzwungen.|promise|C12
Zur Anmeldung ist neben dem Passwort ein Einmalpasswort erforderlich.|promise|C12
Employees authenticate with phishing-resistant passkeys.|promise|C12
Für jeden Mitarbeiter wird ein eigenes Benutzerkonto angelegt.|promise|C12
Users are assigned unique IDs.|promise|C12
Die Übermittlung personenbezogener Daten erfolgt verschlüsselt.|promise|C16
Daten werden auf verschlüsselten Festplatten abgelegt.|promise|C16
Secrets are kept in a dedicated vault.|promise|C16
Kryptografische Schlüssel werden einmal im Jahr gewechselt.|promise|C16|at_least
Zugriffe auf Produktivsysteme sind auf das notwendige Betriebspersonal beschränkt.|promise|C13
Administratorrechte werden nur befristet vergeben.|promise|C13
Privileged access is granted just in time and expires automatically.|promise|C13
Alle Benutzerrechte werden zweimal jährlich durch die Fachbereiche bestätigt.|promise|C14
Neue Releases werden vor der Auslieferung getestet und freigegeben.|promise|C11
Deployments happen exclusively through our CI/CD pipeline after peer review.|promise|C11
Wir führen ein Verzeichnis von Verarbeitungstätigkeiten.|promise|C5
Sicherheitsrelevante Ereignisse werden zentral gesammelt und ausgewertet.|promise|C19
Log files are retained for 12 months.|promise|C19|
Unser Bereitschaftsdienst ist rund um die Uhr erreichbar.|promise|C20
Nach jedem größeren Vorfall führen wir eine Ursachenanalyse durch.|promise|C20
Security patches are applied within 30 days of release.|promise|C21|promptly
Wir suchen laufend nach Schwachstellen in unseren Abhängigkeiten.|promise|C21
Pentests by external experts take place annually.|promise|C22|at_least
Findings from penetration tests are tracked until they are fixed.|promise|C21
Hinweise auf Schwachstellen nehmen wir unter security@example.org entgegen.|promise|C23
Wir antworten auf jede Meldung innerhalb von drei Arbeitstagen.|promise|C23|promptly
Unsere Wiederanlaufpläne werden einmal pro Jahr geprobt.|promise|C24|at_least
Our services run redundantly across three availability zones.|promise|C24
Dienstleister werden vor der Beauftragung auf ihre Eignung geprüft.|promise|C25
Subprocessors are contractually bound to the same data protection obligations.|promise|C25
Neue Unterauftragsverarbeiter kündigen wir 30 Tage im Voraus an.|promise|C25
Neue Beschäftigte werden innerhalb der ersten vier Wochen geschult.|promise|C26
Everyone at Acme completes security training every year.|promise|C26
Wir simulieren regelmäßig Phishing-Angriffe.|promise|C26|regularly
E-Mail-Anhänge werden auf Schadsoftware geprüft.|promise|C27
On reasonable request we provide evidence of our certifications.|promise|C28
Der Kunde ist für die sichere Aufbewahrung seiner Zugangsdaten verantwortlich.|customer_duty|C29
Customers are responsible for configuring access permissions within their workspace.|customer_duty|C29
Die Gesamtverantwortung für die Informationssicherheit trägt der Vorstand.|promise|C2
Ein Informationssicherheitsbeauftragter ist bestellt.|promise|C2|exists
Unser Informationssicherheits-Managementsystem ist nach ISO 27001 zertifiziert.|promise|C3
Verstöße gegen Richtlinien werden disziplinarisch geahndet.|promise|C4
Our policies are reviewed at least annually.|promise|C4|at_least
Restrisiken werden von der Geschäftsleitung akzeptiert.|promise|C5
Die Wirksamkeit der Maßnahmen wird regelmäßig überprüft.|promise|C6|regularly
Nichtkonformitäten werden durch Korrekturmaßnahmen behoben.|promise|C7
Einmal jährlich bewertet die Geschäftsführung das ISMS.|promise|C8|at_least
Diese Übersicht wird bei Bedarf aktualisiert und stellt keine Garantie dar.|notice|C1
Last reviewed: May 2026|none|
Tel.: +49 30 123456|none|
This page explains how we protect your data.|none|
Wir freuen uns auf Ihre Fragen.|none|
In the coming year we will introduce hardware keys for all staff.|notice|
Ab 2027 wird MFA für alle Konten verpflichtend.|notice|
Tenant data is kept in separate databases.|promise|C9
Kein Mandant kann Daten eines anderen Mandanten einsehen.|promise|C9
Testdaten sind anonymisiert.|promise|
Customer data is never used in development or test environments.|promise|C10
Visitors must sign in and are escorted at all times.|promise|C17
The building is equipped with smoke detectors and fire extinguishers.|promise|C17
Datenträger werden nach DIN 66399 vernichtet.|promise|C17
Our devices are protected by antivirus software.|promise|C27
Das Protokoll ist gegen nachträgliche Veränderung geschützt.|promise|C19
We will notify the supervisory authority within 72 hours.|promise|C20|promptly
Für den Zugriff auf alle internen Systeme ist eine Zwei-Faktor-Anmeldung vorgeschrieben.|promise|C12|every
Logins are protected by a second factor wherever the application supports it.|promise|C12|as_appropriate
Jedem Nutzer ist genau ein Konto zugeordnet; die Weitergabe von Zugangsdaten ist untersagt.|promise|C12
Kennwörter werden mit Salt und bcrypt gehasht.|promise|C16
Our login page locks accounts after ten failed attempts.|promise|C12
Wir vergeben nur die Rechte, die für die jeweilige Aufgabe nötig sind.|promise|C13|every
Administrative sessions are recorded.|promise|C19
Every quarter, system owners confirm who still needs access.|promise|C14|at_least
Verlässt eine Person das Unternehmen, werden ihre Konten noch am selben Tag deaktiviert.|promise|C15
All contractors sign an NDA before they start.|promise|C15|every
Datenbank-Backups werden alle sechs Stunden angelegt und in ein zweites Rechenzentrum kopiert.|promise|C18|at_least
We can restore the full database in under four hours.|option|C18
Once a quarter we rehearse a full restore.|promise|C18|at_least
Daten werden nicht in Länder außerhalb des EWR übermittelt.|promise|C17
Serverräume sind durch ein elektronisches Zutrittskontrollsystem gesichert.|promise|C17
All web traffic is served over HTTPS with HSTS enabled.|promise|C16|every
E-Mails werden transportverschlüsselt versendet.|promise|C16
Festplatten in Laptops sind vollständig verschlüsselt.|promise|C15
Private Schlüssel liegen in einem Hardware-Sicherheitsmodul (HSM).|promise|C16
A web application firewall protects our public endpoints.|promise|C9
Entwickler haben keinen Zugriff auf Produktionsdaten.|promise|C13
Jeder Release durchläuft automatisierte Tests und wird von mindestens einer weiteren Person freigegeben.|promise|C11
Third-party libraries are checked automatically for known vulnerabilities.|promise|C11
Unsere Systeme werden rund um die Uhr überwacht.|promise|C19
Security alerts are triaged within one hour.|promise|C19|promptly
Protokolldaten werden 180 Tage aufbewahrt.|promise|C19
Meldepflichtige Datenschutzverletzungen zeigen wir binnen 72 Stunden der zuständigen Aufsichtsbehörde an.|promise|C20|promptly
Customers are informed about incidents that affect them without undue delay.|promise|C20|promptly
Kritische Lücken schließen wir innerhalb von 48 Stunden.|promise|C21|promptly
Operating systems are patched monthly.|promise|C21|at_least
Einmal im Jahr lassen wir unsere Anwendung von externen Fachleuten auf Schwachstellen prüfen.|promise|C22|at_least
Our security.txt tells you how to reach us.|promise|C23
Wer uns eine Lücke meldet, erhält innerhalb von zwei Tagen eine Antwort.|promise|C23|promptly
Es gibt einen Notfallplan, der jährlich getestet wird.|promise|C24
We have signed data processing agreements with all of our vendors.|promise|C25|every
Eine aktuelle Liste der Unterauftragnehmer ist öffentlich.|promise|C25
Vendors with access to customer data are reassessed every year.|promise|C25|at_least
Zum Onboarding gehört eine Schulung zur Informationssicherheit.|promise|C26
Developers are trained in secure coding annually.|promise|C26|at_least
Hochgeladene Dateien werden vor der Speicherung auf Viren geprüft.|promise|C27
You remain responsible for the security of your own devices.|customer_duty|C29
Der Auftraggeber hat sicherzustellen, dass nur berechtigte Personen Zugang erhalten.|customer_duty|C29
Für die Rechtmäßigkeit der Datenverarbeitung ist der Kunde verantwortlich.|customer_duty|C29
The board approves the information security policy.|promise|C4
Unsere Datenschutzbeauftragte erreichen Sie unter datenschutz@example.org.|none|
Our information security management system is certified to ISO/IEC 27001.|promise|C3
Wir sind nach ISO 27001 zertifiziert.|promise|C3
Informationswerte sind inventarisiert und haben einen Verantwortlichen.|promise|C5
Each risk has an owner and a treatment plan.|promise|C5|every
We track security metrics every month.|promise|C6|at_least
Internal auditors check compliance with our ISMS every year.|promise|C7|at_least
Die Geschäftsführung überprüft das ISMS jährlich im Rahmen einer Managementbewertung.|promise|C8|at_least
Diese Fassung gilt ab dem 1. Januar 2026 und ersetzt alle früheren.|notice|C1
© 2026 Acme Inc. All rights reserved.|none|
Weitere Informationen finden Sie in unserer Datenschutzerklärung.|none|
What happens if a backup fails?|none|
We are currently preparing for a SOC 2 audit.|notice|
Kunden können eigene Verschlüsselungsschlüssel verwenden.|option|C16|may
Optional kann die Anmeldung auf bestimmte IP-Adressen beschränkt werden.|option|
`

describe('a promise is recognised in other words', () => {
  it.each(
    wordings
      .trim()
      .split('\n')
      .map((line) => line.split('|')),
  )('%s', (sentence = '', kind = '', capability = '', quantifier = '') => {
    const { claims } = readStatement(new TextEncoder().encode(sentence), 'statement.md')
    if (kind === 'none') {
      expect(claims).toEqual([])
      return
    }
    expect(claims).toHaveLength(1)
    expect(claims[0]?.kind).toBe(kind)
    if (capability !== '') expect(claims[0]?.measures.map((measure) => measure.capability)).toContain(capability)
    if (quantifier !== '') expect(claims[0]?.quantifier).toBe(quantifier)
  })
})
