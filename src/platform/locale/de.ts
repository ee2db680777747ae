/** German texts of the technical ground: what can go wrong with database, keys, files, certificates and jobs. */
export const de = {
  'problem.database.unavailable':
    'Die Datenbank ist gerade nicht erreichbar. Es ist nichts verloren gegangen; bitte gleich noch einmal.',
  'problem.database.disk_full': 'Der Datenträger ist voll. Es wurde nichts geändert.',
  'problem.database.read_only': 'Die Datenbank nimmt gerade keine Änderungen an. Es wurde nichts geändert.',
  'problem.database.contention': 'Jemand anderes war gleichzeitig am Werk. Bitte noch einmal.',
  'problem.database.timeout': 'Das hat zu lange gedauert und wurde abgebrochen. Es wurde nichts geändert.',
  'problem.database.overloaded': 'Gerade ist zu viel los. Bitte gleich noch einmal.',
  'problem.database.transaction_aborted': 'Die Änderung wurde zurückgenommen.',
  'problem.database.outcome_unknown':
    'Die Verbindung brach beim Speichern ab. Bitte prüfen Sie, ob die Änderung da ist.',
  'problem.listen.port_in_use':
    'Unter {{address}} lauscht schon ein anderes Programm. Beenden Sie es, oder setzen Sie {{variable}} auf einen freien Port.',
  'problem.listen.not_allowed':
    'An {{address}} darf dieser Benutzer nicht lauschen. Setzen Sie {{variable}} auf einen Port ab 1024.',
  'problem.listen.no_such_address':
    'Diese Maschine hat die Adresse {{address}} nicht. Setzen Sie {{variable}} auf eine ihrer Adressen.',
  'problem.file.missing': 'Die Datei {{file}} gibt es nicht.',
  'problem.file.is_directory': '{{file}} ist ein Verzeichnis, keine Datei.',
  'problem.file.too_large': 'Die Datei {{file}} ist größer als {{limitBytes}} Bytes.',
  'problem.file.not_json': '{{file}} ist kein JSON: {{detail}}',
  'problem.client.unreachable': '{{address}} antwortet nicht. Läuft Beleg dort?',
  'problem.client.unreadable_answer': 'Was unter {{address}} antwortet, ist nicht Beleg.',
  'problem.client.malformed_key': 'Der API-Schlüssel enthält Zeichen, die in keinem vorkommen.',
  'problem.file.closed': 'Die Datei {{file}} lässt sich nicht lesen ({{reason}}).',
  'problem.job.unknown': 'Diese wiederkehrende Arbeit ist unbekannt.',
  'problem.job.run_timeout': 'Der angeforderte Lauf wurde nicht rechtzeitig fertig.',
} as const
