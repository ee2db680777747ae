/**
 * Makes sure that the other programs are there: as root they are installed from Debian, else the run ends by naming
 * what is missing, and nothing is skipped in silence.
 */
import { spawnSync } from 'node:child_process'

/** What succeeds where it is there → Debian package. */
const peers: Readonly<Record<string, string>> = {
  'command -v openssl': 'openssl',
  'command -v sslscan': 'sslscan',
  'command -v testssl': 'testssl.sh',
  'command -v rsyslogd': 'rsyslog',
  'ls /usr/lib/*/rsyslog/lmnsd_ossl.so': 'rsyslog-openssl',
  '/usr/bin/python3 -c "import openpyxl"': 'python3-openpyxl',
}

export default function setup(): void {
  const missing = Object.entries(peers).filter(([check]) => spawnSync('sh', ['-c', check]).status !== 0)
  if (missing.length === 0) return
  const packages = missing.map(([, name]) => name)
  if (process.getuid?.() !== 0) {
    throw new Error(
      `Missing: ${packages.join(', ')}. Install them (apt-get install ${packages.join(' ')}) or run this as root.`,
    )
  }
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-y', '-qq', '-o', 'Dpkg::Use-Pty=0', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status
  if (apt('install', '--no-install-recommends', ...packages) === 0) return
  // The lists of a fresh image are empty.
  if (apt('update') !== 0 || apt('install', '--no-install-recommends', ...packages) !== 0) {
    throw new Error(`apt-get could not install ${packages.join(', ')}.`)
  }
}
