/** Deutsche Texte der Anmeldung, der Konten und ihrer Nachweise. */
export const de = {
  'problem.login.refused': 'E-Mail-Adresse oder Passwort stimmt nicht.',
  'problem.login.code_refused':
    'Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten Code und versuchen Sie es noch einmal.',
  'problem.login.expired': 'Diese Anmeldung ist abgelaufen. Bitte beginnen Sie noch einmal mit dem Passwort.',
  'problem.login.too_many_attempts':
    'Zu viele falsche Versuche. Bitte warten Sie {{minutes}} Minuten. Auf Geräten, mit denen Sie sich schon angemeldet haben, geht es weiter wie gewohnt.',
  'problem.login.busy':
    'Ein anderer Versuch von hier wird gerade geprüft. Bitte versuchen Sie es in einer Sekunde noch einmal.',
  'problem.enrolment.not_valid':
    'Dieser Link gilt nicht mehr: Er wurde benutzt, ersetzt oder ist abgelaufen. Bitten Sie um eine neue Einladung.',
  'problem.enrolment.password_first': 'Bitte geben Sie zuerst Namen und Passwort an.',
  'problem.enrolment.email_needed': 'Bitte geben Sie Ihre E-Mail-Adresse an.',
  'problem.account.person_has_one': 'Diese Person hat schon ein Konto. Sie finden es unter Konten.',
  'problem.account.email_taken': 'Zu dieser E-Mail-Adresse gibt es schon ein Konto.',
  'problem.account.own_roles':
    'Die eigenen Rollen kann niemand selbst ändern. Bitten Sie eine andere Person mit dem Recht dazu.',
  'problem.account.own_state': 'Das eigene Konto kann niemand selbst sperren oder freigeben.',
  'problem.account.last_owner':
    'Dies ist die letzte Person mit der Rolle Inhaber. Geben Sie die Rolle zuerst jemand anderem.',
  'problem.account.owner_needed': 'Administrative Konten und Rollen verwalten nur Personen mit der Rolle Inhaber.',
  'problem.account.changed_meanwhile':
    'Jemand hat dieses Konto inzwischen geändert. Laden Sie es neu und entscheiden Sie dann.',
  'problem.account.not_active': 'Das Konto ist nicht aktiv.',
  'problem.account.not_invited': 'Zu diesem Konto ist keine Einladung offen.',
  'problem.account.not_deactivated': 'Das Konto ist nicht gesperrt.',
  'problem.account.already_deactivated': 'Das Konto ist schon gesperrt.',
  'problem.account.erased': 'Die Daten dieser Person sind gelöscht. Laden Sie sie neu ein, wenn sie wiederkommt.',
  'problem.account-reset.same_person':
    'Hier entscheiden drei verschiedene Personen: eine bittet, eine zweite genehmigt, und keine von beiden ist die betroffene.',
  'problem.account-reset.already_open': 'Für dieses Konto wartet schon eine Zurücksetzung auf die zweite Person.',
  'problem.account-reset.not_open': 'Diese Zurücksetzung ist schon entschieden oder abgelaufen.',
  'problem.factor.code_refused':
    'Dieser Code stimmt nicht. Es gilt nur der Code, den Ihre App gerade anzeigt, und jeder nur einmal.',
  'problem.factor.none_pending': 'Es wartet kein neuer Authenticator auf Bestätigung. Bitte beginnen Sie noch einmal.',
  'problem.password.wrong': 'Das bisherige Passwort stimmt nicht.',
  'problem.password.refused': 'Dieses Passwort ist nicht sicher genug.',
  'problem.api-key.permission_not_held': 'Ein Schlüssel kann nur Rechte bekommen, die Sie selbst haben.',
  'issue.taken': 'Ist schon vergeben.',
  'issue.totp.wrong': 'Der Code stimmt nicht.',
  'issue.password.same': 'Das neue Passwort ist das alte.',
  'issue.password.wrong': 'Das bisherige Passwort stimmt nicht.',
  'issue.permission.not_held': 'Das Recht {{permission}} haben Sie selbst nicht.',
  'reason.account.two_factors': 'Passwort und zweiter Faktor sind eingerichtet.',
  'reason.account.not_registered':
    'Dieses Konto steht nicht im Verzeichnis, hat aber Spuren hinterlassen: {{foundIn}}.',
  'reason.account.session_below_two_factors':
    '{{sessions}} Sitzungen dieses Kontos wurden mit weniger als zwei Faktoren eröffnet.',
  'reason.account.session_without_right':
    'Das Konto darf sich nicht anmelden, hat aber {{sessions}} laufende Sitzungen.',
  'reason.account.no_password': 'Dem Konto fehlt das Passwort.',
  'reason.account.no_second_factor': 'Dem Konto fehlt der zweite Faktor.',
  'reason.account.second_factor_unreadable':
    'Der zweite Faktor dieses Kontos wurde verändert und lässt sich nicht mehr öffnen.',
  'reason.account.one_person': 'Das Konto gehört genau einer Person.',
  'reason.account.no_person': 'Das Konto gehört niemandem im Personenverzeichnis.',
  'reason.account.person_twice': 'Dieselbe Person hat {{others}} weitere Konten.',
  'reason.account.function_address':
    'Die Adresse sieht nach einem Sammelpostfach aus; ob sie eine einzelne Person liest, weiß Beleg nicht.',
  'reason.password.argon2id': 'Das Passwort liegt als argon2id-Hash mit ausreichendem Aufwand vor.',
  'reason.password.not_hashed': 'Statt eines argon2id-Hashes steht etwas anderes in der Passwortspalte.',
  'reason.password.hash_too_cheap': 'Der Hash dieses Passworts ist mit zu wenig Aufwand berechnet.',
  'reason.api-key.in_custody':
    'Der Schlüssel gehört einer Person mit zwei Faktoren, ist eingeschränkt, endet und ist nur als Hash gespeichert.',
  'reason.api-key.not_registered': 'Mit diesem Schlüssel wurde zugegriffen, er steht aber nicht im Verzeichnis.',
  'reason.api-key.not_hashed': 'Von diesem Schlüssel ist mehr als ein Hash gespeichert.',
  'reason.api-key.unscoped': 'Dieser Schlüssel ist auf keine Rechte eingeschränkt.',
  'reason.api-key.endless': 'Dieser Schlüssel läuft nie ab.',
  'reason.api-key.too_long': 'Dieser Schlüssel gilt {{days}} Tage; erlaubt sind 90.',
  'reason.api-key.owner_inactive': 'Das Konto, dem dieser Schlüssel gehört, ist nicht aktiv.',
  'reason.api-key.owner_one_factor': 'Die Person, der dieser Schlüssel gehört, hat keine zwei Faktoren.',
  'reason.sign-in.guard_in_force': 'Die Sperre in der Datenbank ist in Kraft.',
  'reason.sign-in.guard_missing': 'Die Sperre {{guard}} in der Datenbank fehlt oder ist abgeschaltet.',
  'permission.person:read': 'Personen und ihre Konten sehen',
  'permission.account:invite': 'Personen einladen',
  'permission.account:change-roles': 'Rollen anderer ändern',
  'permission.account:grant-administrative': 'Administrative Rollen vergeben und entziehen',
  'permission.account:deactivate': 'Konten sperren und freigeben',
  'permission.account:reset': 'Verlorene Faktoren zurücksetzen: beantragen oder als zweite Person genehmigen',
  'permission.session:read': 'Sitzungen anderer sehen',
  'permission.session:end': 'Sitzungen anderer beenden',
  'permission.role:read': 'Rollen und Rechte sehen',
  'permission.api-key:create': 'Eigene API-Schlüssel anlegen',
  'permission.api-key:read': 'Alle API-Schlüssel sehen',
  'permission.api-key:revoke': 'API-Schlüssel anderer widerrufen',
  'role.owner': 'Inhaber',
  'role.isb': 'Informationssicherheit (ISB)',
  'role.management': 'Geschäftsleitung',
  'role.measure-owner': 'Maßnahmenverantwortung',
  'role.employee': 'Mitarbeit',
  'role.auditor': 'Prüfung (nur lesen)',
  'role.customer': 'Kundschaft',
  'factor.password': 'Passwort',
  'factor.totp': 'Authenticator-App',
  'factor.recovery-code': 'Wiederherstellungscodes',
  'mail.identity.invitation.subject': 'Ihre Einladung zu Beleg: {{tenant}}',
  'mail.identity.invitation.text':
    'Guten Tag,\n\n{{tenant}} hat Sie zu Beleg eingeladen. Mit diesem Link legen Sie Ihr Passwort und Ihren zweiten Faktor fest:\n\n{{link}}\n\nEr gilt {{hours}} Stunden und nur einmal. Geben Sie ihn nicht weiter: Wer ihn öffnet, wird das Konto haben.\n',
  'mail.identity.reset.subject': 'Ihr Zugang zu Beleg wurde zurückgesetzt',
  'mail.identity.reset.text':
    'Guten Tag,\n\nzwei Personen bei {{tenant}} haben genehmigt, dass Sie Passwort und zweiten Faktor neu einrichten. Die bisherigen gelten nicht mehr.\n\n{{link}}\n\nDer Link gilt {{hours}} Stunden und nur einmal. Haben Sie nicht darum gebeten, melden Sie sich bitte sofort bei Ihrer Informationssicherheit.\n',
  'mail.identity.reset-requested.subject': 'Jemand möchte Ihren Zugang zu Beleg zurücksetzen',
  'mail.identity.reset-requested.text':
    'Guten Tag,\n\nfür Ihr Konto wurde beantragt, Passwort und zweiten Faktor zurückzusetzen. Eine zweite Person muss noch zustimmen.\n\nHaben Sie nicht darum gebeten, melden Sie sich bitte sofort bei Ihrer Informationssicherheit.\n',
  'mail.identity.factor-set.subject': 'Ein Faktor Ihres Kontos wurde neu gesetzt',
  'mail.identity.factor-set.text':
    'Guten Tag,\n\nin Ihrem Konto bei Beleg wurde neu gesetzt: {{factor}}.\n\nWaren Sie das nicht, melden Sie sich bitte sofort bei Ihrer Informationssicherheit.\n',
  'mail.identity.recovery-codes-low.subject': 'Ihre Wiederherstellungscodes gehen zur Neige',
  'mail.identity.recovery-codes-low.text':
    'Guten Tag,\n\nSie haben noch {{left}} Wiederherstellungscodes. Unter „Mein Konto“ erzeugen Sie zehn neue.\n\nHaben Sie keinen davon benutzt, melden Sie sich bitte sofort bei Ihrer Informationssicherheit.\n',
  'mail.identity.guesses-stopped.subject': 'Falsche Codes bei der Anmeldung an Ihrem Konto',
  'mail.identity.guesses-stopped.text':
    'Guten Tag,\n\nnach dem richtigen Passwort wurde bei Ihrem Konto {{failures}} Mal ein falscher zweiter Faktor angegeben. Die Anmeldung wurde abgebrochen.\n\nWaren Sie das nicht, kennt jemand Ihr Passwort: Bitte ändern Sie es gleich.\n',

  // Second sources, by the name under which evidence states them.
  'source.credentials, factors, keys, sessions and the login record':
    'Zugangsdaten, Faktoren, Schlüsseln, Sitzungen und Anmeldeprotokoll',
  'source.credentials and links that are being enrolled': 'Zugangsdaten und laufenden Einrichtungen',
  'source.the login record of keys': 'dem Anmeldeprotokoll der Schlüssel',
  'source.the list of guards in the source code': 'der Liste der Schutzregeln im Quelltext',

  // Documents.
  'document.permissions.title': 'Rollen und Rechte',
  'document.permissions.count': 'Rechte',
  'document.permissions.meaning':
    'Wer eine Rolle hat, hat ihre Rechte; was hier nicht steht, darf niemand. Rechte, deren Kennung mit „platform:“ beginnt, gelten nur für den Betrieb der Instanz.',
  'document.permissions.permission': 'Recht',
  'document.permissions.id': 'Kennung',
  'document.permissions.roles': 'Rollen',
} as const
