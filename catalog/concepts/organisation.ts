/** Words for governance, frameworks, risk, suppliers, people and customers. Term syntax: see concepts/identity.ts. */
export const organisationConcepts = {
  statement: `
    diese fassung, this version, security statement, sicherheitsaussage*, diese informationssicherheitsmassnahmen, diese sicherheitsmassnahmen,
    diese massnahmen, this document, dieses dokument*, dieses security statement, these security measures,
    these measures, this statement, dieser erklaerung, diese erklaerung, this security statement, this page,
    diese seite, dieser seite, this policy, diese richtlinie, diese policy, diese leitlinie, these toms, diese toms,
    this overview, security documentation, sicherheitsdokumentation, diese tom, dieser anlage, this annex,
    diese anlage, diese beschreibung, this description, massnahmenkatalog, tom review, diese uebersicht,
    diese aussagen, these technical and organi*, dieser aussage, diese aussage, diese zusicherung*, dieser text,
    this text, sicherheitserklaerung`,
  overallLevel: `
    gesamtschutzniveau*, schutzniveau*, sicherheitsniveau*, level of protection, overall protection,
    overall security, level of security, wesentlich verringer*, materially reduc*, material reduction,
    materially decreas*, materially degrad*, materially diminish*, not reduce, nicht verringert,
    wesentlich gemindert, nicht gesenkt, nicht abgesenkt, wesentlich reduziert, nicht unterschritten,
    materially lower, materially weaken*, nicht geschwaecht`,
  descriptive: `
    beschreibender natur, descriptive, keine garantie*, no guarantee*, not a guarantee, no warrant*, keine gewaehr*,
    begruendet keine, informational purposes, informationszweck*, not constitute, stellt keine, keine zusicherung*,
    for information only, keine vertrag*, unverbindlich*, not legally binding, rechtlich nicht bindend,
    nur der information, dient der information, keine rechtsberatung, does not form part`,
  validity: `
    takes effect, replaces all, gelten ab, gilt ab, gilt fuer, in kraft, wirksam ab, effective, effective as of, effective from,
    datum ihrer veroeffentlichung, date of publication, last updated, valid from, valid as of, gueltig ab, gueltig,
    treten in kraft, tritt in kraft, veroeffentlichung, apply from, applies from, applies to, take effect,
    in der fassung, stand vom, supersede*, ersetzt alle`,
  governanceResponsibility: `
    verantwortung, verantwortlich, gesamtverantwortung, gesamtverantwortlich*, accountable, accountability,
    responsibility, responsible, rechenschaft*, oversight, oversees, liegt bei, traegt, commitment of management,
    ultimately responsible, responsibilities, verantwortlichkeiten, zustaendigkeiten`,
  management: `
    geschaeftsfuehr*, geschaeftsleit*, vorstand*, management, executive*, leadership, board, ceo,
    senior management, fuehrungsebene, unternehmensleitung, top management, managing director*, fuehrung,
    leitungsebene, leitung, geschaeftsfuehrerin, chief executive*, cto, chief technology*, directors,
    leadership team, inhaber, gesellschafter, c level`,
  isb: `
    isb, ciso, informationssicherheitsbeauftragt*, information security officer*,
    chief information security officer, security officer*, sicherheitsbeauftragt*, head of security,
    it sicherheitsbeauftragt*, security lead, informationssicherheits beauftragt*, security advisor`,
  assigned: 'assigned, zugewiesen, festgelegt, designated, benannt*, definiert*, defined, allocated, geregelt, clear',
  policyCovers: `
    policies covering, policies that cover, policies for, richtlinien zu, richtlinien fuer, richtlinien zur,
    set of policies, information security policies, information security policy, sicherheitsrichtlinien,
    leitlinie zur informationssicherheit, informationssicherheitsleitlinie*, sicherheitsleitlinie*, security policies`,
  appointed: `
    bestellt*, benannt*, ernannt*, appointed, designated, serves as, have a, has a, has an, have an, haben einen,
    haben eine, gibt es, es gibt, existiert, reports to, berichtet, unterstuetzt, dedicated, liegt bei, verantwortet,
    leads, led by, verfuegt ueber, verfuegen ueber, unterhaelt, our, unser, unsere, responsible, verantwortlich,
    verantwortlicher, geleitet`,
  dpo: 'datenschutzbeauftragt*, data protection officer*, dpo, dsb, privacy officer*, datenschutzkoordinator*',
  securityTeam: `
    security team*, sicherheitsteam*, compliance team*, security compliance team, operative umsetzung,
    dedicated team, team dedicated, security committee*, sicherheitsgremium*, security review team,
    team responsible for security, security organization, berichtet direkt, direkt an die geschaeftsfuehrung,
    sicherheitsorganisation*, security organisation, information security team, security engineers,
    security engineer*, reports directly, berichtet unmittelbar, security council*, sicherheitsrat*,
    abteilung fuer informationssicherheit, security department*, security function, security board*, arbeitskreis*,
    security guild*, team fuer informationssicherheit, security working group`,
  iso27001: 'iso 27001, iso iec 27001, iso27001, iec 27001, din en iso*, 27001, iso 27002, iso iec 27002, iso27002',
  grundschutz: 'grundschutz*, it grundschutz*, bsi it, bsi standard*, 200 2, bsi c5, grundschutzkompendium',
  soc2: 'soc 2, soc2, trust services criteria, trust service criteria, ssae 18, isae 3402, isae 3000',
  gdpr: `
    dsgvo, ds gvo, gdpr, datenschutz grundverordnung, datenschutzgrundverordnung,
    general data protection regulation, bdsg, datenschutzrecht*, data protection law*, privacy law*`,
  otherFramework: `
    nist, pci, pci dss, hipaa, ccpa, tisax, cis controls, fedramp, iso 9001, iso 27017, iso 27018, iso 27701,
    iso 22301, nis2, nis 2, dora, cyber essentials, hitrust, sig lite, csa star, vda isa, cloud controls matrix,
    cra, cyber resilience act, privacy shield, data privacy framework, iso 14001, c5, kritis, b3s, gxp, iso 20000,
    iso 22316, nist csf, essential eight, pci compliant, finma, bait, vait, fisma, sarbanes*, sox, soc 1, soc 3,
    iso 27799`,
  align: `
    orientier*, ausgerichtet*, align*, aligned, in anlehnung, basier*, based on, entspricht, entsprech*, konform,
    compliant, compliance with, comply, complies, following, nach den vorgaben, in accordance, gemaess, angelehnt*,
    mapped, mapping, meets, erfuellt, standards, richtet sich, follows, adhere*, according to, certified,
    zertifiziert*, certification, certif*, zertifikat*, achieved, erlangt, ausrichten, eingehalten, einhaltung,
    according`,
  isms: `
    isms, informationssicherheitsmanagement*, informationssicherheits management*, information security management*,
    managementsystem fuer informationssicherheit, informationssicherheits managementsystem,
    security management system`,
  standard: `
    sicherheitsstandard*, security standard*, anerkannten standards, anerkannte standards, recognized standard*,
    recognised standard*, industry standard*, international standard*, standards, rahmenwerk*, framework*,
    best practice*, branchenstandard*, international anerkannt*, internationally recogni*, norm, normen`,
  certify: `
    zertifiziert*, zertifizierung*, zertifikat*, certified, certification*, certificate*, soc 2 report*,
    soc 2 type*, type ii, type 2, testat, audited against, achieved, attestation of`,
  soa: 'statement of applicability, soa, anwendbarkeitserklaer*, erklaerung zur anwendbarkeit',
  policy: `
    richtlinie*, leitlinie*, policy, policies, regelwerk*, vorgaben, anweisung*, arbeitsanweisung*, *richtlinie,
    *richtlinien, *leitlinie, security guideline*, organisationsanweisung*, regeln, konzept, rules, regelungen`,
  accessPolicyWord: `
    access control policy, zugriffsrichtlinie*, zugriffskontrollrichtlinie*, berechtigungsrichtlinie*,
    access policy, access management policy, zugangsrichtlinie*, richtlinie zur zugriffs*,
    zugangskontrollrichtlinie*, richtlinie zugriff*`,
  incidentPolicyWord: `
    incident response policy, incident management policy, vorfallrichtlinie*, incident policy,
    richtlinie fuer sicherheitsvorf*, richtlinie zur behandlung von sicherheitsvorf*, notfallrichtlinie*,
    richtlinie zum umgang mit sicherheitsvorf*, richtlinie zu sicherheitsvorf*`,
  changePolicyWord: `
    change management policy, change policy, aenderungsrichtlinie*, change management richtlinie*,
    richtlinie zum aenderungs*, richtlinie fuer aenderung*`,
  acceptableUse: `
    acceptable use*, nutzungsrichtlinie*, zulaessige nutzung, zulaessigen nutzung, it nutzung, benutzerrichtlinie*,
    it benutzer*, nutzungsordnung*, zulaessigen gebrauch, akzeptable nutzung`,
  classification: `
    klassifizier*, classification*, datenklassifi*, classified, schutzbedarf*, einstufung*, classify, eingestuft,
    vertraulichkeitsstufe*, informationsklass*, data handling polic*, classification label*,
    vertraulichkeitsklasse*, schutzklasse*, schutzbedarfsfeststell*`,
  comply: `
    accept, accepts, accepted, akzeptier*, unterschreib*, lesen, einhalt*, einzuhalten, verpflichtet, verpflicht*,
    befolgen, zu befolgen, comply, adhere*, compliance, follow, acknowledg*, zur kenntnis*, kenntnisnahme,
    agree to, bestaetig*, gebunden, bound by, required to read, read and understand, read and acknowledge,
    unterzeichn*, sign, signed, anerkannt, acknowledges, zur kenntnis nehmen, kenntnis genommen`,
  discipline: `
    disziplinar*, disciplinary, abmahn*, sanktion*, sanction*, arbeitsrechtliche*, penalties, violations, verstoss*,
    verstoess*, violation`,
  documented: `
    dokumentiert*, documented, schriftlich*, written, intern*, internal, approved, verabschiedet*, unterhaelt,
    maintain*, established, definiert*, support*, unterstuetz*, vorhanden, exist*`,
  risk: `
    risik*, risk, risks, risikoanaly*, risikobewert*, risikobeurteil*, risikomanagement*, risikoeinschaetz*,
    gefaehrdungs*, bedrohungsanalys*, cyberrisik*, cybersicherheitsrisik*, *risiken`,
  assess: `
    analys*, analyz*, assess*, bewert*, beurteil*, evaluat*, ermittel*, identif*, management, review*, ueberpruef*,
    betracht*, einschaetz*, erfass*, register, methodik, methode, *analyse, *analysen, *bewertung, *bewertungen,
    *beurteilung, plan, pruef*, vetted, vetting, due diligence, scored, scoring, likelihood,
    eintrittswahrscheinlichkeit*, rated, gewichtet, risk register`,
  treat: `
    behandl*, minder*, mitigat*, reduzier*, reduce*, treat*, massnahmen, accept*, akzeptiert*, minimi*, vermeid*,
    begrenz*, eindaemm*, senken, verringer*, address*, owner, behandlungsplan*, treatment plan*,
    response to each risk, massnahmenplan*, residual risk*, restrisik*`,
  cyber: `
    cybersicherheit*, cyberrisik*, cyber risik*, cyber risk*, cyber security*, cybersecurity, cyber threat*,
    cyberbedroh*, security risk*, sicherheitsrisik*`,
  ciaTriad: `
    vertraulichkeit integritaet*, vertraulichkeit verfuegbarkeit*, confidentiality integrity*,
    integrity and availability, integritaet und verfuegbarkeit, verfuegbarkeit integritaet*,
    confidentiality and integrity, cia, security confidentiality, availability and confidentiality,
    integritaet verfueg*, integrity confidentiality*, confidentiality availability*`,
  unauthorised: `
    unbefugt*, unauthori*, unrechtmaessig*, unlawful*, unerlaubt*, unberechtigt*, illegal*, missbraeuchlich*,
    improper access, unautorisiert*`,
  protect: 'schutz*, schuetz*, protect*, safeguard*, verhinder*, prevent*, abwehr*, verhuet*, against, vor',
  accessOrProcessing: `
    zugriff*, zugang*, access, verarbeitung, processing, offenleg*, disclosure, nutzung, use, veraender*,
    modification, alteration, einsicht*`,
  loss: `
    verlust*, loss, zerstoer*, destruction, destroyed, beschaedig*, damage, versehentlich*, accidental loss*,
    accidental deletion*, accidental destr*, accidental damage*, datenverlust*, data loss`,
  asset: `
    asset register*, asset inventor*, inventar*, inventory, asset management, assetmanagement,
    verzeichnis der werte, it inventar, bestandsverzeichnis*, hardware inventory, inventaris*,
    inventarverzeichnis*, asset list*, register of assets, all assets, every asset, cmdb, inventory of, inventar,
    register of systems, systemverzeichnis*, verzeichnis aller systeme, hardware und software sind erfasst,
    information assets, informationswerte*`,
  processing: `
    verzeichnis von verarbeitung*, verzeichnis der verarbeitung*, verarbeitungsverzeichnis*, vvt,
    records of processing*, record of processing*, ropa, art 30, article 30, artikel 30`,
  dpia: `
    datenschutz folgenabschaetz*, datenschutzfolgenabschaetz*, dsfa, dpia, privacy impact*, data protection impact*,
    pia, privacy review*`,
  minimise: `
    nicht mehr personenbezogene, nicht mehr daten, datenminimier*, data minimi*, datensparsam*, only collect*,
    nur benoetigte*, no pii collected, zweckbindung, zweckgebunden, nur tatsaechlich benoetigte, minimal data,
    purpose limitation, weder name noch`,
  deletion: `
    loesch*, geloescht*, delet*, erasure, erase*, loeschkonzept*, data retention, speicherbegrenzung, vernichtung,
    removal of data, purge, loeschung, kontoloesch*, wiped, zurueckgegeben, rueckgabe, returned, erased, purged,
    purges, entfernt nach, no longer needed, nicht mehr benoetigte daten, nach vertragsende,
    termination of the contract, end of the contract, destroyed after`,
  data: `
    datenbank*, database*, daten, data, kundendaten, personenbezogen*, personal data, customer data, datensaetze,
    dateien, files, information, informationen, inhalte, content, records, fotos, eintraege, konto, *daten, akten,
    dokumente, documents, unterlagen, patient records, nachrichten, messages`,
  dataSubject: `
    betroffenenrecht*, betroffenenanfrage*, data subject right*, data subject request*, auskunftsersuchen,
    auskunftsrecht*, right to erasure, subject access, requests of data subjects, requests from data subjects,
    requests by data subjects, anfragen von betroffenen, anfragen betroffener, anfragen der betroffenen,
    right to access, recht auf auskunft, recht auf loeschung, privacy requests, loeschbegehren, auskunftsanfrage*`,
  kpi: `
    key figure*, performance indicator*, kennzahl*, kpi, kpis, metrik*, metric*, indicator*, sicherheitsziele,
    security objective*, objectives, sicherheitszielen, messgroess*, leistungskennzahl*,
    informationssicherheitsziele, performance of the isms, targets, measurable, messbar*, security goals,
    goals each, scorecard*, dashboards for security, zielwert*, zielerreichung`,
  improve: `
    kontinuierliche verbesserung*, kontinuierlich verbesser*, kontinuierlichen verbesserung*, continual improvement,
    continuous improvement, continually improve*, continuously improve*, continuously keep improving, pdca,
    plan do check act, verbesserungen, verbesserung, improvements, staendig verbessert*, fortlaufend verbessert*,
    stetig verbessert*, stetigen verbesserung, improve, anpassungen und verbesserungen, weiterentwickl*, improving,
    verbesser*`,
  implement: `
    umsetzung der massnahmen, umsetzung von massnahmen, umsetzung, geschaeftsprozess*, implementation of measures,
    implementation of controls, do, implement the, implement measures, integration in prozesse`,
  programme: `
    its program, its programme, our program, our programme,
    informationssicherheitsprogramm*, sicherheitsprogramm*, security program*, security programme*, isms,
    managementsystem, security measures, sicherheitsmassnahmen, security controls, security procedures,
    sicherheitskonzept*, wirksamkeit, effectiveness, security initiative,
    technische und organisatorische massnahmen, technical and organi*, toms, sicherheitsvorkehrungen,
    schutzmassnahmen, kontrollen, controls, security practices`,
  internalAudit: `
    internes audit, interne audits, internen audits, interner audits, interner audit*, internal audit*,
    interne revision, interne pruefung*, internal review*, interne sicherheitsueberpruef*,
    internal security review*, interne ueberpruef*, internen sicherheitsueberpruef*, internal assessment*,
    self assessment*, selbstbewertung*, interne kontroll*, audited internally, intern auditiert,
    internally audited, internal security audit*, interne sicherheitsaudit*, internal and external audits,
    interner und extern*, interne und externe audits, internen und externen audits, intern geprueft,
    reviews und audits, interne sicherheitspruef*, auditprogramm*, audit programme*, audit program,
    internes auditprogramm*`,
  externalAudit: `
    externes audit, externe audits, externen audits, externe pruef*, externen pruef*, external audit*,
    independent audit*, third party audit*, unabhaengige audit*, unabhaengigen audit*, 
    zertifizierungsaudit*, ueberwachungsaudit*, external assessment*, externe ueberpruef*, wirtschaftspruef*,
    independent assess*, internal and external audits, independent review*, extern auditiert, independent auditor*,
    unabhaengige pruef*, unabhaengige dritte gepr*, unabhaengiges krypto*`,
  auditFinding: `
    auditfeststell*, abweichung*, nonconformit*, non conformit*, korrekturmassnahme*, corrective action*,
    audit finding*, nichtkonformit*, auditergebnis*, audit results, findings from audits, befunde aus audits,
    massnahmen aus audits, nonconformities`,
  managementReview: `
    management review*, managementreview*, managementbewert*, management bewert*, management assessment*,
    review by management, reviewed by management, bewertung durch die leitung, reviews by senior management,
    executive review*, leadership review*, managementueberpruef*, review by the leadership, leitungsbewertung,
    by top management, durch die geschaeftsleitung bewertet, durch die geschaeftsfuehrung bewertet,
    zieht die leitung bilanz, leitung zieht bilanz, reviews its performance, leadership team every,
    leitung bewertet, bewertet die leitung, bewertung durch das management, review meeting of the board`,
  supplier: `
    auftragnehm*, lieferant*, subprozessor*, sub prozessor*, unterauftragsverarbeit*, unterauftragnehm*,
    subunternehm*, drittanbiet*, dienstleister*, auftragsverarbeit*, supplier*, vendor*, subprocessor*,
    sub processor*, subcontractor*, third party provider*, third party service*, service provider*, lieferkette*,
    supply chain, third party vendor*, third parties, infrastrukturanbiet*, infrastruktur anbiet*,
    infrastructure provider*, lieferantenmanagement*, lieferantenbewert*, dritte, partner, processors,
    auftragskontrolle, zulieferer*, cloud provider*, hosting provider*, anbieter, anbietern, provider, providers,
    contractor*, payment partner*, zahlungsdienst*, betreiber des rechenzentr*, betreiber des rechenzentrums,
    business partner*, outsourcing*, third party`,
  beforeUse: `
    vorherige, vorab, vor der einbindung, vor einsatz, vor dem einsatz, vor beauftrag*, vor der beauftrag*,
    vor vertragsschluss, before engag*, before contracting, before onboarding, prior to, before use, before we use,
    before any, sorgfaeltig ausgewaehlt, sorgfaeltige auswahl, carefully selected, due diligence, auswahl,
    selection, vor inbetriebnahme, new vendor*, new supplier*, neue dienstleister*, neue lieferant*, onboarded,
    vor der zusammenarbeit, before granting, before they, bevor, before, before we sign, before signing,
    before a supplier, vor deren einsatz, before work begins, vorher, before we engage, in advance, ahead of`,
  contract: `
    vertrag*, vertraege*, contract, contracts, contractual*, contracting, contractually, dpa, dpas, avv,
    av vertrag*, auftragsverarbeitungsvertr*, data processing agreement*, data processing terms, vereinbarung*,
    agreement*, klausel*, clauses, vertraglich*, vertragsklausel*, audit rechte, auditrechte, right to audit,
    audit rights, pruefrechte, sicherheitspflichten, verpflichten, oblige*, verpflichtung von dienst*,
    contracts oblige, terms with`,
  clause: `
    klausel*, *klauseln, clauses, sicherheitspflicht*, security obligation*, security requirement*,
    sicherheitsanforderung*, datenschutzklausel*, sicherheits und datenschutz*, data protection obligation*,
    audit rechte, auditrechte, audit rights, right to audit, pruefrechte, vertragliche sicherheit*,
    contractual security, contractual obligation*, vertragliche pflicht*, art 28, article 28, artikel 28,
    verpflichtet, verpflichten, obligat*, bound, required to, confidentiality, oblige*, flow down*,
    weitergabe der pflichten`,
  transferTool: `
    standardvertragsklausel*, standard contractual clause*, sccs, scc, drittlandtransfer*, drittlanduebermittl*,
    angemessenheitsbeschluss*, adequacy decision*, data privacy framework, transfer impact*,
    international transfer*, transfers rely on, drittlaender abgesichert, eu standardvertrag*,
    standard contractual, transfer mechanism*`,
  supplierList: `
    liste der unterauftrag*, subprozessorenliste*, list of subprocessor*, subprocessor list*,
    list of sub processor*, list of vendors, verzeichnis der dienstleister*, lieferantenverzeichnis*,
    vendor register*, lieferantenregister*, vendor inventor*, vendor list*, dienstleisterverzeichnis*,
    document vendor information, list of our subprocessor*, list of subprocessors is, subprocessors is public,
    liste unserer dienst*, liste der subprozess*, list of our sub*, subprocessors are listed,
    unterauftragsverarbeiter sind, unterauftragsverarbeiter ist oeffentlich, listed in annex`,
  supplierChange: `
    widerspruchsrecht*, right to object, objection, new subprocessor*, neue subprozessor*, neuen unterauftrag*,
    neue unterauftrag*, aenderungen mit ankuendigung, change of subprocessor*, changes to subprocessor*,
    wechsel von unterauftrag*, widersprechen, vorab informiert, new sub processor*, told of changes,
    neuen dienstleister*, neue auftragsverarbeit*, changes of subprocessor*, additional subprocessor*,
    einsatz neuer, before adding a, subprocessors ahead`,
  superviseSupplier: `
    ueberwach*, monitor*, ueberpruef*, regelmaessig*, regularly, jaehrlich*, annual*, yearly, review*, ongoing,
    laufend*, einhaltung, lieferantenmanagement*, vendor management, vendor review*, validate*, lieferantensteuer*,
    supplier management, kontrolle, kontrolliert, reassess*, third party management, supervise*`,
  training: `
    trains, schulung*, schulen, geschult*, training*, trainings, trained, train, trainiert, fortbildung*,
    weiterbildung*, awareness*, sensibilisier*, sicherheitsbewusst*, unterweisung*, unterwiesen*, e learning*,
    elearning*, security education, security awareness, educat*, *schulung, *schulungen, *training, *trainings,
    kurs, kurse, training course*, online course*, courses, security course*, lernmodul*, einweisung*, workshop*,
    coaching, lernplattform*, instruction*, instructed, briefing*, schult, lernprogramm*, induction`,
  role: `
    rollen, role, roles, rollenspezifisch*, role specific, rollenbezogen*, admins, administrator*, entwickler*,
    developer*, engineers, erhoehten rechten, erhoehte rechte, specialised, specialized, spezialisiert*,
    spezifische*, secure coding, owasp, privileged users, advanced, zielgruppen*, owasp top 10, software engineers,
    engineering staff, administratorinnen, programmier*, it personal, fachadministrat*, rollenbezogene`,
  phishing: `
    phishing*, social engineering*, simulated attack*, phishingsimul*, phishing simul*, phishingkampagne*, *phishing`,
  secureWorkEducation: `
    sicherheitsschulung*, datenschutzschulung*, security training*, security awareness*, awareness training*,
    awareness programm*, information security, informationssicherheit, privacy training*, it sicherheit,
    datenschutz*, security, sicherheit*, sicherheitsbewusst*, awareness*, mandatory, verpflichtend*, sensibilisier*,
    policies`,
  attestation: `
    bestaetigung*, zertifizierungsstatus, nachweis*, zertifikate auf anfrage, confirmation, certification status,
    audit report*, soc 2 report*, pruefbericht*, auditbericht*, reports, penetration test report*, questionnaire*,
    fragebogen*, frageboegen*, certificate, zertifikat, zertifikate, certificates, security documentation,
    additional information, compliance documentation, testat*, summary letter*, evidence of, pentest bericht*,
    zusammenfassung*, summary, baa, business associate agreement, berichte, soc 2 type ii, soc 2 type,
    test summary, letter of attestation, iso zertifikat, report, unterlagen zur sicherheit, sicherheitsunterlagen,
    auditberichte*, certificates of, letter, gap analysis`,
  onRequest: `
    auf anfrage, auf zumutbare anfrage, auf wunsch, auf verlangen, upon request, on request,
    upon reasonable request, on reasonable request, auf nachfrage, bei bedarf, made available, request, under nda,
    unter nda, unter beachtung von vertraulichkeit*, when requested, available to customers, contact us,
    for your review, unter vertraulichkeit*, unter geheimhaltung*`,
  customerDuty: `
    kunde, kunden, customer*, you, sie, auftraggeber*, ihre, your, nutzer, verantwortlich*, seite des kunden,
    kundenseitig*, verantwortlichen, controller, controllers, auftraggebers, pflichten, obligations, duties,
    responsibilities, client`,
  userAccess: `
    zugang, berechtigte personen, authorised persons, authorized persons, benutzerzugriff*, benutzerverwalt*,
    nutzerverwalt*, nutzerzugaeng*, benutzerzugaeng*, user access, user account*, benutzerkont*, zugangsdaten,
    credentials, access credentials, user management, manage access, own users, eigenen nutzer*, eigenen benutzer*,
    passwort*, password*, administrators, login data, zugaenge, user permissions, nutzerkonten, accounts, konten,
    berechtigungen, zugriffe, access to your, benutzer, users, rechte, permissions, who may use,
    colleagues who have left, wer in seinem haus, zugriff erhaelt, log in data, login credentials, user roles,
    benutzerrechte, beschaeftigten, who has access, zugriff unbefugter, anmeldedaten, strong passwords`,
  configure: `
    konfigur*, configur*, einstellung*, settings, sicherheitsfunktion*, security features, feature*, funktionen,
    enable, aktivier*, einrichtung, options, customize, retention period*, aufbewahrungsfrist*, ip beschraenk*,
    sicherheitseinstellung*, security settings`,
  affected: `
    affected customer*, betroffene kunden, betroffenen kunden, affected users, affected parties, impacted customer*,
    affected client*, betroffene auftraggeber*, betroffener auftraggeber*, betroffene personen,
    affected individuals, betroffene nutzer*`,
  lawful: `
    rechtmaessig*, lawful*, rechtsgrundlage*, legal basis, legally, zulaessig*, upload*, hochlad*, einwilligung*,
    consent, hochgeladen*, erhebung, collection of, comply with applicable, compliance with law*, legitimacy,
    accuracy of`,
  ownBackup: `
    backup*, sicherung*, sicherungskopien, datensicherung*, back up, copies of your, kopien, export, exports,
    eigene kopien, keep copies, afford to lose, keep a copy, eigene kopie`,
  ownInfrastructure: `
    infrastruktur*, infrastructure, endgeraet*, endpoint*, endpoints, eigene systeme, eigenen systeme, own systems,
    own devices, devices, geraete, netzwerk*, networks, client systems, workstations, browser*, arbeitsplaetze,
    lokale umgebung, rechner, computer, devices you use, arbeitsplatzrechner, schadsoftware, browsers,
    eigene netz*, local network*`,
} as const
