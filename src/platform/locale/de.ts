/** German texts of the technical ground: what can go wrong with database, keys, files, certificates and jobs. */
export const de = {
  'problem.database.unavailable': 'Die Datenbank ist gerade nicht erreichbar. Es ist nichts verloren gegangen; bitte gleich noch einmal.',
  'problem.database.disk_full': 'Der Datenträger ist voll. Es wurde nichts geändert.',
  'problem.database.read_only': 'Die Datenbank nimmt gerade keine Änderungen an. Es wurde nichts geändert.',
  'problem.database.contention': 'Jemand anderes war gleichzeitig am Werk. Bitte noch einmal.',
  'problem.database.timeout': 'Das hat zu lange gedauert und wurde abgebrochen. Es wurde nichts geändert.',
  'problem.database.overloaded': 'Gerade ist zu viel los. Bitte gleich noch einmal.',
  'problem.database.transaction_aborted': 'Die Änderung wurde zurückgenommen.',
  'problem.database.outcome_unknown': 'Die Verbindung brach beim Speichern ab. Bitte prüfen Sie, ob die Änderung da ist.',
  'problem.job.unknown': 'Diese wiederkehrende Arbeit ist unbekannt.',
  'problem.job.run_timeout': 'Der angeforderte Lauf wurde nicht rechtzeitig fertig.',
} as const
