/** German texts of the configuration. */
export const de = {
  'config.faults_one': 'Die Konfiguration hat einen Fehler:',
  'config.faults_other': 'Die Konfiguration hat {{count}} Fehler:',
  'config.unknown': '{{variable}} ist keine Variable von Beleg.',
  'config.misspelt': '{{variable}} ist keine Variable von Beleg; meinten Sie {{other}}?',
  'config.address': '{{variable}}: Schreiben Sie Adresse:Port, etwa 127.0.0.1:8080, [::1]:8443 oder :8443.',
  'config.url': '{{variable}}: Schreiben Sie eine URL, die so beginnt: {{protocols}}.',
  'config.one_of': '{{variable}}: Möglich sind {{values}}.',
  'config.addresses': '{{variable}}: Schreiben Sie IP-Adressen, durch Kommas getrennt.',
  'config.witnesses':
    '{{variable}}: Schreiben Sie je Zeuge URL und Prüfschlüssel (vkey, Ed25519 cosignature/v1) mit einem Leerzeichen dazwischen, mehrere durch Kommas getrennt, etwa https://zeuge.example/w zeuge.example/w+1a2b3c4d+BJq….',
  'config.witness_twice': '{{variable}}: Jeder Zeuge darf nur einmal vorkommen.',
  'config.timestamp_urls':
    '{{variable}}: Schreiben Sie http- oder https-URLs ohne Zugangsdaten, durch Kommas getrennt und jede nur einmal.',
  'config.email': '{{variable}}: Schreiben Sie eine E-Mail-Adresse.',
  'config.invalid': '{{variable}}: Dieser Wert passt nicht.',
  'config.loopback_only':
    '{{variable}}: Unverschlüsseltes HTTP gibt es nur auf Loopback; andere Rechner brauchen {{other}}.',
  'config.no_listener': '{{variable}} und {{other}}: Mindestens eines muss an sein.',
  'config.both_or_neither': '{{variable}} und {{other}}: Geben Sie beide an oder keines.',
  'config.only_one': '{{variable}} und {{other}}: Geben Sie nur eines an.',
  'config.own_key_needed':
    '{{variable}}: Wer andere Rechner bedient ({{other}}), braucht einen eigenen Hauptschlüssel.',
  'config.public_url_needed':
    '{{variable}}: Wer andere Rechner bedient ({{other}}), braucht die Adresse für Links in Mails.',
  'config.https_needed': '{{variable}}: Muss mit https:// beginnen, außer auf Loopback.',
  'config.dns_servers':
    '{{variable}}: Schreiben Sie IP-Adressen, jede wenn nötig mit Port (192.0.2.53:5353), durch Kommas getrennt.',
  'config.siem':
    '{{variable}}: Schreiben Sie tls://Rechner:Port (ohne Port: 6514) oder tcp://127.0.0.1:Port, sonst nichts.',
  'config.tls_needed':
    '{{variable}}: Unverschlüsselt (tcp://) geht es nur an diesen Rechner selbst; andere brauchen tls://.',
  'config.tls_target_needed': '{{variable}}: Wird nur zusammen mit {{other}}=tls://… gebraucht.',
  'config.sender_needed': '{{variable}}: Wird zusammen mit {{other}} gebraucht.',
  'action.access.refused': 'Zugriff verweigert',
  'action.support.request': 'Anfrage des Supports',
  'action.tenant.created': 'Mandant angelegt',
} as const
