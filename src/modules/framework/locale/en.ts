/** English texts of frameworks. */
export const en = {
  'problem.oscal.too_large': '{{file}} is larger than {{mostBytes}} bytes.',
  'problem.oscal.not_json': '{{file}} is no JSON in UTF-8. OSCAL is read as JSON.',
  'problem.oscal.too_deep': '{{file}} is nested deeper than {{most}} levels.',
  'problem.oscal.not_oscal': '{{file}} is no catalogue, profile or mapping of OSCAL. It holds: {{found}}.',
  'problem.oscal.wrong_version': '{{file}} is written in OSCAL {{version}}. Versions 1.0 to 1.2 are read.',
  'problem.oscal.invalid': '{{file}} differs from OSCAL in {{count}} places: {{faults}}',
  'problem.oscal.duplicate_id': 'In {{file}} {{count}} ids stand more than once: {{ids}}',
  'problem.oscal.too_many_controls': '{{file}} has more than {{most}} controls.',
  'problem.oscal.import_missing': '{{file}} imports {{import}}. That file is not here; name it with --with.',
  'problem.oscal.import_circular': 'The profiles import each other in a circle: {{path}}',
  'problem.oscal.import_broken': '{{file}} imports {{import}}. That file cannot be read: {{reason}}',
  'problem.oscal.too_many_imports': '{{file}} imports more than {{most}} files.',
  'problem.oscal.unknown_control':
    '{{file}} names {{count}} controls that the imported catalogues do not have: {{ids}}',
  'problem.oscal.unknown_parameter':
    '{{file}} sets {{count}} parameters that the selected controls do not have: {{ids}}',
  'problem.oscal.not_supported': '{{file}} asks for something that is not supported: {{what}}',
  'problem.oscal.unknown_name': 'There is no {{name}}. What can be exported: {{names}}',
} as const
