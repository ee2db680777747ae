/** German texts of the problems of keys, vault, certificates, passwords and files. */
export const de = {
  'problem.key.both_configured': 'BELEG_MASTER_KEY und BELEG_MASTER_KEY_FILE sind beide gesetzt. Setzen Sie nur eines.',
  'problem.key.missing':
    'Die Schlüsseldatei {{path}} fehlt. Ohne sie sind die vorhandenen Daten nicht lesbar; legen Sie sie zurück.',
  'problem.key.malformed':
    'Kein Hauptschlüssel in {{source}}: Erwartet werden 32 Byte in Base64 (openssl rand -base64 32).',
  'problem.key.weak':
    'Der Hauptschlüssel in {{source}} ist nicht zufällig. Erzeugen Sie einen: openssl rand -base64 32.',
  'problem.key.not_a_file': '{{path}} ist keine gewöhnliche Datei.',
  'problem.key.readable_by_others':
    'Andere können {{path}} lesen (Rechte {{mode}}). Führen Sie aus: chmod 600 {{path}}',
  'problem.key.not_written': 'Die Schlüsseldatei {{path}} konnte nicht angelegt werden.',
  'problem.key.disk_full': 'Der Datenträger ist voll; die Schlüsseldatei {{path}} konnte nicht angelegt werden.',
  'problem.key.not_wrapped': 'Hier wurde ein verschlüsselter Schlüssel erwartet.',
  'problem.key.wrong_master_key': 'Die Daten gehören zum Hauptschlüssel {{expected}}, vorhanden ist {{present}}.',
  'problem.key.unauthentic': 'Ein verschlüsselter Schlüssel ist verändert worden.',
  'problem.vault.not_sealed': 'Ein vertraulicher Wert ist nicht verschlüsselt.',
  'problem.vault.truncated': 'Ein verschlüsselter Wert ist unvollständig.',
  'problem.vault.unknown_key':
    'Der Datenschlüssel {{version}} ist hier noch nicht bekannt. Versuchen Sie es noch einmal.',
  'problem.vault.unauthentic': 'Ein verschlüsselter Wert ist verändert oder vertauscht worden.',
  'problem.vault.tenant_key_missing': 'Dieser Mandant hat keinen Schlüssel oder keinen mehr.',
  'problem.vault.data_key_missing': 'Diesem Mandanten fehlt ein Datenschlüssel.',
  'problem.tls.file_unreadable': '{{path}} ist nicht lesbar.',
  'problem.tls.certificate_malformed': '{{path}} enthält kein Zertifikat (PEM).',
  'problem.tls.key_malformed': '{{path}} enthält keinen unverschlüsselten privaten Schlüssel (PEM).',
  'problem.tls.key_mismatch': 'Der Schlüssel {{key}} gehört nicht zum Zertifikat {{certificate}}.',
  'problem.tls.certificate_expired': 'Das Zertifikat {{path}} ist am {{notAfter}} abgelaufen.',
  'problem.tls.certificate_not_yet_valid': 'Das Zertifikat {{path}} gilt erst ab {{notBefore}}.',
  'problem.password.busy': 'Zu viele Anmeldungen zugleich. Versuchen Sie es in einigen Sekunden noch einmal.',
  'problem.password.stored_malformed': 'Ein gespeichertes Passwort ist nicht lesbar.',
  'problem.blob.too_large': 'Die Datei ist zu groß: höchstens {{maxBytes}} Byte.',
  'problem.blob.disk_full': 'Der Speicher ist voll. Die Datei wurde nicht abgelegt.',
  'problem.blob.not_found': 'Die Datei gibt es nicht.',
  'problem.blob.not_sealed': 'Die abgelegte Datei ist nicht verschlüsselt.',
  'problem.blob.truncated': 'Die abgelegte Datei ist unvollständig.',
  'problem.blob.unauthentic': 'Die abgelegte Datei ist verändert worden.',
  'issue.password.too_short': 'Mindestens {{atLeast}} Zeichen.',
  'issue.password.too_long': 'Höchstens {{atMost}} Zeichen.',
  'issue.password.common': 'Steht, auch abgewandelt, in Listen gestohlener Passwörter.',
  'issue.password.pattern': 'Zu einfaches Muster: wenige Zeichen, eine Folge oder nur Ziffern.',
  'issue.password.personal': 'Enthält Name, Adresse, Firma oder den Namen dieses Produkts.',
} as const
