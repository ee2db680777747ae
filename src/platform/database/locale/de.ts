/** German texts of what can keep the database from starting or migrating; the rest is in src/platform/locale. */
export const de = {
  'problem.database.bad_url': 'DATABASE_URL ist keine gültige Adresse einer PostgreSQL-Datenbank.',
  'problem.database.url_unreachable': 'Unter der DATABASE_URL antwortet keine Datenbank ({{place}}: {{detail}}).',
  'problem.database.url_refused': 'Die Datenbank der DATABASE_URL lässt uns nicht hinein ({{place}}: {{detail}}).',
  'problem.database.no_package':
    'Für {{platform}} bringt npm kein PostgreSQL mit ({{package}}). Setzen Sie DATABASE_URL auf eine eigene Datenbank (PostgreSQL 15 oder neuer), oder wiederholen Sie die Installation mit optionalen Abhängigkeiten.',
  'problem.database.no_access':
    'Der Benutzer {{user}} hat keinen Zugang zu {{path}} ({{detail}}). Ändern Sie die Rechte oder wählen Sie mit BELEG_DATA ein anderes Verzeichnis.',
  'problem.database.no_unprivileged_user':
    'PostgreSQL läuft nicht als root, und keiner der Benutzer {{users}} ist vorhanden. Legen Sie einen davon an, oder starten Sie Beleg als anderer Benutzer.',
  'problem.database.no_os_user':
    'Die Benutzernummer {{uid}} hat auf diesem System keinen Namen; PostgreSQL braucht einen. Tragen Sie sie in /etc/passwd ein.',
  'problem.database.not_owner':
    'Die Datenbank in {{path}} gehört dem Benutzer {{owner}}, nicht {{user}}. Starten Sie Beleg als ihr Besitzer oder als root.',
  'problem.database.corrupted':
    'Die Datenbank in {{path}} ist beschädigt: {{detail}} Stellen Sie sie aus einer Sicherung wieder her.',
  'problem.database.other_major':
    'Die Datenbank in {{path}} stammt von PostgreSQL {{found}}, gebraucht wird {{wanted}}. Übertragen Sie sie mit einer Sicherung.',
  'problem.database.socket_path_too_long':
    'Der Pfad {{path}} ist für einen Socket zu lang (höchstens {{longest}} Bytes), und kein kürzerer Ort war möglich: {{detail}}',
  'problem.database.attach_refused':
    'Auf {{path}} läuft schon ein Datenbankserver eines anderen Benutzers, der {{user}} nicht zulässt.',
  'problem.database.start_failed': 'Der Datenbankserver startet nicht ({{path}}): {{detail}}',
  'problem.database.too_old': 'PostgreSQL {{found}} ist zu alt; gebraucht wird {{wanted}} oder neuer.',
  'problem.database.missing_right': 'Der Datenbankrolle {{role}} fehlt ein Recht: {{right}}. Abhilfe: {{statement}}',
  'problem.database.role_too_strong':
    'Die Datenbankrolle {{role}} ist Superuser, umgeht die Zeilensicherheit oder gehört zu einer anderen Rolle. Entziehen Sie ihr das.',
  'problem.database.migration_changed': 'Die Migration {{name}} wurde geändert, nachdem sie angewandt war.',
  'problem.database.migration_missing': 'Die angewandte Migration {{name}} fehlt in dieser Fassung von Beleg.',
  'problem.database.migration_out_of_order': 'Die Migration {{name}} kommt zu spät: spätere sind schon angewandt.',
  'problem.database.migration_failed': 'Die Migration {{name}} ist fehlgeschlagen (Zeile {{line}}): {{detail}}',
  'problem.database.newer_than_code':
    'Die Datenbank ist auf Stand {{found}}, diese Fassung von Beleg kennt nur {{known}}. Starten Sie die neuere Fassung.',
} as const
