/**
 * Words for identity, access and workforce. A term is lower case with ä→ae, ö→oe, ü→ue, ß→ss and every run of other
 * signs as one space; `stem*` matches a word's beginning, `*part*` any place, a bare term the whole word.
 */
export const identityConcepts = {
  mfa: `
    hardware key*, hardware security key*, security key, security keys, hardwareschluessel, yubikey*, mfa, 2fa,
    multi faktor*, multifaktor*, mehr faktor*, mehrfaktor*, zwei faktor*, zweifaktor*, 2 faktor*, zweiter faktor,
    zweiten faktor, multi factor, multifactor, two factor, second factor, two step verification,
    2 step verification, totp, one time password*, einmalpasswoert*, einmalpasswort*, authenticator app*,
    einmalcode*, one time code*, otp, zweistufig*, two step*, fido, security token*, zusaetzlicher faktor*,
    zusaetzlichen faktor*, weiterer faktor, weiteren faktor, additional factor*, hardware token*, smartcard*,
    smart card*, authenticator*, another factor, mehrstufige anmeldung, mehrstufige authent*`,
  admin: `
    admin, admins, administrator*, administrativ*, administration, adminzug*, adminkonto, adminkonten,
    admin account*, privileged, privilegiert*, superuser*, root zugriff*, root access, erhoehten rechten,
    erhoehte rechte, elevated, adminrecht*, sysadmin*, systemadministrat*, systemverwalt*, erweiterte rechte,
    erweiterten rechten, root rechte`,
  everyAccount: `
    alle accounts, alle konten, alle benutzer*, alle nutzer*, all accounts, all users, every account, every user,
    jedes konto`,
  sso: `
    sso, single sign on, single signon, singlesignon, saml, oidc, openid, einmalanmeldung, federated login,
    foederierte anmeldung, identity provider, identitaetsanbieter, scim, okta, azure ad, entra*, anmeldesystem*,
    active directory, ldap, zentrale anmeldung, own login system`,
  individual: `
    zugeordnet, genau ein, genau einer, individuell*, persoenlich*, eindeutig*, unique, individual, named, namentlich*, own, eigenes, eigene,
    personenbezogene konten, personal`,
  account: `
    account, accounts, konto, konten, *benutzerkont*, *nutzerkont*, *userkont*, benutzerkennung*, kennung,
    kennungen, user id, user ids, username*, benutzername*, unique id, unique ids, unique identifier*, logins,
    nutzerkennung*, zugang, login, benutzerkennungen`,
  sharedAccount: `
    weitergabe von zugangsdaten, sharing of credentials, credential sharing, shared account*, shared credential*,
    shared login*, sammelkont*, sammelkennung*, gruppenkont*, gemeinsam genutzte*, geteilte*, generic account*,
    sharing of account*, funktionskont*, gemeinsame konten, gemeinschaftskont*, be shared, not shared,
    nicht geteilt, geteilt werden, nicht weitergegeben werden, accounts are not shared, shared user*`,
  password: 'passwort*, password*, passwoert*, kennwort*, kennwoert*, passphrase*, *passwort, *passwoerter',
  hash: `
    hash*, gehasht*, *hash, *hashes, *hashwert*, argon2*, bcrypt, scrypt, pbkdf2, salted, gesalzen*,
    einwegfunktion*, one way function*`,
  passwordRule: `
    passwortrichtlinie*, passwortlaenge*, kennwortrichtlinie*, password polic*, password complexity,
    password manager*, passwort manager*, passwortmanager*, strong password*, starke passwoert*,
    starken passwoert*, sichere passwoert*, breached password*, password strength, password requirement*,
    leaked password*, password best practice*, bekannt gewordener passwoert*, compromised password*, geleakt*,
    kennwoerter haben, passwoerter haben, passwords have, passwords must, kennwoerter muessen, passwoerter muessen,
    passwortvorgabe*, passwortregel*, passwortqualitaet, passwortvergabe*, kennwortvergabe*, passwortaenderung*,
    passwortwechsel*`,
  passwordStrength: `
    komplexitaet, complexity, zeichen, characters, minimum length, mindestlaenge, lang, long, length, laenge,
    requirements, anforderungen, stellen, sonderzeichen, laenger, listen, lists, liste`,
  apiKey: `
    api key*, api schluessel*, apikey*, api token*, personal access token*, zugriffstoken*, api zugang*,
    maschinenkont*, service account*, dienstkont*, servicekont*, machine identit*, technische konten,
    technische konto, technische benutzer, api credential*`,
  token: 'token*, refresh token*, jwt*, session cookie*, *tokens, session id*',
  session: `
    session*, sitzung*, auto logout, automatic logout, automatische abmeldung, abgemeldet, inaktivitaet,
    inactivity, idle, auto lock, bildschirmsperre, screen lock, timeout*, sperrt sich, sperrbildschirm,
    screen is locked, screens lock, lock automatically, logged out, signed out, leerlauf, abmeldung nach`,
  lockout: `
    lockout, locked out, kontosperr*, brute force, fehlversuch*, failed login*, failed attempts,
    fehlgeschlagene anmeld*, anmeldeversuch*, login attempt*, sperrung nach, gesperrt nach, fehleingab*,
    fehlgeschlagen*, unsuccessful*, failed sign in*, captcha, wrong password*, failed log in*`,
  authenticate: `
    authentifizier*, authentisier*, authenticat*, anmeldeverfahren, anmeldung, sign in, login verfahren, oauth*,
    *authentifizierung*, passkey*, webauthn, fido2, credential, credentials, zugangsdaten, anmeldedaten,
    authentifikation*, authentikation*`,
  secure: `
    sicher, sichere, sicheren, sicheres, sicherer, secure, securely, stark, starke, starken, strong, modern,
    moderne, robust, phishing resistant, phishingresistent*, gehaertet*, zertifikatsbasiert*, verified,
    abgesichert*, protected, geschuetzt*`,
  leastPrivilege: `
    minimale anzahl, access they need, rights they need, permissions they need, access needed, zugriff den sie,
    rechte die sie, berechtigungen die sie, fuer ihre arbeit benoetig*, fuer ihre aufgaben benoetig*,
    fuer ihre aufgabe benoetig*, fuer ihre taetigkeit, arbeit noetig*, required for their, necessary for their,
    needed for their, as few rights, least privilege*, least privileged, minimale rechte, minimalen rechten,
    minimalprinzip, geringsten rechte, geringster rechte, geringstmoeglich*, niedrigsten rechte, need to know,
    need to have, erforderlichkeitsprinzip, kenntnis nur wenn noetig, minimal rights, minimum privilege*,
    minimum access, minimum necessary, minimum permission*, minimal necessary, only the access,
    only the permissions, nur die rechte, nur die berechtigungen, nur diejenigen rechte, nur so viele rechte,
    minimum required, zwingend benoetig*, zwingend erforderlich*, job function*, job requirement*, job duties,
    job role*, aufgabenerfuellung, minimale berechtigung*, persons who need, people who need, who need to know,
    those who need, denied unless, denied by default, richten sich nach der aufgabe, aufgabenbezogen*,
    local admin*, lokale administrator*, lokalen administrator*, strictly necessary, unbedingt erforderlich*,
    unbedingt notwendig*, job responsibilit*, kleinstmoeglich*, not more rights, nicht mehr rechte als,
    only those rights, arbeitsaufgabe*, deny by default`,
  rbac: `
    rbac, role based, role base, rollenbasiert*, rollenkonzept*, rollen und rechte*, rollen und berechtigung*,
    rollenmodell*, berechtigungskonzept*, rechtekonzept*, rechtemanagement, rechteverwaltung, zugriffskonzept*,
    roles and permissions, permission model, access control list*, granular access, granulare zugriff*,
    granular permission*, granulare*, granular, zugriffskontrolle*, zugriffssteuer*, zugriffsberechtigung*,
    access control*, access controls, berechtigungsverwaltung, berechtigungsmanagement, access management,
    access is granted based on, roles, nach rollen, rollenprofil*, per role, by role, role profile*,
    berechtigungsprofil*, rollen, zuordnung von benutzerrecht*, benutzerprofil*, vergabe von benutzerrecht*,
    user profile*`,
  accessRight: `
    zugriffsrecht*, zugriffsberechtigung*, berechtigung*, access right*, permission*, permissions, entitlement*,
    user access, access, benutzerrecht*, zugangsrecht*, zugriffe, zugriff, zugaenge, zugang, zugangsberechtigung*,
    privileges, rechte, *berechtigungen, *rechte, access list*, user rights, authorisations, rechtevergabe,
    vergabe, einblick, entitlement, accessible, zugaenglich`,
  recertify: `
    still needs access, still need access, still needed, rezertifiz*, recertif*, access review*,
    user access review*, access rights review*, reviews of access, review of access, entitlement review*,
    berechtigungsreview*, rechtepruefung*, access audit*, access recertif*, review user access, review access,
    reviews access, berechtigungsueberpruefung*, zugriffsueberpruefung*, review of user access,
    review of permission*, user list review*, permission review*, control review, re approve*, reapprove*,
    noch gebraucht, noch benoetigt, noch erforderlich, nicht mehr benoetigte zugriff*,
    nicht mehr benoetigte recht*, nicht mehr benoetigte berecht*, nicht mehr benoetigte konten, durchsicht der,
    halbjaehrlichen durchsicht, account review*, kontenpruefung*, review of accounts, reviews of accounts,
    review all accounts, review of permissions, attestation of access, rechte review*, unused access,
    ungenutzte rechte, ungenutzte konten`,
  review: `
    bestaetigt, confirmed, review, reviews, reviewed, reviewing, ueberpruef*, geprueft, pruefen, prueft, pruefung*,
    kontrolliert, begutacht*, audited, verified, verify, re evaluat*, reassess*, reevaluat*, evaluat*, bewertet,
    ueberprueft*, *review, *reviews, auditieren, auditiert, *pruefung, bestaetigen, confirm, confirms, durchsicht,
    revisit*, gegengeprueft, gesichtet, sichtet, sichten, nachgesehen, revised, revidiert`,
  authorisedOnly: `
    autorisiert*, authorized, authorised, berechtigte*, befugt*, authorized personnel, nur berechtigte,
    zugriffsberechtigte, appropriate parties, need access, unbefugte keinen, unauthorized individuals,
    named people, named engineers, grants permission, grant permission, your permission, consent, zustimmung,
    einwilligung des kunden, you approve, freigibt, geben sie, namentlich*, benannte*, reliability engineers,
    controller has released, nur mit freigabe, small number of, kleiner kreis, kleinen kreis, need the access,
    released it`,
  staff: `
    eine person, mitarbeit*, beschaeftigte*, personal, belegschaft, angestellt*, personnel, employee*, staff, workforce,
    team member*, kolleg*, workers, contractors, people, everyone, jede person, alle personen`,
  production: `
    produktion, produktiv*, produktionsumgebung*, produktionssystem*, produktionszug*, production, prod,
    live system*, livesystem*, live umgebung*, produktions, produktionsdaten, produktionsdatenbank*,
    reach production, live umgebung`,
  denied:
    'keinen zugriff, kein zugriff, no access, not have access, don t have access, never have access, keinerlei zugriff',
  standing: 'dauerhaft*, staendig*, permanent*, standing, persistent, unbefristet*, always on',
  jit: `
    just in time, jit, befristet*, zeitlich begrenzt*, zeitlich beschraenkt*, zeitlich limitiert*, time limited,
    time bound, temporary, temporaer*, on demand access, expiring access, short lived, kurzlebig*, expire after,
    fuer hoechstens, for at most, automatically expire*, expires automatically, nur fuer die dauer, fuer die dauer`,
  supportAccess: `
    support zugriff*, supportzugriff*, supportzugang*, fernwartung*, support access, support staff, remote support,
    support team*, support mitarbeit*, support personnel, customer support, unser support, der support,
    our support, by support, wartungszugriff*, fernzugriff*, remote access by, aus unserem haus, support case*,
    support ticket*, supportfall*, support`,
  restrict: `
    beschraenk*, begrenzt*, eingeschraenk*, vorbehalten, limitiert, restrict*, limited, limits, only authorized,
    only authorised, nur autorisiert*, nur berechtigt*, beschraenkt*, nur befugt*`,
  procedureAdmin: `
    administrative zugriffsverfahren, administrativen zugriffsverfahren, administrative access procedure*,
    administrative access, administration access, administrationszugaenge, administrationszugang, bastion*,
    jump host*, jumphost*, sprungserver*, pam, privileged access management, privileged account*, privileged access,
    privilegierte zugriffe, privilegierten zugriff*, privilegierter zugriff*, privilegierte zugaenge,
    privilegierte konten, separate admin*, ssh`,
  breakGlass: `
    break glass, breakglass, notfallzugang*, notfallzugaenge*, notfallkonto*, notfallkonten, emergency access,
    emergency account*`,
  onboarding: `
    onboarding, eintritt, eintritts*, neue mitarbeit*, neuen mitarbeit*, einstellung, joiner*, new hire*,
    new employee*, provisioning, einarbeitung, hiring, when people join, beim einstieg, changes teams,
    change teams, changes role*, change role*, abteilungswechsel*, stellenwechsel*, versetzung*, mover*,
    neue kolleg*, new joiner*, joiners, rollenwechsel, internal transfer*, bei eintritt, bei einstellung,
    wechselt jemand, change of role*, new colleague*`,
  offboarding: `
    verlaesst, leaves us, offboarding, austritt*, ausscheid*, ausgeschieden*, leaver*, terminated,
    termination of employment, terminating employ*, departing, leaving employee*, beendigung des arbeits*,
    beendigung des beschaeft*, deprovision*, de provision*, exit process, austrittsprozess*, verlassen,
    leave the company, kuendigung, transferred employee*, former employee*, trennung von mitarbeit*,
    when people leave, leave us, leaves, separation from, last working day, letzten arbeitstag, letzter arbeitstag,
    return of equipment, return of assets, geraete zurueck, return all, leaving the company, left the company,
    departs, departed, ausgetreten*, old role, of leavers, quits, leave our company`,
  revoke: `
    entzog*, entzieh*, entzug, widerruf*, revoke*, revocation, revoked, gesperrt, sperrung, sperren, deaktivier*,
    disabled, disable, deactivat*, removed, geloescht, weggenommen, withdrawn, withdraw*, eingezogen, remove,
    removes, removal, entfernt, abgeschaltet, zurueckgegeben, gibt alle`,
  confidentialityDuty: `
    vertraulichkeitsverpflicht*, vertraulichkeitserklaer*, vertraulichkeitsvereinbar*, verschwiegenheit*,
    geheimhaltung*, auf vertraulichkeit verpflicht*, zur vertraulichkeit verpflicht*, auf das datengeheimnis,
    datengeheimnis, datenschutz verpflicht*, confidentiality agreement*, confidentiality obligation*,
    confidentiality undertaking*, confidentiality clause*, bound to confidentiality, bound by confidentiality,
    duty of confidentiality, nondisclosure*, non disclosure*, nda, ndas, confidentiality commitment*,
    zur verschwiegenheit, zur vertraulichkeit, auf vertraulichkeit, sign a confidentiality,
    commit to confidentiality, confidentiality terms, secrecy, schweigepflicht*, stillschweigen,
    auf verschwiegenheit, nondisclosure agreement*, vertraulichkeitszusage*, confidentiality declaration*`,
  backgroundCheck: `
    hintergrundueberpruef*, hintergrundpruef*, hintergrundcheck*, background check*, background screening*,
    background verification, background investigation*, pre employment, criminal record*, reference check*,
    fuehrungszeugnis*, sicherheitsueberpruefung von mitarb*, sicherheitsueberpruefung der mitarb*,
    sicherheitsueberpruefung des personals, zuverlaessigkeitspruef*, bewerberpruef*, personalueberpruef*, vetted,
    vetting, screening of employees, screened, screening of candidates, referenzpruef*, identitaetspruef*,
    candidates are screened, polizeilich*, pre hire, integrity check*, applicants are screened,
    checks on applicants, references are checked`,
  device: `
    endgeraet*, laptop*, notebook*, arbeitsplatzrechner*, workstation*, mobile device*, mobilgeraet*, mdm,
    device management, endpoint security, endpoint management, employee device*, company device*, end user device*,
    arbeitsgeraet*, firmengeraet*, client geraet*, festplattenverschluesselung, full disk encryption, fde,
    geraeteverwaltung, dienstgeraet*, smartphones, managed devices, bildschirmsperr*, screen lock*, homeoffice,
    home office, private geraete*, privaten geraete*, byod, bring your own, fernloesch*, aus der ferne,
    remote wipe*, lost devices, verlorene geraete, verlorenen geraete, mobile datentraeger*, mobilen datentraeger*,
    usb*, wechseldatentraeger*, mobile geraete, mobilen geraete*, company phone*, laptops, bildschirm,
    removable media, smartphone*, devices, geraete, screensaver*, hard disk encryption, gehaeuseverriegelung*`,
} as const
