/** Words for data, cryptography, isolation, hosting, backup and continuity. Term syntax: see concepts/identity.ts. */
export const dataConcepts = {
  tenant: `
    mandant*, mandantentrenn*, mandantenfaehig*, mandantentrennung, tenant*, multi tenant*, multitenant*,
    multi client, kundendatentrenn*, organisationsuebergreifend*, andere kunden, anderer kunden, anderen kunden,
    other customers, another customer*, between customers, zwischen kunden, kunden voneinander, kundenbezogen*,
    trennungskontrolle, trennungsgebot, each customer*, jeder kunde, jedes kunden, customer s data, cross tenant,
    per customer, client data is, workspace*, arbeitsbereich*, je kunde, je kunden, je mandant, pro kunde,
    pro mandant, each client, jedem kunden, each organisation*, each organization*, customer environment*,
    verschiedener kunden, unterschiedlicher kunden, verschiedenen kunden, different customers, other tenants,
    per tenant, each tenant, eigene instanz, dedicated instance*, single tenant, logische trennung, kundentrennung,
    another workspace, datenbestaende der, customers are separated, cross customer*`,
  isolate: `
    einsehen, einsehbar, access data of, see data of, read data of, trennungs*, isolier*, isolation, isolated,
    getrennt*, trennung, trennen, trennt, *trennung, segregat*, separat*, abgeschottet, abgegrenzt,
    logically separated, logisch getrennt, partition*, voneinander, never see, never access, cannot access,
    niemals sehen, nicht einsehen, nicht einsehbar, nicht zugreifen, eigenen schema*, eigenes schema,
    dedicated schema*, dedicated database*, eigene datenbank*, own database*, own schema, never read, can never,
    schemata, verschiedenen servern, different servers, kept apart, eigene instanz, own instance*,
    dedicated instance*, unterteilt, laufen auf verschiedenen, nicht in das testsystem, trenn*, segment*`,
  rowSecurity: `
    row level security, rls, zeilenbasierte sicherheit, zeilenebene, row security, row policies,
    sicherheit auf zeilenebene, zeilenschutz`,
  byDesign: `
    security by design, security by default, security first, secure by design, secure by default, privacy by design,
    privacy by default, sicherheit durch design, secure design principle*, sichere architektur, secure architecture,
    secure system architecture, defense in depth, defence in depth, zero trust, threat model*, bedrohungsmodell*,
    bedrohungsanaly*, datenschutz durch technik*, datenschutzfreundliche voreinstell*, sicherheitsarchitektur,
    security architecture, designed with security, security principles, engineering principles`,
  webHardening: `
    xss, csrf, csp, content security policy, security header*, sicherheitsheader*, sql injection*,
    input validation, eingabevalidier*, serverseitige validierung, sanitiz*, sanitis*, httponly, clickjacking,
    web application firewall, waf, owasp, validation of input*, cross site, helmet, cors, injection,
    prepared statement*, parametri*, output encoding, web attack*, angriffe auf webanwendung*, cross origin`,
  rateLimit: `
    rate limit*, ratelimit*, throttl*, anfragebegrenz*, ddos, denial of service, ratenbegrenz*, lastbegrenz*,
    dos angriff*, ueberlast*, overload*, anti ddos`,
  apiAuthorisation: `
    authorisation check*, authorization check*, berechtigungspruefung vor, serverseitig*, server side, requireadmin,
    every request, jede anfrage, jeder anfrage, every endpoint, authorization is enforced,
    authorisation is enforced, deny by default, default deny`,
  environment: `
    umgebung, umgebungen, environment, environments, *umgebung, *umgebungen, staging, testsystem*, testumgebung*,
    produktionssystem*`,
  development: `
    entwicklung, entwicklungs*, entwicklungsumgebung*, testumgebung*, test und, testsystem*, staging, development,
    testing environment*, dev, non production, nonproduction, nicht produktiv*, sandbox, test environment*,
    test systems, dev umgebung*, testing, entwicklung und test, in test, testing environments, pre production,
    test system*, testsysteme*, qa`,
  office: `
    geschaeftsumgebung*, bueroumgebung*, buero it, buero, office network*, corporate network*,
    corporate environment*, business environment*, interne geschaeft*, internal business, unternehmensnetz*,
    office it, internal network*, interne systeme, corporate systems, bueronetz*`,
  testData: `
    testdaten, test data, echtdaten, produktivdaten, produktionsdaten, production data, kundendaten in test*,
    real data, live data, customer data, echte daten, echten daten, echte kundendaten, synthetic data,
    synthetische daten, synthetischen daten, fiktive daten, masked data, dummy data, anonymised data in test*,
    echtdaten*`,
  network: `
    firewall*, netzwerksegment*, network segment*, netztrennung, netzsegment*, vpc, private network*,
    privates netz*, private subnet*, private netz*, security group*, intrusion prevention, ids ips,
    network security, netzwerksicherheit, perimeter, netzwerk, network access, network acl*, reverse proxy, ports,
    dmz, dedicated network, netz, netze, netzes, netzwerke, netzwerken, wlan, wifi, wi fi, zonen, network zone*,
    vlan*, vpn*, inbound, eingehende verbindung*, eingehender*, ingress, gateway, segmentation, netzuebergang*,
    network traffic is filtered`,
  harden: `
    haertung*, gehaertet*, harden*, cis benchmark*, secure configuration*, sichere konfiguration*,
    baseline configuration*, konfigurationsstandard*, non root, nicht root*, schreibgeschuetzt*,
    basiskonfiguration*, configuration scan*, configuration baseline*, gold image*, standard image*,
    minimal image*, grundkonfiguration*, cis`,
  encrypt: `
    verschluessel*, *verschluesselung*, *verschluesselt*, encrypt*, encryption, chiffr*, kryptograph*, kryptogra*,
    cryptograph*, encrypted, aes, aes 256, aes256, unverschluesselt*, unencrypted, cipher*, *encrypted,
    ende zu ende, end to end encrypt*, sse, envelope encryption, klartext, plaintext, plain text`,
  transit: `
    tls, ssl, https, transit, in transit, in motion, in uebertragung, uebertragung, uebertragen, uebertragene*,
    uebertragungsweg*, transport*, transportverschluessel*, transportweg*, uebermittl*, uebermittelt*,
    transmission, transmitted, transmit*, datenuebertragung*, verbindung, verbindungen, kommunikationskanal*,
    kommunikationskanaele*, kommunikationsverbindung*, communication channel*, encrypted channels,
    encrypted connection*, leitungsverschluessel*, during transfer, data transfer*, hsts, weitergabekontrolle,
    communications, kommunikation, netzwerkverkehr, traffic, over the internet, public networks, offentliche netze,
    unterwegs, wire, ausgetauscht, sftp, cross a network, crosses a network, on the wire, between browser*,
    waehrend der uebertragung, verschluesselte verbindung*, verschluesselten verbindung*, zwischen browser*,
    external traffic, connections, network traffic, datenverkehr, in flight, weg zu, versand, versendet, gesendet,
    verschickt, sent, starttls`,
  tls: `
    tls, ssl, https, tls1, transport layer security, hsts, sftp, tls 1, mtls, starttls, certificate pinning`,
  atRest: `
    at rest, im ruhezustand, ruhezustand, ruhend*, ruhende daten, gespeicherte daten, gespeicherten daten,
    gespeichert*, stored, speicherung, abgelegt*, auf datentraeger*, datentraeger*, on disk, disk encryption,
    stored data, data stores, datenspeicher*, storage, ablage, festplatte*, volume*, datenbank*, database*,
    dateien, files, aes 256, aes256, aes 128, aes, speicherverschluessel*, datenbankverschluessel*, persistiert*,
    speicher, liegen, lagern, saved, lagert, bucket*, filesystem, in storage, on servers, auf den servern,
    auf servern, written to disk, on our servers, platten, search index*, storage media, data store, backend,
    server seitig gespeich*, festplatten`,
  restWord: 'at rest, im ruhezustand, ruhezustand, ruhende daten, ruhenden daten, ruhender daten',
  databaseWord: 'datenbank, datenbanken, datenbankinhalt*, database, databases, database instances',
  zones: 'availability zone*, verfuegbarkeitszone*, multi az',
  firewallWord: 'firewall*, security group*, netzwerkfilter*',
  volume: `
    volume*, festplatte*, disk, disks, datentraeger*, full disk, filesystem, dateisystem*, block storage,
    storage volume*, laufwerk*, luks`,
  field: `
    feldebene, feldverschluessel*, field level, column level, spalten*, application layer, application level,
    anwendungsebene, app layer, felder, blind index*, blind indizes, fields`,
  secret: `
    secret, secrets, authentifizierungs secret*, geheimnis*, zugangsdaten, anmeldedaten, credentials, key vault,
    vault, hsm, kms, secrets manager, secret manager, secret management, secrets management, umgebungsvariable*,
    environment variable*, tresor, key store, keystore, private keys, verschluesselungsschluessel, encryption keys,
    schluesselspeicher*, tokens, sensible tokens, cryptographic keys`,
  secretManagement: `
    secret management, secrets management, key vault, hashicorp vault, secrets manager, secret manager,
    geheimnisverwaltung, secret store, secrets store, passwort tresor*, secrets vault, key management service*,
    hardware security module*, hardware sicherheitsmodul*, schluesseltresor*, hsm, password vault*, passwortsafe*,
    passwort safe*, key vault*`,
  store: `
    speicher*, gespeichert*, store, stored, storage, aufbewahr*, verwahr*, hinterleg*, abgelegt*, kept, hold, held,
    managed, verwaltet, storing, held in, persist*, liegen, liegt`,
  key: `
    schluessel, schluesselverwalt*, schluesselmanagement, schluesselmaterial, schluesseln,
    kryptografische schluessel, key management, encryption key*, cryptographic key*, keys, kms, hsm, master key*,
    hauptschluessel, schluesselzug*, key vault, signing key*`,
  keyAccess: `
    schluesselmanagement auf, zugriff auf schluessel*, zugriff auf die schluessel*, key access, access to key*,
    access to encryption key*, access to the keys, access to cryptographic key*, schluesselzugriff*, key custodian*,
    autorisiertes personal, key management to, zugang zu schluessel*, schluesselverwalter*, schluessel haben nur,
    manage keys`,
  rotate: `
    rotier*, rotation*, rotate*, rotated, erneuer*, key rotation, schluesselwechsel*, schluesselrotation,
    ausgetauscht, gewechselt, renew*, renewed`,
  certificateTls: `
    tls zertifikat*, ssl zertifikat*, tls certificate*, ssl certificate*, zertifikatslaufzeit*, certificate expiry,
    certificate renewal, certificate management, zertifikatsmanagement, let s encrypt`,
  algorithm: `
    verschluesselungsverfahren, kryptografische verfahren, kryptographische verfahren, algorithm*, cipher suite*,
    ciphers, encryption method*, encryption technolog*, encryption standard*, encryption practices, kryptokonzept*,
    stand der technik, state of the art, tr 02102, krypto agil*, crypto agil*, cryptographic standard*,
    cryptographic method*, kryptoverfahren, encryption mechanism*`,
  update: `
    aktualisier*, update*, updated, updating, weiterentwickl*, evolve*, angepasst, anpassen, anpassung*, modify,
    modified, adapt*, change its, changes to these, ersetzen, austauschen, fortentwickelt, fortgeschrieben,
    revise*, retire*, deprecat*, abgeloest*, considered weak, phase out, ausgemustert*`,
  pseudonymise: 'pseudonymis*, anonymis*, pseudonymiz*, anonymiz*, masked, maskier*, maskiert, de identif*',
  eu: `
    eu, europaeische union, europaeischen union, european union, europa, europe, ewr, eea,
    europaeischen wirtschaftsraum*, innerhalb der eu, within the eu, deutschland, germany, frankfurt, eu region*,
    european data center*, europaeischen rechenzentr*, deutschen rechenzentr*, eu central 1, schweiz, switzerland,
    eu west 1, ireland, irland, nuernberg, falkenstein, muenchen, munich, berlin, duesseldorf, dublin, paris,
    amsterdam, stockholm, wien, vienna, helsinki, european, europaeisch*, deutsche rechenzentr*,
    european economic area, eu mitgliedstaat*, member state*, drittland*, drittlaender*, third country,
    third countries, oesterreich, finland, finnland, niederlande, netherlands, france, frankreich`,
  location: `
    verarbeitet, verarbeitung, gespeichert*, gehostet, hosting, hosted, processed, processing, stored, store,
    located, standort*, rechenzentr*, data cent*, region, regions, leaves, residency, reside, verlassen, leave,
    server, servers, remain, verbleiben, bleiben, transfer, drittland*, drittstaat*, third countr*, ausserhalb,
    outside, speicherort*, serverstandort*, uebermittl*, uebermittelt, liegen, based in, transferred, leaves the,
    weitergeleitet, datenverarbeitung, *verarbeitung`,
  hosting: `
    gehostet, hosting, hosted, cloud infrastruktur*, cloud anbieter*, cloud provider*, cloud service provider*,
    hosting provider*, hosting anbieter*, hoster*, infrastrukturanbieter*, infrastruktur anbieter*,
    infrastructure provider*, rechenzentr*, data center*, data centre*, datacenter*, aws, amazon web services,
    azure, google cloud, gcp, hetzner, ionos, ovh, vercel, supabase, cloud platform*, hosting partner*,
    rechenzentrum*, cloudanbieter*, clouds, cloudanbieters, standorte sind, both sites, beide standorte,
    rechenzentrumsbetreiber*, our provider*, unser anbieter, service runs on, colocation*, we host, host data,
    hosted on, digitalocean, heroku, cloudflare, scaleway, stackit, open telekom cloud, netcup, plusserver`,
  certified: `
    zertifiziert*, certified, zertifizierung*, certification*, certifications, iso 27001, iso iec 27001, soc 2,
    soc2, c5, testiert*, attested, attestation`,
  physical: `
    physisch*, physical*, zutritt*, zutrittskontroll*, gebaeude*, building*, our premises, company premises,
    business premises, raeumlichkeiten, on site, vor ort, raeume, facility, facilities, serverraum*, serverraeume*,
    buero*, office, offices, biometric*, wachpersonal, security guard*, key cards, schliessanlage*, onsite staff,
    badge*, eingangstuer*, aussentuer*, tuer, tueren, door, doors, transponder*, schloss, schloesser*,
    sicherheitsschloss*, sicherheitsschloesser*, locking system*, schliesssystem*, pfoertner*, empfang, reception,
    halls, geschaeftsraeum*, bueroraeum*, premises, fingerprint*, fingerabdruck*, access card*, zutrittskarte*,
    chipkarte*, keycard*, einlass, schluesselausgabe*, schluesselregelung*, schluesselverzeichnis*, zaun, fence*,
    gelaende, zugangskontrollsystem*, zugangssperre*, biometrisch*, berechtigungsausweis*, codesperre*,
    gebaeudeschaecht*, reinigungspersonal, tragepflicht, lichtschrank*, gehaeuse*, werksausweis*`,
  entry: `
    zugang, zutritt*, access, entry, eintritt, zutrittskontroll*, biometric*, badge*, schliess*, locks, locked,
    schluesselkarten, key cards, entrance*, tueren, doors, chipkarte*, transponder*, secured, gesichert,
    security guards, onsite staff, wachpersonal, eingangstuer*, schloss, schloesser*, sicherheitsschloss*,
    sicherheitsschloesser*, locking*, fingerprint*, fingerabdruck*, door, betreten, schluesselausgabe*,
    schluesselregelung*, schluesselverzeichnis*, ausgabe von schluesseln, turnstile*, vereinzelung*, keycard*,
    keys are issued, pfoertner*, zugangskontrollsystem*, zugangssperre*, biometrisch*, berechtigungsausweis*,
    codesperre*, gebaeudeschaecht*, reinigungspersonal, tragepflicht, gehaeuse*, werksausweis*`,
  datacenter: `
    rechenzentr*, data center*, data centre*, datacenter*, server room*, serverraum*, serverraeum*, serverstandort*,
    hosting facilities, server farm*, colocation*, our servers, unsere server, infrastructure provider*,
    servers are protected`,
  visitor: `
    besucher*, visitor*, gaeste, guests, besuchende, gast, gaesten, fremdpersonal, fremdfirm*, guest, besuch`,
  surveillance: `
    videoueberwach*, cctv, kamera*, camera*, video surveillance, surveillance*,
    ueberwachungs und monitoring systeme, ueberwachungssystem*, surveillance system*, alarmanlage*, einbruchmelde*,
    alarm system*, intrusion alarm*, bewegungsmelder, ueberwachungsanlage*, wachdienst*, perimeter monitoring,
    motion detect*, video monitoring, aufnahmen, kamerasystem*, ueberwachungskamera*, video, sicherheitsdienst*,
    wachschutz*, security patrol*, einbruch*, burglar*, alarmgesichert*, alarm anlage`,
  fire: `
    brand*, brandschutz*, brandmelde*, branderkennung*, brandbekaempf*, feuer*, loesch anlage*, loeschanlage*,
    loeschsystem*, rauchmelder*, fire, smoke, fire suppression, fire detection, sprinkler*, rauchwarn*, gasloesch*,
    feuerloescher*, extinguisher*, brandfrueh*`,
  power: `
    strom*, stromversorg*, usv, notstrom*, generator*, ups, power, uninterruptible*, electricity, energieversorg*,
    notstromaggregat*, redundante strom*, dieselaggregat*, batterie*, dieselgenerator*, netzersatzanlage*`,
  climate: `
    klima*, klimatisier*, klimaregel*, climate, air condition*, cooling, kuehlung*, hvac, temperatur*, temperature,
    humidity, luftfeucht*, environmental control*, klimaanlage*, kuehlsystem*`,
  disposal: `
    entsorg*, vernicht*, datentraegervernicht*, disposal, dispose*, sanitization of media, secure erasure,
    secure deletion of media, wiped, media destruction, destroyed, shred*, *schredder*, data wiping, aktenvernicht*`,
  backup: `
    backup*, sicherungsvorga*, sicherungsmedi*, sicherungslauf*, back up, back ups, backed up, datensicherung*,
    sicherungskopie*, sicherungen, sicherung, datenbanksicherung*, sicherungsstaend*, sicherungsverfahren, *backup,
    *backups, *sicherungen, snapshots, gesichert, sicherungskopien, vollsicherung*, wegsichern, restore point*,
    point in time recovery, pitr, datenbank dump*, database dump*, wal archiv*, sicherung laeuft,
    sicherungskonzept*, snapshot, back ups of, replicated to`,
  daily: `
    taeglich*, daily, every day, jeden tag, stuendlich*, hourly, nightly, naechtlich*, automati*, routinen,
    routines, regelmaessig*, regular*, schedule*, woechentlich*, weekly, continuous*, kontinuierlich*,
    every 24 hours, alle 24 stunden, 24 stunden, einmal am tag, once a day, once per day, point in time, erstellt,
    performed, durchgefuehrt, angefertigt, procedures, verfahren, taken, each night, jede nacht, pro tag,
    every 15 minutes, alle 15 minuten, jede stunde, minutes, minuten, inkrementell*, incremental*, monatlich*,
    monthly, mehrmals taeglich, je nacht, wochentag*, vollsicherung`,
  offsite: `
    geo redundan*, georedundan*, geographically, geografisch*, geographisch*, raeumlich getrennt*,
    raeumlich entfernt*, anderen standort*, zweiten standort*, zweiter standort*, multiple locations,
    multiple regions, another region, different region*, zweiten region, zweite region, andere region,
    anderen region, separate location*, separate region*, off site, offsite, mehreren standorten,
    mehrere standorte, cross region, second site, second region, multiple availability zones, availability zone*,
    verfuegbarkeitszone*, anderen brandabschnitt*, zwei standorten, two locations, two regions, multi region,
    secondary location*, different location*, ausgelagert*, ort getrennt, ortsgetrennt*, zweiten ort,
    zweites rechenzentr*, zweiten rechenzentr*, anderes rechenzentr*, anderen rechenzentr*, second data cent*,
    brandabschnitt*, other region, region pair, ausser haus, entfernten, remote site*, distant, kilometres,
    kilometer, km entfernt*, off premises, second place, cold storage elsewhere, in a second`,
  redundantStorage: `
    redundante speicher*, redundanter speicher*, redundant storage, storage redundancy, speichermechanismen,
    redundant gespeichert*, mehrfach gespeichert*, raid, replicat*, replizier*, replikat*, multiple disks,
    redundant gehalten, redundante datenhaltung, gespiegelt*, mirrored, multiple copies, mehrere kopien,
    redundant data storage, spiegelung`,
  redundant: `
    redundan*, hochverfueg*, high availab*, highly available, failover, ausfallsicher*, multi az, load balanc*,
    lastverteil*, fault toleran*, fehlertoleran*, auto scaling, stay up, ausfallsicherheit, resilien*, cluster*,
    verfuegbarkeit von, uptime, sla, schwenk, zwei provider, two providers, availability per, availability of,
    verfuegbarkeit betraegt, multiple instances, mehrere instanzen, standby, availability target*,
    single point of failure, service level agreement*, monthly availability, jahresverfuegbarkeit, serverausfall*,
    multiple availability zones`,
  immutable: `
    unveraenderbar*, unveraenderlich*, immutable, write once, worm, object lock, offline kopie*, offline backup*,
    air gapped copy, manipulationssicher*, tamper*, append only, nicht veraendert, nicht geloescht, hash chain*,
    hashkette*, hashverkett*, tamperproof, revisionssicher*, cannot be altered, cannot be modified, luecklos*,
    lueckenlos*, nachtraeglich*, protected from modification, against modification, merkle*,
    manipulationsgeschuetzt*, faelschungssicher*`,
  retention: `
    aufbewahrungsfrist*, aufbewahrungsdauer*, aufbewahr*, retention, retained, retain, vorgehalten, vorhalte*,
    speicherdauer, speicherfrist*, stored for, kept for, tage lang, fuer mindestens, loeschfrist*,
    speicherbegrenzung, gespeichert fuer, aufgehoben, retain for, archiviert, ueberschrieben, overwritten,
    purged after, vorgehalten wird, tage vorgehalten, aufgehoben fuer, kept thirty, keep backups for,
    stored for at least, is kept for, are kept for, monate aufbewahrt, gespeichert und dann geloescht`,
  restore: `
    restore*, *wiederherstellung*, *ruecksicherung*, restor*, wiederherstell*, wiederherstellung*, recovery,
    recover*, rueckspiel*, wiederherstellbar*, ruecksicher*, zurueckgespielt*, zurueckspielen`,
  test: `
    test, tests, getestet*, teste, testet, tested, testing, testen, erprobt*, geprobt*, uebung*, *test, *tests,
    ueberpruef*, verified, verify, verifies, validiert*, validated, drill, drills, simul*, geuebt*, exercise*,
    probe, proben, geprueft, geprobt, walkthrough*, rehears*, walk through`,
  continuityPlan: `
    business continuity*, bcp, drp, disaster recovery*, notfallplan*, notfallhandbuch*, notfallkonzept*,
    wiederanlaufplan*, wiederanlaufplaen*, wiederanlaufkonzept*, kontinuitaetsplan*, kontinuitaetsmanagement, bcm,
    notfallmanagement, betriebskontinuitaet, geschaeftskontinuitaet, contingency plan*, notfallvorsorge*,
    disaster plan*, geschaeftsfortfuehrung*, krisenmanagement, notbetrieb*, resumption of operations,
    continuity plan*, crisis management, recovery plan*, notfallplaene*, katastrophenfall*`,
  exercise: `
    notfalluebung*, krisenuebung*, uebung, uebungen, tabletop*, planspiel*, planbesprech*, drill, drills, exercise*,
    exercised, geuebt*, geprobt*, simulation von, simulationen, ransomware simul*, failover test*, test failover,
    notfalltest*, dr test*, bcp test*, rehears*, ernstfall*, stabsuebung*, walkthrough exercise, desaster test*,
    game day*`,
  bia: `
    business impact*, bia, rto, rpo, wiederanlaufzeit*, recovery time objective*, recovery point objective*, mtpd,
    folgenabschaetzung fuer geschaeft*, recovery objectives, ausfallen darf, ausfallzeit*, maximum tolerable,
    maximal tolerier*, kritische prozesse, kritischen prozesse*, critical process*, critical business process*,
    kritische geschaeftsprozesse, kritischen geschaeftsprozess*, how long it may`,
} as const
