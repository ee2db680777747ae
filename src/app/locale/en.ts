/** English texts of the configuration. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'config.faults_one': 'The configuration has a fault:',
  'config.faults_other': 'The configuration has {{count}} faults:',
  'config.unknown': '{{variable}} is not a variable of Beleg.',
  'config.misspelt': '{{variable}} is not a variable of Beleg; did you mean {{other}}?',
  'config.address': '{{variable}}: write it as address:port, such as 127.0.0.1:8080, [::1]:8443 or :8443.',
  'config.url': '{{variable}}: write it as a URL that starts with one of {{protocols}}.',
  'config.one_of': '{{variable}}: one of {{values}}.',
  'config.addresses': '{{variable}}: write IP addresses, separated by commas.',
  'config.witnesses':
    '{{variable}}: Write URL and verifier key (vkey, Ed25519 cosignature/v1) of each witness with a space between them, several separated by commas, such as https://witness.example/w witness.example/w+1a2b3c4d+BJq….',
  'config.witness_twice': '{{variable}}: Each witness may be named only once.',
  'config.timestamp_urls':
    '{{variable}}: Write http or https URLs without credentials, separated by commas, each only once.',
  'config.email': '{{variable}}: write it as an e-mail address.',
  'config.invalid': '{{variable}}: this value does not fit.',
  'config.loopback_only': '{{variable}}: plain HTTP is served on loopback only; other hosts need {{other}}.',
  'config.no_listener': '{{variable}} and {{other}}: at least one must be on.',
  'config.both_or_neither': '{{variable}} and {{other}}: give both or neither.',
  'config.only_one': '{{variable}} and {{other}}: give one of them.',
  'config.own_key_needed': '{{variable}}: serving other hosts ({{other}}) needs a master key of your own.',
  'config.public_url_needed': '{{variable}}: serving other hosts ({{other}}) needs the address for the links in mails.',
  'config.https_needed': '{{variable}}: must begin with https:// unless it is on loopback.',
  'config.dns_servers':
    '{{variable}}: write IP addresses, each with a port where it needs one (192.0.2.53:5353), separated by commas.',
  'config.siem':
    '{{variable}}: write tls://host:port (port 6514 when left out) or tcp://127.0.0.1:port, and nothing else.',
  'config.tls_needed': '{{variable}}: in clear (tcp://) entries go to this machine only; others need tls://.',
  'config.tls_target_needed': '{{variable}}: is needed only together with {{other}}=tls://….',
  'config.sender_needed': '{{variable}}: needed together with {{other}}.',
  'action.access.refused': 'Access refused',
  'action.support.request': 'Request by support',
  'action.tenant.created': 'Tenant created',
}
