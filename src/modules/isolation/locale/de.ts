/** German texts of the isolation checks: reasons of the predicates, and problems of a run. */
export const de = {
  'problem.isolation.no_server': 'Der Server dieser Instanz antwortet dem Prüfmandanten nicht.',
  'problem.isolation.canary_unavailable': 'Der Prüfmandant konnte sich nicht anmelden.',
  'problem.isolation.probe_unusable': 'Der Angriff war nicht auswertbar; der nächste Lauf versucht es erneut.',
  'reason.isolation.route_closed': 'Fremde Objekte sind hier nicht von solchen zu unterscheiden, die es nicht gibt.',
  'reason.isolation.route_leaked': 'Ein fremder Mandant erhielt hier Daten des Prüfmandanten (Status {{status}}).',
  'reason.isolation.route_changed_foreign':
    'Ein fremder Mandant hat hier Daten des Prüfmandanten verändert: {{tables}}.',
  'reason.isolation.route_let_in': 'Ein fremder Mandant wurde zu einem Objekt vorgelassen (Status {{status}}).',
  'reason.isolation.route_tells_apart': 'Fremd und nicht vorhanden werden verschieden beantwortet: {{differences}}.',
  'reason.isolation.route_field_tells_apart': 'Diese Felder verraten, ob es ein fremdes Objekt gibt: {{fields}}.',
  'reason.isolation.route_not_attacked': 'Diese Schnittstelle wurde nicht angegriffen.',
  'reason.isolation.route_other_refusal':
    'Der Angriff wurde aus einem anderen Grund abgewiesen (Status {{status}}) und beweist nichts.',
  'reason.isolation.route_control_missing': 'Die Gegenprobe fehlt: Der Eigentümer hat sein Objekt nicht aufgerufen.',
  'reason.isolation.route_control_failed':
    'Die Gegenprobe misslang: Der Eigentümer erhielt {{status}} statt {{expected}}.',
  'reason.isolation.list_closed': 'Die Liste zeigt dem Eigentümer sein Objekt und dem fremden Mandanten nicht.',
  'reason.isolation.list_shows_no_objects': 'Zeigt keine Objekte eines Mandanten, auch dem fremden nicht.',
  'reason.isolation.table_closed':
    'Zeilenschutz erzwungen; Lesen, Ändern, Löschen und Schreiben fremder Zeilen wurde versucht und verweigert.',
  'reason.isolation.table_of_platform': 'Gehört keinem Mandanten; die Rechte sind wie vorgesehen.',
  'reason.isolation.table_reached': 'Fremde Zeilen waren erreichbar: {{ways}}.',
  'reason.isolation.table_undeclared': 'Diese Tabelle ist keinem Modul bekannt.',
  'reason.isolation.table_missing': 'Diese Tabelle fehlt in der Datenbank.',
  'reason.isolation.table_owned_by_serving_role':
    'Gehört der Rolle {{owner}}, die Anfragen bedient und den Schutz damit abschalten könnte.',
  'reason.isolation.table_owned_by_other': 'Gehört {{owner}} statt dem Eigentümer des Schemas.',
  'reason.isolation.table_bypassed': 'Zeilen sind am Zeilenschutz vorbei erreichbar: {{by}}.',
  'reason.isolation.table_granted_beyond': 'Rechte über das Vorgesehene hinaus: {{grants}}.',
  'reason.isolation.table_policies': 'Die Regeln weichen ab: {{policies}}.',
  'reason.isolation.table_without_tenant': 'Hat keine Spalte tenant_id.',
  'reason.isolation.table_unprotected': 'Der Zeilenschutz ist ausgeschaltet.',
  'reason.isolation.table_not_forced': 'Der Zeilenschutz gilt nicht für den Eigentümer der Tabelle.',
  'reason.isolation.table_key_without_tenant': 'Der Primärschlüssel beginnt nicht mit dem Mandanten.',
  'reason.isolation.table_index_without_tenant': 'Indexe beginnen nicht mit dem Mandanten: {{indexes}}.',
  'reason.isolation.table_foreign_key_without_tenant': 'Fremdschlüssel führen den Mandanten nicht mit: {{keys}}.',
  'reason.isolation.table_not_attacked': 'Diese Tabelle wurde nicht angegriffen.',
  'reason.isolation.table_nothing_planted':
    'Es lag keine Zeile zum Angreifen bereit; eine leere Tabelle beweist nichts.',
  'reason.isolation.table_attack_unclear': 'Der Angriff endete unklar: {{ways}}.',
  'reason.isolation.table_control_failed':
    'Die Gegenprobe misslang: Auch das Schreiben eigener Zeilen wurde verweigert.',
  'reason.isolation.role_bound': 'An den Zeilenschutz gebunden, ohne Besitz und ohne Mitgliedschaften.',
  'reason.isolation.role_missing': 'Diese Rolle gibt es in der Datenbank nicht.',
  'reason.isolation.role_superuser': 'Ist Superuser: Der Zeilenschutz gilt für sie nicht.',
  'reason.isolation.role_bypasses': 'Hat BYPASSRLS: Der Zeilenschutz gilt für sie nicht.',
  'reason.isolation.role_member': 'Kann zu anderen Rollen werden: {{roles}}.',
  'reason.isolation.role_too_strong': 'Darf Rollen oder Datenbanken anlegen oder replizieren.',
  'reason.isolation.role_owns': 'Besitzt {{objects}} Objekte in der Datenbank.',
  'reason.isolation.role_creates': 'Darf Objekte anlegen in: {{places}}.',
  'reason.isolation.role_settings': 'Voreinstellungen entscheiden über sichtbare Zeilen: {{settings}}.',
  'reason.isolation.role_foreign_tables': 'Hat Rechte an Tabellen außerhalb der Anwendung: {{tables}}.',
  'reason.isolation.function_as_reviewed':
    'Wortgleich mit der Migration und nur für die vorgesehenen Rollen aufrufbar.',
  'reason.isolation.function_undeclared': 'Läuft mit den Rechten des Eigentümers und ist nicht vorgesehen.',
  'reason.isolation.function_missing': 'Diese Funktion fehlt in der Datenbank.',
  'reason.isolation.function_altered': 'Ihr Text steht so in keiner Migration.',
  'reason.isolation.function_search_path': 'Legt ihren Suchpfad nicht fest.',
  'reason.isolation.function_callers': 'Aufrufbar über das Vorgesehene hinaus durch: {{callers}}.',

  // Second sources, by the name under which evidence states them.
  'source.the OpenAPI document of the running server': 'dem OpenAPI-Dokument des laufenden Servers',
  'source.tables that the modules declare, and the list of tables of the platform':
    'den Tabellen, die die Module erklären, und der Liste der Plattformtabellen',
  'source.the doors to the database': 'den Zugängen zur Datenbank',
  'source.the list of functions with their owner’s rights': 'der Liste der Funktionen mit Rechten ihres Eigentümers',
  'action.canary.planted': 'Prüfobjekt der Mandantentrennung angelegt',
} as const
