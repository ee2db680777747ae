/** German texts of the outbox. */
export const de = {
  'outbox.title': 'Postausgang',
  'outbox.lead':
    'Jede Nachricht, die diese Instanz verschickt hat. Ohne Mailserver bleiben sie hier liegen, auch Einladungen.',
  'outbox.empty.title': 'Noch keine Nachricht',
  'outbox.empty.text': 'Hier stehen Einladungen und Benachrichtigungen, sobald welche verschickt werden.',
  'outbox.subject': 'Betreff',
  'outbox.to': 'An',
  'outbox.state': 'Zustand',
  'outbox.state.kept': 'hier aufbewahrt',
  'outbox.state.queued': 'wird verschickt',
  'outbox.state.sent': 'verschickt',
  'outbox.state.failed': 'fehlgeschlagen',
  'outbox.at': 'Geschrieben',
} as const
