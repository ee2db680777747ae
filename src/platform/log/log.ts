/**
 * Structured logs (one JSON object a line on stdout, or nothing below the level). Secrets never reach them: what may
 * carry one is redacted by name, and request bodies are not logged at all.
 */
import { pino, type Logger } from 'pino'

export type Log = Logger

const secretNames = ['password', 'secret', 'token', 'code', 'key', 'cookie', 'authorization', 'recoveryCodes']

/** Creates the process's logger. `pretty` is for people at a terminal: one short line an event. */
export function createLog(options: { level: string; process: string; destination?: NodeJS.WritableStream }): Log {
  return pino(
    {
      level: options.level,
      base: { process: options.process },
      redact: {
        paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.headers.${name}`]),
        censor: '[redacted]',
      },
    },
    options.destination ?? process.stdout,
  )
}
