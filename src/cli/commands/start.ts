/** `beleg start`: server and worker of this instance, until it is told to stop. */
import { readConfig } from '#app/config.ts'
import { createLog } from '#platform/log/log.ts'
import { defineCommand } from 'citty'
import { fail, say } from '../output.ts'
import { languageOf } from '../language.ts'

/** A signal again within this time is the same one. */
const echoMs = 500

export const startCommand = defineCommand({
  meta: { name: 'start', description: 'Start server and worker; embedded PostgreSQL unless DATABASE_URL is set.' },
  args: {
    json: { type: 'boolean', description: 'One JSON line with the addresses instead of text; logs go to stderr.' },
    lang: { type: 'string', description: 'de or en' },
  },
  async run({ args }) {
    const locale = languageOf(args.lang)
    try {
      const config = readConfig(process.env)
      const interactive = process.stdout.isTTY && process.env.BELEG_LOG_LEVEL === undefined
      const log = createLog({
        level: interactive ? 'warn' : config.logLevel,
        process: config.role,
        destination: process.stderr,
      })
      // Not before the configuration is known to be right: the whole product comes with it.
      const { startInstance } = await import('#app/start.ts')
      const running = await startInstance(config, { log })
      // Before anything is printed: whoever reads that it runs may tell it to stop in the same moment.
      const stop = (signal: NodeJS.Signals) => {
        // A second signal does not wait; but Ctrl+C comes twice, from the terminal and from the wrapper that passes it on.
        setTimeout(() => process.on(signal, () => process.exit(130)), echoMs).unref()
        process.on(signal, () => {})
        log.info({ signal }, 'stopping')
        running.stop().then(
          () => process.exit(0),
          (error: unknown) => {
            log.error({ err: error }, 'could not stop cleanly')
            process.exit(1)
          },
        )
      }
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop(signal))
      const addresses = running.listeners.map(({ protocol, host, port }) => `${protocol}://${shown(host)}:${port}`)
      const home =
        addresses.toSorted((a, b) => Number(a.startsWith('https')) - Number(b.startsWith('https')))[0] ?? null
      if (args.json) {
        say(
          JSON.stringify({
            addresses,
            pid: process.pid,
            enrolment: running.firstRun.enrolment?.url ?? null,
            dataDirectory: config.dataDirectory,
          }),
        )
      } else {
        say(describe(locale, home, running.firstRun.enrolment, addresses, config.dataDirectory))
      }
    } catch (error) {
      fail(error, locale)
    }
  },
})

function shown(host: string): string {
  if (host === '127.0.0.1' || host === '::1') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function describe(
  locale: 'de' | 'en',
  home: string | null,
  enrolment: { readonly url: string; readonly expiresAt: Date } | null,
  addresses: readonly string[],
  dataDirectory: string,
): string {
  const lines =
    locale === 'de'
      ? [
          'Beleg läuft.',
          ...(home ? [`  Sicherheitsaussage  ${home}/`, `  Anmelden            ${home}/app/`] : []),
          `  Adressen            ${addresses.join('  ') || 'keine (nur Worker)'}`,
          `  Daten               ${dataDirectory}`,
          ...(enrolment
            ? [
                '',
                'Es gibt noch kein Konto. Mit diesem einmaligen Link richtet sich die erste Administratorin ein:',
                `  ${enrolment.url}`,
              ]
            : []),
          '',
          'Beenden mit Strg+C.',
        ]
      : [
          'Beleg is running.',
          ...(home ? [`  Security statement  ${home}/`, `  Sign in             ${home}/app/`] : []),
          `  Addresses           ${addresses.join('  ') || 'none (worker only)'}`,
          `  Data                ${dataDirectory}`,
          ...(enrolment
            ? ['', 'There is no account yet. This one-time link enrols the first administrator:', `  ${enrolment.url}`]
            : []),
          '',
          'Stop with Ctrl+C.',
        ]
  return lines.join('\n')
}
