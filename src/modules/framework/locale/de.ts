/** Deutsche Texte der Rahmenwerke. */
export const de = {
  'problem.oscal.too_large': '{{file}} ist größer als {{mostBytes}} Bytes.',
  'problem.oscal.not_json': '{{file}} ist kein JSON in UTF-8. OSCAL wird als JSON gelesen.',
  'problem.oscal.too_deep': '{{file}} ist tiefer als {{most}} Ebenen verschachtelt.',
  'problem.oscal.not_oscal': '{{file}} ist weder Katalog noch Profil noch Zuordnung in OSCAL. Darin steht: {{found}}.',
  'problem.oscal.wrong_version': '{{file}} ist in OSCAL {{version}} geschrieben. Gelesen werden 1.0 bis 1.2.',
  'problem.oscal.invalid': '{{file}} entspricht OSCAL an {{count}} Stellen nicht: {{faults}}',
  'problem.oscal.duplicate_id': 'In {{file}} stehen {{count}} Kennungen mehrfach: {{ids}}',
  'problem.oscal.too_many_controls': '{{file}} hat mehr als {{most}} Anforderungen.',
  'problem.oscal.import_missing':
    '{{file}} bezieht {{import}} ein. Diese Datei ist nicht da; nennen Sie sie mit --with.',
  'problem.oscal.import_circular': 'Die Profile beziehen einander im Kreis ein: {{path}}',
  'problem.oscal.import_broken': '{{file}} bezieht {{import}} ein. Diese Datei ist nicht zu lesen: {{reason}}',
  'problem.oscal.too_many_imports': '{{file}} bezieht mehr als {{most}} Dateien ein.',
  'problem.oscal.unknown_control':
    '{{file}} nennt {{count}} Anforderungen, die es in den einbezogenen Katalogen nicht gibt: {{ids}}',
  'problem.oscal.unknown_parameter':
    '{{file}} setzt {{count}} Parameter, die es in den gewählten Anforderungen nicht gibt: {{ids}}',
  'problem.oscal.not_supported': '{{file}} verlangt etwas, das nicht unterstützt wird: {{what}}',
  'problem.oscal.unknown_name': '{{name}} gibt es nicht. Ausgeben lassen sich: {{names}}',
} as const
