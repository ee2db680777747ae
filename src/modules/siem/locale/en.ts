/** English texts of the forwarding. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'permission.siem:read': 'Read how far the SIEM was served',
  'problem.siem.ca_unreadable': 'BELEG_SIEM_CA: {{path}} cannot be read as a certificate ({{detail}}).',
  'problem.siem.unreachable': '{{target}} cannot be reached ({{detail}}).',
  'problem.siem.not_trusted': 'The certificate of {{target}} is not trusted ({{detail}}).',
  'problem.siem.broken_off': '{{target}} broke off the connection ({{detail}}).',
  'problem.siem.not_confirmed':
    '{{target}} took everything but did not end the connection. Whether it arrived is open; it is sent again.',
}
