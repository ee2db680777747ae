/** English texts of Today: what is the matter. */
export const en = {
  'today.finding.contradicted': 'Contradicted',
  'today.finding.lapsed': 'Proof lapsed',
  'today.finding.verify': 'Implemented: waits for your confirmation',
  'today.finding.open': 'Finding',
  'today.correction.open': 'Public sentence contradicted: correct the text or the proof?',
  'today.correction.decide': 'Correction: waits for your decision',
  'today.review': 'Waits for your review',
  'today.decision': 'Waits for your decision',
  'today.task': 'Task',
  'today.mention': 'Mentioned by {{name}}',
  'today.reset': 'Reset: waits for your decision',
  'today.erasure': 'Erasure: waits for your decision',
  'today.hold': 'A legal hold keeps an erasure waiting',
  'today.lapsing': 'Proof lapses soon',
  'today.first-steps': 'Not proven yet',
  'permission.today:read': 'See one’s own tasks',
}
