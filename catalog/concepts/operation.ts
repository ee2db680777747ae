/** Words for change, monitoring, incidents, vulnerabilities and malware. Term syntax: see concepts/identity.ts. */
export const operationConcepts = {
  change: `
    change management, changemanagement, aenderungsmanagement, aenderungsprozess*, change prozess*, change process*,
    aenderung, aenderungen, change control, changes, change, deployment*, deploys, deployed, deploy, release,
    releases, rollout*, systemaenderung*, code change*, codeaenderung*, ausgerollt*, ausliefer*, auslieferung*,
    pull request*, merge request*, merge, updates, konfigurationsaenderung*, einspiel*, production changes, go live,
    veroeffentlichung von software, software updates`,
  controlled: `
    kontrolliert*, controlled, prozess*, process*, geregelt*, dokumentiert*, documented, change management,
    changemanagement, aenderungsmanagement, freigabeprozess*, verfahren, procedure*, formal*, gesteuert*, managed,
    definiert*, defined, policy, ticket*, tracked`,
  approve: `
    freigegeben*, freigabe*, genehmig*, approv*, signed off, sign off, freigibt, vier augen*, four eyes, 4 augen*,
    sechs augen*, peer review*, second person, zweite person, zweiten person, another engineer, another developer,
    zweiter entwickler*, independent reviewer, freizugeben, abgenommen, abnahme*, authorized before, gegengelesen`,
  codeReview: `
    code review*, codereview*, peer review*, code pruef*, code wird, reviewed by, pull request*, review by another,
    gegenlesen, quellcode pruef*, merge request*, source code review*, code reviews, reviews von code,
    branch protection, codeueberpruef*, code is reviewed`,
  sdlc: `
    sdlc, softwareentwicklung*, software entwicklung*, entwicklungslebenszyklus*, software development,
    secure development, sichere entwicklung*, sicheren entwicklung*, entwicklungsprozess*, development lifecycle,
    development life cycle, secure coding, sichere programmier*, secure software, sicherer softwareentwicklung,
    engineering practices, ssdlc, devsecops, entwicklungsrichtlinie*, coding standard*, coding guideline*,
    programmierrichtlinie*, application security, anwendungssicherheit, coding practices`,
  dependency: `
    abhaengigkeit*, dependency, dependencies, third party librar*, open source komponent*, open source component*,
    sbom, software bill, bibliothek*, libraries, dependabot, drittkomponent*, software composition, pip audit,
    npm audit, renovate`,
  staticAnalysis: `
    sast, dast, statische analyse, statische code*, statischer code*, static analysis, static code analysis,
    static application, linter, code scanning, codescan*, automated code analysis, dynamic application, semgrep,
    codeql, sonarqube, automatisierte sicherheitstests, automated security test*, sicherheits testsuite,
    static security, dynamic analysis`,
  secretScan: `
    secret scanning, secret scan*, secrets scanning, gitleaks, hardcoded secret*, hart codiert*, no secrets in,
    keine secrets in, never commit secrets, secret detection, hartkodiert*`,
  signedBuild: `
    signed build*, signierte artefakt*, signierte build*, signed artifact*, signed artefact*, code signing,
    provenance, slsa, signed container*, signierte container*, container image*, image signing, reproducible build*,
    codesignatur*, signierte images, signed images, signierte release*, signed release*`,
  log: `
    log file*, logfile*, logs, logging, log data, log entries, security log, event log, access log, system log,
    activity log, protokoll*, protokollier*, *protokoll, *protokollierung, audit log*, auditlog*, audit trail*,
    event log*, logfile*, logdaten, aufgezeichnet*, aufzeichn*, recorded, logged, erfasst, mitgeschrieben,
    audit record*, nachvollziehbar*, protokolliert, traceab*, eingabekontrolle, mitprotokoll*, journal,
    audit history, hauptbuch, ledger`,
  auditLog: `
    audit log*, auditlog*, audit trail*, audit protokoll*, auditprotokoll*, revisionssicher*, activity log*,
    aktivitaetsprotokoll*, audit record*, pruefprotokoll*, aenderungsprotokoll*, zugriffsprotokoll*, access log*,
    eingabekontrolle, pruefpfad*, change log of, audit history, ledger, prueflog*, aktivitaetslog*, journal`,
  centralLog: `
    zentrale protokollierung, zentral protokolliert, zentrales logging, zentrale log*, zentral gesammelt*,
    zentraler protokoll*, zentralisiert*, centralized log*, centralised log*, central log*, centrally logged,
    logs are centrali*, centrally collected, log aggregation, log management, logmanagement, siem,
    logs are collected, log collection, security log*, sicherheitsprotokoll*, sicherheitsrelevante protokoll*,
    central logging, log server, logserver, zentral erfasst*, zentral zusammen*, zentral ausgewertet*,
    logs are aggregated, sicherheitsrelevanter taetigkeiten, sicherheitsrelevanter ereignisse,
    sicherheitsrelevante ereignisse, security relevant events, security relevant activit*, security event log*,
    security relevant log*, security events are logged, structured log*, logon attempts, logging of security,
    protokollierung sicherheit*, centrally`,
  siem: `
    siem, security information event management, security information and event management,
    security operations cent*, soc team, xdr, edr, managed detection`,
  monitor: `
    monitor*, ueberwach*, monitoring, ueberwachung*, *monitoring, *ueberwachung, surveill*, beobacht*, detect*,
    erkennung, erkannt, erkennt, angriffserkennung*, anomalie*, anomaly, anomalies, intrusion detection, ids,
    alarm*, alert*, alerts, alarmier*, observability, warnmeldung*, healthcheck*, health check*, watch`,
  securityEvent: `
    sicherheitsereignis*, sicherheitsrelevant*, security event*, security monitoring, sicherheitsmonitoring,
    unbefugte aktivitaet*, unbefugten aktivitaet*, unautorisierte aktivitaet*, unauthorized activit*,
    unauthorised activit*, verdaecht*, suspicious, angriff*, attack*, intrusion*, eindring*, anomal*, bedrohung*,
    threat*, malicious activit*, nefarious, systeme, systems, infrastructure, infrastruktur, plattform, platform,
    umgebung, environment, rund um die uhr, 24 7, around the clock, tools, werkzeug*, security incident*,
    sicherheitsueberwachung*, missbrauch*, abnormal*, services, dienste`,
  securityMonitoring: `
    security monitoring, sicherheitsmonitoring, sicherheitsueberwachung*, threat detection, angriffserkennung*,
    intrusion detection*, intrusion attempts, attempted intrusions, suspicious activit*, verdaechtige aktivitaet*,
    anomaly detection, anomalieerkennung*`,
  alert: 'alarm*, alert*, alarmier*, benachrichtigung*, pagerduty, paged, on call engineer*, warnmeldung*, alerting',
  timeSync: 'ntp, zeitsynchron*, time synchron*, clock synchron*, uhrzeit*, uhren',
  incident: `
    sicherheitsvorfall*, sicherheitsvorfaell*, vorfall*, vorfaell*, incident*, incident response,
    security incident*, datenpanne*, breach*, data breach*, datenschutzverletz*, datenschutzvorfall*,
    datenschutzvorfaell*, security breach*, sicherheitsverletz*, stoerfall*, compromise*, it notfall, cyberangriff*,
    security event response, sicherheitsereignissen reagier*`,
  response: `
    response, reaktion*, reagier*, behandl*, prozess*, process*, runbook*, playbook*, plan, handling, handle*,
    managed, verfahren, procedure*, eindaemm*, contain*, bewaelt*, management, respond*, meldeprozess*, ablauf,
    ablaeufe, bearbeitet, remediat*, team, investigat*, untersuch*, mitigat*, concept, konzept, meldeweg*,
    notfallplan`,
  escalation: `
    eskalation*, eskaliert*, escalat*, reaktionszeit*, response time*, reaktionsfrist*, severity level*,
    schweregrad*, priorit*, severity, alarmierungskette*, on call, rufbereitschaft*, bereitschaft*, 24 7,
    rund um die uhr`,
  onCall: 'on call*, rufbereitschaft*, bereitschaftsdienst*, bereitschaft, 24 7 incident, notdienst',
  notify: `
    benachrichtig*, informier*, inform, informs, informed, informing, melde*, gemeldet*, meldung*, meldepflicht*,
    notif*, unterricht*, notice, report to, reported to, in kenntnis, mitgeteilt*, mitteil*, reporting obligation*,
    anzeige*, kommuniziert, communicat*, told, tell, disclose to, let you know, erstattet, reporting dut*,
    notification dut*`,
  authority: `
    aufsichtsbehoerde*, behoerde*, datenschutzbehoerde*, supervisory authorit*, data protection authorit*,
    regulator, regulators, regulatory authorit*, authority, authorities, bsi, art 33, artikel 33, article 33,
    articles 33, art 34, meldepflicht*, 72 stunden, 72 hours, 72 h, 72h, zweiundsiebzig stunden, seventy two hours,
    nis2, nis 2, bsig, gesetzliche fristen, gesetzlichen fristen, legal requirement*`,
  customer: `
    kund*, customer*, auftraggeber*, client, clients, sie, you, users, betroffene*, affected, vertragspartner*,
    controller, verantwortlichen, data subject*, betroffenen`,
  lessons: `
    lessons learned, post mortem*, postmortem*, nachbereit*, root cause*, ursachenanaly*, post incident*,
    nachbesprech*, incident review*, retrospective*`,
  vulnerability: `
    schwachstell*, vulnerabilit*, sicherheitsluecke*, verwundbark*, cve, cves, security flaw*, security issue*,
    sicherheitsmaengel, security weakness*, security finding*, sicherheitsproblem*, security bug*, luecken,
    *schwachstellen, vulnerabilitys`,
  scan: `
    scan, scans, scanning, gescannt*, scanner*, scannen, schwachstellenscan*, schwachstellenbewert*,
    vulnerability assessment*, vulnerability scan*, bewertung*, assessment*, identif*, erkenn*, untersuch*,
    ermitteln, ermittlung*, detection, *scan, *scans, *scanning, automated test*, trivy, suchen, gesucht, search,
    sucht, searched, schwachstellenanalys*, discover`,
  patch: `
    patch*, sicherheitsupdate*, sicherheitsaktualisier*, security update*, security patch*, sicherheitspatch*,
    systemupdate*, software update*, abhaengigkeits updates, dependency updates, system updates,
    software is updated, updated regularly, regularly updated, regelmaessig aktualisiert, patchmanagement*,
    unpatched, auf aktuellem stand, systeme aktuell, latest security, up to date, updates eingespielt, kept current`,
  remediate: `
    behob*, beheb*, beseitig*, remediat*, fixed, fix, fixes, resolved, resolve*, geschlossen, schliess*, mitigat*,
    priorisier*, prioriti*, nachverfolg*, addressed, abgestell*, korrigiert, corrected, repaired, gefixt`,
  result: `
    ergebnis*, befund*, feststellung*, findings, finding, results, result, erkenntnis*, maengel, issues identified,
    gaps, identified`,
  pentest: `
    penetrationstest*, penetration test*, pentest*, pen test*, penetration testing, eindringtest*, ethical hack*,
    red team*, penetrationspruef*, sicherheitstest durch extern*, penetrationstester*, security assessment by,
    offensive security`,
  independent: `
    unabhaengig*, independent*, extern*, external*, dritte, dritter, third party, third parties, drittparteien,
    spezialist*, specialist*, qualifizierte*, qualified, security firm*, outside expert*, fachfirma*,
    sachverstaendig*, outside firm*, beratungsunternehmen, spezialisierte*`,
  specialist: `
    externe fachleute, externen fachleuten, externe expert*, externen expert*, external expert*, outside experts, sicherheitsspezialist*, security specialist*, security expert*, sicherheitsexpert*, security firm*,
    security consultant*, sicherheitsdienstleister*, security resource*, security professional*, security assessor*,
    security researchers to test, testing firm*, security testing firm*, security testers`,
  disclosure: `
    responsible disclosure*, coordinated disclosure*, vulnerability disclosure*, coordinated vulnerability*, cvd,
    bug bounty*, bugbounty*, disclosure programm*, disclosure program*, schwachstellen melden,
    schwachstellen sicher zu melden, report vulnerabilit*, report a vulnerab*, report security vuln*,
    report security issue*, report security bug*, reporting security issue*, hall of fame, security researcher*,
    sicherheitsforsch*, offenlegung*, vdp, schwachstellenmeldung*, schwachstellen zu melden,
    koordinierte offenlegung, hackerone, bugcrowd, reporting a vulnerab*, good faith,
    verantwortungsvolle offenlegung, finder, verantwortungsvolle meldung`,
  mailbox: `
    security mail*, security e mail*, security@*, kontaktier*, contact us, e mail, email, postfach*, mailbox,
    reach us, erreichen sie, melden sie sich, wenden sie sich, get in touch, contact, meldestelle*, meldekanal*,
    reporting channel*, visit our, write to, schreiben sie`,
  report: `
    meldung, meldungen, melden, meldet, report, reports, reported, reporting, hinweis, hinweise, melder*, reporter*,
    submission*, eingereicht*, finder*, your message, ihre nachricht, einsendung*`,
  receipt: `
    eingang, eingangsbestaetig*, bestaetig*, empfang*, acknowledg*, confirm receipt, confirm*, receipt, antwort*,
    respond*, reply, rueckmeldung*, naechste schritte, weiteren schritte, weiteres vorgehen, next steps,
    weitere vorgehen, status update*, auf dem laufenden, keep you informed, weitere schritte`,
  reportContent: `
    schritte zur reproduktion, reproduzier*, reproduktion, steps to reproduce, reproduce*, reproduction,
    beschreibung der schwachstelle, beschreibung des vorfalls, beschreibung, description, kontaktdaten,
    contact details, contact information, ihren namen, ihr name, your name, proof of concept, nachstell*,
    betroffene system*, affected system*, screenshots, affected component*, how to reproduce,
    how it can be reproduced, erreichen koennen, what you observed, name, betroffene komponente*`,
  securityTxt: 'security txt, well known security',
  malware: `
    malware*, schadsoftware*, schadprogramm*, virus, viren, virenschutz*, virenscan*, antivirus*, anti virus*,
    anti malware*, antimalware*, endpoint protection, edr, endpoint detection, ransomware schutz, trojan*, viruses,
    bekannten branchenbedrohungen, bekannten bedrohungen, known threats, virenscanner*, clamav`,
  malicious: `
    schadcode*, malicious code*, boesartig*, malicious software*, backdoor*, hintertuer*, harmful code,
    schaedlichen code, schaedlicher code, time bomb*, disabling code`,
  upload: `
    upload*, hochgelad*, hochlad*, dateiupload*, attachments, anhaenge, e mail anhaeng*, uploaded files,
    dateianhaeng*, dateien werden vor`,
} as const
