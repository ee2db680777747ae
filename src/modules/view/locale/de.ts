/** German texts of saved views. */
export const de = {
  'permission.view:keep': 'Ansichten speichern',
  'permission.view:share': 'Ansichten mit allen teilen',
  'permission.view:manage': 'Geteilte Ansichten anderer ändern und löschen',
  'problem.view.name_taken': 'Eine Ansicht „{{name}}“ haben Sie hier schon.',
  'problem.view.too_many': 'Mehr als {{most}} Ansichten lassen sich nicht speichern. Bitte löschen Sie eine.',
  'issue.nothing_to_change': 'Es ist nichts angegeben, was zu ändern wäre.',
  'action.view.saved': 'Ansicht gespeichert',
  'action.view.changed': 'Ansicht geändert',
  'action.view.removed': 'Ansicht gelöscht',
} as const
