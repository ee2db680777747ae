/** German texts of the ledger's checks. */
export const de = {
  'permission.ledger:read': 'Das Hauptbuch lesen',
  'permission.ledger:export': 'Bündel des Hauptbuchs mitnehmen',
  'problem.ledger.no_platform': 'Der Plattform-Mandant fehlt.',
  'problem.ledger.no_canary': 'Es gibt noch keinen Kanarienvogel, mit dem sich Handlungen versuchen lassen.',
  'problem.ledger.nothing_tried': 'Keine Handlung ließ sich versuchen.',
  'reason.ledger.tree_as_signed': 'Jeder Eintrag, jede Kachel und jeder signierte Kopf stimmt mit dem Baum überein.',
  'reason.ledger.tree_not_yet_examined': 'Der erste Durchgang durch alle Einträge ist noch nicht zu Ende.',
  'reason.ledger.tree_entry_altered': 'Der Eintrag an Stelle {{place}} ist nicht der, der signiert wurde.',
  'reason.ledger.tree_entry_missing': 'An Stelle {{place}} fehlt ein Eintrag.',
  'reason.ledger.tree_entry_beyond_head': 'Ab Stelle {{place}} stehen Einträge, die kein signierter Kopf umfasst.',
  'reason.ledger.tree_tile_altered': 'Die Kachel ab Stelle {{place}} stimmt nicht mit ihren Einträgen überein.',
  'reason.ledger.tree_tile_missing': 'Die Kachel ab Stelle {{place}} fehlt.',
  'reason.ledger.tree_head_of_another_tree':
    'Bis Stelle {{place}} ergeben die Einträge einen anderen Baum als den signierten.',
  'reason.ledger.tree_head_not_signed': 'Der Kopf bei Stelle {{place}} trägt keine gültige Signatur.',
  'reason.ledger.tree_head_went_back': 'Das Hauptbuch endet bei Stelle {{place}} und war schon länger oder anders.',
  'reason.ledger.tree_instance_lacks_head': 'Der Instanzbaum kennt den letzten Kopf nicht.',
  'reason.ledger.tree_instance_leaf_altered': 'Ein Blatt des Instanzbaums an Stelle {{place}} ist verändert.',
  'reason.ledger.tree_waits': 'Ein Eintrag wartet seit mehr als fünf Sekunden auf seinen Platz im Baum.',
  'reason.ledger.trigger_stands': 'Der Wächter ist vorhanden, eingeschaltet und unverändert.',
  'reason.ledger.trigger_missing': 'Der Wächter fehlt.',
  'reason.ledger.trigger_unknown': 'Dieser Auslöser an einer Tabelle des Hauptbuchs ist nicht vorgesehen.',
  'reason.ledger.trigger_disabled': 'Der Wächter ist ausgeschaltet.',
  'reason.ledger.trigger_altered': 'Der Text des Wächters steht in keiner Migration.',
  'reason.ledger.rights_add_only': 'Niemand darf hier ändern oder löschen.',
  'reason.ledger.rights_beyond': 'Rechte über das Vorgesehene hinaus: {{rights}}.',
  'reason.ledger.action_left_entry': 'Ausgeführt und im Hauptbuch gefunden.',
  'reason.ledger.action_left_nothing': 'Ausgeführt, aber der Eintrag {{action}} fehlt; gefunden: {{left}}.',
  'reason.ledger.action_declared': 'Erklärt seinen Eintrag; ohne ihn wird nichts festgeschrieben.',
  'reason.ledger.action_changes_nothing': 'Ändert nichts.',
  'reason.ledger.action_undeclared': 'Ändert etwas und erklärt keinen Eintrag.',

  // Second sources, by the name under which evidence states them.
  'source.the list of tenants': 'der Liste der Mandanten',
  'source.the guards that the ledger was made with': 'den Wächtern, mit denen das Hauptbuch angelegt wurde',
  'source.the tables that the ledger was made with': 'den Tabellen, mit denen das Hauptbuch angelegt wurde',
  'source.the table of routes': 'der Tabelle der Schnittstellen',
  'problem.ledger.platform_only':
    'Das geht nur im Mandanten der Instanz selbst: Baum und Schlüssel gehören allen Mandanten zusammen.',
  'problem.ledger.too_many_keys':
    'Es signieren schon {{most}} Schlüssel nebeneinander. Der nächste ist möglich, sobald einer davon ausgelaufen ist.',
  'problem.head-recipient.known': 'An diese Adresse gehen die Köpfe schon.',
  'problem.head-recipient.too_many':
    'Mehr als {{most}} Empfänger sind nicht vorgesehen. Für einen größeren Kreis gibt es den öffentlichen Feed.',
  'problem.head-recipient.not_valid': 'Dieser Link gilt nicht mehr: An diese Adresse geht schon keine Mail mehr.',
  'permission.ledger:publish': 'Köpfe des Hauptbuchs nach außen geben',
  'permission.ledger:rotate-key': 'Den Signaturschlüssel des Hauptbuchs wechseln',
  'mail.ledger.head.subject': 'Kopf des Hauptbuchs von {{tenant}}: {{size}} Einträge',
  'mail.ledger.head.text':
    'Guten Tag,\n\nhier ist der signierte Kopf des Hauptbuchs von {{tenant}}. Er legt {{size}} Einträge fest. Wer ihn aufhebt, kann später zeigen, ob davon etwas geändert, gelöscht oder umgestellt wurde – auch dann, wenn jemand den Server und alle Schlüssel in der Hand hat.\n\n----- Kopf von {{tenant}} -----\n{{tenantHead}}----- Ende -----\n\nAufheben: Bewahren Sie diese Mail auf, oder speichern Sie die Zeilen zwischen den Strichen samt der Leerzeile darin als Datei kopf.txt – an einem Ort, an den {{tenant}} nicht herankommt.\n\nPrüfen: Lassen Sie sich einen Export des Hauptbuchs geben und rufen Sie auf:\n\n    beleg verify export.zip --since kopf.txt\n\nDer Export muss den aufgehobenen Kopf fortsetzen; sonst nennt die Prüfung, was nicht stimmt.\n\nDer zuletzt veröffentlichte Kopf der ganzen Instanz, gegebenenfalls mit den Zeilen der Zeugen:\n\n----- Kopf der Instanz -----\n{{instanceHead}}----- Ende -----\n\nAlle veröffentlichten Köpfe: {{feed}}\n\nDiese Mail kommt einmal am Tag. Abbestellen: {{link}}\n',
}
