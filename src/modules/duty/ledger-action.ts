/** The actions that duties in time record. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'duty.opened': 'duty'
    'duty.moved': 'duty'
    'duty.done': 'duty'
    'duty.missed': 'duty'
    'duty.dropped': 'duty'
    'duty.reminded': 'duty'
    'duty-settings.changed': 'duty'
    'duty-rhythm.set': 'duty'
    'measure.assigned': 'duty'
    'deputy.set': 'duty'
    'absence.added': 'duty'
    'absence.removed': 'duty'
    'absence.listed': 'duty'
    'calendar-feed.created': 'duty'
    'calendar-feed.revoked': 'duty'
  }
}
