/** English texts of the problems of jobs. */
export const en = {
  'problem.job.unknown': 'There is no recurring work "{{name}}", or the server has never run.',
  'problem.job.run_timeout': '"{{name}}" did not end in the given time. Is the server running?',
} as const
