/** German texts of the register of documents. */
export const de = {
  'permission.document:read': 'Dokumente lesen',
  'permission.document:create': 'Dokumente erstellen',
  'permission.document:approve': 'Dokumente freigeben',

  'problem.document.invalid': 'So lässt sich kein Dokument erstellen.',
  'problem.document.not_draft': 'Über dieses Dokument ist schon entschieden.',
  'problem.document.not_in_force': 'Dieses Dokument ist nicht in Kraft.',
  'problem.document.newer_in_force': 'Eine neuere Fassung ist schon freigegeben.',
  'problem.document.altered':
    'Die gespeicherte Fassung stimmt nicht mit ihrer Prüfsumme überein. Sie wird nicht gezeigt.',
  'problem.document.too_large': 'Das Dokument würde zu groß. Bitte schränken Sie ein, wovon es handelt.',

  'issue.unknown_document_kind': 'Diese Art von Dokument gibt es hier nicht.',
  'issue.about_something_else': 'Diese Art von Dokument handelt von etwas anderem.',
  'issue.about_nothing': 'Diese Art von Dokument handelt von nichts Einzelnem.',
  'issue.no_period': 'Diese Art von Dokument handelt von keinem Zeitraum.',
  'issue.after_the_end': 'Liegt nach dem Ende des Zeitraums.',
  'issue.present_only': 'Diese Art von Dokument gibt nur den jetzigen Stand wieder.',
  'action.document.approval_withdrawn': 'Freigabe eines Dokuments zurückgezogen',
  'action.document.approved': 'Dokument freigegeben',
  'action.document.created': 'Dokument erstellt',
  'action.document.downloaded': 'Dokument heruntergeladen',
  'action.document.table-downloaded': 'Tabelle eines Dokuments heruntergeladen',
  'action.document.listed': 'Dokumente angesehen',
  'action.document.read': 'Dokument gelesen',
  'action.document.rejected': 'Dokument abgelehnt',
} as const
