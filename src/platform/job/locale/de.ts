/** German texts of the problems of jobs. */
export const de = {
  'problem.job.unknown': 'Eine wiederkehrende Arbeit „{{name}}“ gibt es nicht, oder der Server lief noch nie.',
  'problem.job.run_timeout': '„{{name}}“ wurde in der gegebenen Zeit nicht fertig. Läuft der Server?',
} as const
