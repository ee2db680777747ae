/**
 * Words for identity, access and workforce. A term is lower case with ä→ae, ö→oe, ü→ue, ß→ss and every run of other
 * signs as one space; `stem*` matches a word's beginning, `*part*` any place, a bare term the whole word.
 */
export const identityConcepts = {
  mfa: `
    hardware key*, hardware security key*, security key, security keys, hardwareschluessel, yubikey*, mfa, 2fa, multi faktor*,
    multifaktor*, mehr faktor*, mehrfaktor*, zwei faktor*, zweifaktor*, 2 faktor*, zweiter faktor, zweiten faktor,
    multi factor, multifactor, two factor, second factor, two step verification, 2 step verification, totp,
    one time password*, einmalpasswoert*, einmalpasswort*, authenticator app*`,
  admin: `
    admin, admins, administrator*, administrativ*, administration, adminzug*, adminkonto, adminkonten,
    admin account*, privileged, privilegiert*, superuser*, root zugriff*, root access, erhoehten rechten,
    erhoehte rechte, elevated`,
  everyAccount: `
    alle accounts, alle konten, alle benutzer*, alle nutzer*, all accounts, all users, every account, every user,
    jedes konto`,
  sso: `
    sso, single sign on, single signon, singlesignon, saml, oidc, openid, einmalanmeldung, federated login,
    foederierte anmeldung, identity provider, identitaetsanbieter, scim`,
  individual: `
    zugeordnet, genau ein, genau einer, individuell*, persoenlich*, eindeutig*, unique, individual, named, namentlich*, own, eigenes, eigene,
    personenbezogene konten, personal`,
  account: `
    account, accounts, konto, konten, *benutzerkont*, *nutzerkont*, *userkont*, benutzerkennung*, kennung,
    kennungen, user id, user ids, username*, benutzername*, unique id, unique ids, unique identifier*, logins,
    nutzerkennung*, zugang, login, benutzerkennungen`,
  sharedAccount: `
    weitergabe von zugangsdaten, sharing of credentials, credential sharing, shared account*, shared credential*, shared login*, sammelkont*, sammelkennung*, gruppenkont*,
    gemeinsam genutzte*, geteilte*, generic account*, sharing of account*, funktionskont*, gemeinsame konten,
    gemeinschaftskont*`,
  password: 'passwort*, password*, passwoert*, kennwort*, kennwoert*, passphrase*, *passwort, *passwoerter',
  hash: `
    hash*, gehasht*, *hash, *hashes, *hashwert*, argon2*, bcrypt, scrypt, pbkdf2, salted, gesalzen*,
    einwegfunktion*, one way function*`,
  passwordRule: `
    passwortrichtlinie*, passwortlaenge*, kennwortrichtlinie*, password polic*, password complexity,
    password manager*, passwort manager*, passwortmanager*, strong password*, starke passwoert*, starken passwoert*,
    sichere passwoert*, breached password*, password strength, password requirement*, leaked password*,
    password best practice*`,
  passwordStrength: `
    komplexitaet, complexity, zeichen, characters, minimum length, mindestlaenge, lang, long, length, laenge,
    requirements, anforderungen`,
  apiKey: `
    api key*, api schluessel*, apikey*, api token*, personal access token*, zugriffstoken*, api zugang*,
    maschinenkont*, service account*, dienstkont*, servicekont*, machine identit*, technische konten,
    technische konto, technische benutzer, api credential*`,
  token: 'token*, refresh token*, jwt*, session cookie*, *tokens, session id*',
  session: `
    session*, sitzung*, auto logout, automatic logout, automatische abmeldung, abgemeldet, inaktivitaet, inactivity,
    idle, auto lock, bildschirmsperre, screen lock, timeout*`,
  lockout: `
    lockout, locked out, kontosperr*, brute force, fehlversuch*, failed login*, failed attempts,
    fehlgeschlagene anmeld*, anmeldeversuch*, login attempt*`,
  authenticate: `
    authentifizier*, authentisier*, authenticat*, anmeldeverfahren, anmeldung, sign in, login verfahren, oauth*,
    *authentifizierung*, passkey*, webauthn, fido2, credential, credentials, zugangsdaten, anmeldedaten`,
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
    job role*, aufgabenerfuellung, minimale berechtigung*`,
  rbac: `
    rbac, role based, role base, rollenbasiert*, rollenkonzept*, rollen und rechte*, rollen und berechtigung*,
    rollenmodell*, berechtigungskonzept*, rechtekonzept*, rechtemanagement, rechteverwaltung, zugriffskonzept*,
    roles and permissions, permission model, access control list*, granular access, granulare zugriff*,
    granular permission*, granulare*, granular, zugriffskontrolle*, zugriffssteuer*, zugriffsberechtigung*,
    access control*, access controls, berechtigungsverwaltung, berechtigungsmanagement, access management,
    access is granted based on, roles`,
  accessRight: `
    zugriffsrecht*, zugriffsberechtigung*, berechtigung*, access right*, permission*, permissions, entitlement*,
    user access, access, benutzerrecht*, zugangsrecht*, zugriffe, zugriff, zugaenge, zugang, zugangsberechtigung*,
    privileges, rechte, *berechtigungen, *rechte, access list*`,
  recertify: `
    still needs access, still need access, still needed, rezertifiz*, recertif*, access review*, user access review*, access rights review*, reviews of access,
    review of access, entitlement review*, berechtigungsreview*, rechtepruefung*, access audit*, access recertif*,
    review user access, review access, reviews access, berechtigungsueberpruefung*, zugriffsueberpruefung*,
    review of user access, review of permission*, user list review*, permission review*, control review`,
  review: `
    bestaetigt, confirmed, review, reviews, reviewed, reviewing, ueberpruef*, geprueft, pruefen, prueft, pruefung*,
    kontrolliert, begutacht*, audited, verified, verify, re evaluat*, reassess*, reevaluat*, evaluat*, bewertet,
    ueberprueft*, *review, *reviews, auditieren, auditiert, *pruefung`,
  authorisedOnly: `
    autorisiert*, authorized, authorised, berechtigte*, befugt*, authorized personnel, nur berechtigte,
    zugriffsberechtigte, appropriate parties, need access, unbefugte keinen, unauthorized individuals`,
  staff: `
    eine person, mitarbeit*, beschaeftigte*, personal, belegschaft, angestellt*, personnel, employee*, staff, workforce,
    team member*, kolleg*, workers, contractors, people, everyone, jede person, alle personen`,
  production: `
    produktion, produktiv*, produktionsumgebung*, produktionssystem*, produktionszug*, production, prod,
    live system*, livesystem*, live umgebung*, produktions, produktionsdaten, produktionsdatenbank*`,
  denied:
    'keinen zugriff, kein zugriff, no access, not have access, don t have access, never have access, keinerlei zugriff',
  standing: 'dauerhaft*, staendig*, permanent*, standing, persistent, unbefristet*, always on',
  jit: `
    just in time, jit, befristet*, zeitlich begrenzt*, zeitlich beschraenkt*, zeitlich limitiert*, time limited,
    time bound, temporary, temporaer*, on demand access, expiring access`,
  supportAccess: `
    support zugriff*, supportzugriff*, supportzugang*, fernwartung*, support access, support staff, remote support,
    support team*, support mitarbeit*, support personnel, customer support`,
  restrict: `
    beschraenk*, begrenzt*, eingeschraenk*, vorbehalten, limitiert, restrict*, limited, limits, only authorized,
    only authorised, nur autorisiert*, nur berechtigt*, beschraenkt*, nur befugt*`,
  procedureAdmin: `
    administrative zugriffsverfahren, administrativen zugriffsverfahren, administrative access procedure*,
    administrative access, administration access, administrationszugaenge, administrationszugang, bastion*,
    jump host*, jumphost*, sprungserver*, pam, privileged access management, privileged account*, privileged access,
    privilegierte zugriffe, privilegierten zugriff*, privilegierter zugriff*, privilegierte zugaenge,
    privilegierte konten, separate admin*, vpn, ssh`,
  breakGlass: `
    break glass, breakglass, notfallzugang*, notfallzugaenge*, notfallkonto*, notfallkonten, emergency access,
    emergency account*`,
  onboarding: `
    onboarding, eintritt, eintritts*, neue mitarbeit*, neuen mitarbeit*, einstellung, joiner*, new hire*,
    new employee*, provisioning, einarbeitung, hiring, when people join, beim einstieg`,
  offboarding: `
    verlaesst, leaves us, offboarding, austritt*, ausscheid*, ausgeschieden*, leaver*, terminated, termination of employment,
    terminating employ*, departing, leaving employee*, beendigung des arbeits*, beendigung des beschaeft*,
    deprovision*, de provision*, exit process, austrittsprozess*, verlassen, leave the company, kuendigung,
    transferred employee*, former employee*, trennung von mitarbeit*, when people leave, leave us, leaves,
    separation from`,
  revoke: `
    entzog*, entzieh*, entzug, widerruf*, revoke*, revocation, revoked, gesperrt, sperrung, sperren, deaktivier*,
    disabled, disable, deactivat*, removed, geloescht, weggenommen`,
  confidentialityDuty: `
    vertraulichkeitsverpflicht*, vertraulichkeitserklaer*, vertraulichkeitsvereinbar*, verschwiegenheit*,
    geheimhaltung*, auf vertraulichkeit verpflicht*, zur vertraulichkeit verpflicht*, auf das datengeheimnis,
    datengeheimnis, datenschutz verpflicht*, confidentiality agreement*, confidentiality obligation*,
    confidentiality undertaking*, confidentiality clause*, bound to confidentiality, bound by confidentiality,
    duty of confidentiality, nondisclosure*, non disclosure*, nda, ndas, confidentiality commitment*,
    zur verschwiegenheit, zur vertraulichkeit, auf vertraulichkeit, sign a confidentiality,
    commit to confidentiality, confidentiality terms`,
  backgroundCheck: `
    hintergrundueberpruef*, hintergrundpruef*, hintergrundcheck*, background check*, background screening*,
    background verification, background investigation*, pre employment, criminal record*, reference check*,
    fuehrungszeugnis*, sicherheitsueberpruefung von mitarb*, sicherheitsueberpruefung der mitarb*,
    sicherheitsueberpruefung des personals, zuverlaessigkeitspruef*, bewerberpruef*, personalueberpruef*, vetted,
    vetting, screening of employees, screened, screening of candidates, referenzpruef*, identitaetspruef*`,
  device: `
    endgeraet*, laptop*, notebook*, arbeitsplatzrechner*, workstation*, mobile device*, mobilgeraet*, mdm,
    device management, endpoint security, endpoint management, employee device*, company device*, end user device*,
    arbeitsgeraet*, firmengeraet*, client geraet*, festplattenverschluesselung, full disk encryption, fde,
    geraeteverwaltung, dienstgeraet*, smartphones, managed devices`,
} as const
