/** German texts of the forwarding. */
export const de = {
  'permission.siem:read': 'Den Stand der Weiterleitung an das SIEM lesen',
  'problem.siem.ca_unreadable': 'BELEG_SIEM_CA: {{path}} lässt sich nicht als Zertifikat lesen ({{detail}}).',
  'problem.siem.unreachable': '{{target}} ist nicht erreichbar ({{detail}}).',
  'problem.siem.not_trusted': 'Dem Zertifikat von {{target}} wird nicht vertraut ({{detail}}).',
  'problem.siem.broken_off': '{{target}} hat die Verbindung abgebrochen ({{detail}}).',
  'problem.siem.not_confirmed':
    '{{target}} hat alles entgegengenommen, aber die Verbindung nicht beendet. Ob es ankam, ist offen; es wird noch einmal gesendet.',
} as const
