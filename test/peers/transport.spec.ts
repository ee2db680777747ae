/** Three programs that nobody here wrote see the same versions of TLS at a running instance as our own probe. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { probeTransport } from '#modules/cryptography/transport-probe.ts'
import { systemClock } from '#platform/clock/clock.ts'
import type { HandshakeFact } from '#modules/cryptography/contract.ts'
import { startTestInstance, type TestInstance } from '../instance.ts'

let instance: TestInstance
let address: string
let ours: HandshakeFact

beforeAll(async () => {
  instance = await startTestInstance()
  address = new URL(instance.secureUrl).host
  const { endpoints } = await probeTransport({ clock: systemClock, pids: [instance.pid] })
  const found = endpoints.find(({ externalId }) => externalId === `tcp:${address}`)
  if (!found) throw new Error(`our probe did not find ${address}`)
  ours = found.fact
})
afterAll(() => instance?.stop())

test('our probe sees TLS 1.2 and 1.3 accepted, everything older refused, and no weak suite', () => {
  expect(ours.control).toBe('ok')
  expect(ours.accepted.toSorted()).toEqual(['TLSv1.2', 'TLSv1.3'])
  expect(ours.refused.toSorted()).toEqual(['SSLv3', 'TLSv1', 'TLSv1.1'])
  expect(ours.weakCiphers).toEqual([])
})

test('sslscan agrees on versions', () => {
  const xml = run('sslscan', ['--no-colour', '--xml=-', address])
  const enabled = [...xml.matchAll(/<protocol type="(ssl|tls)" version="([\d.]+)" enabled="(\d)"/g)].map(
    ([, type, version, on]) => ({
      name: `${type === 'ssl' ? 'SSLv' : 'TLSv'}${version === '1.0' ? '1' : version}`,
      on: on === '1',
    }),
  )
  expect(enabled.length).toBeGreaterThanOrEqual(5)
  expect(enabled.flatMap(({ name, on }) => (on ? [name] : [])).toSorted()).toEqual(ours.accepted.toSorted())
})

test('sslscan finds no suite without forward secrecy or below 128 bits', () => {
  const xml = run('sslscan', ['--no-colour', '--xml=-', address])
  const suites = [...xml.matchAll(/<cipher [^>]*sslversion="([^"]+)" bits="(\d+)" cipher="([^"]+)"/g)].map(
    ([, version, bits, name]) => ({ version, bits: Number(bits), name }),
  )
  expect(suites.length).toBeGreaterThan(0)
  expect(suites.filter(({ bits, name }) => bits < 128 || !/^(TLS_|ECDHE-|DHE-)/.test(name ?? ''))).toEqual([])
})

test('openssl agrees on every version that it can still speak', () => {
  const speaks = (version: string) => {
    const args = ['s_client', '-connect', address, `-${version}`, '-cipher', 'ALL:@SECLEVEL=0']
    return / Cipher is (?!\(NONE\))/.test(spawnSync('openssl', args, { input: '', encoding: 'utf8' }).stdout)
  }
  expect([speaks('tls1'), speaks('tls1_1'), speaks('tls1_2'), speaks('tls1_3')]).toEqual(
    (['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const).map((version) => ours.accepted.includes(version)),
  )
})

const findings = z.array(z.object({ id: z.string(), finding: z.string(), severity: z.string() }))

test('testssl.sh agrees on versions', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'beleg-testssl-'))
  try {
    const file = join(folder, 'report.json')
    run(
      'testssl',
      ['--quiet', '--warnings', 'off', '--color', '0', '--protocols', '--jsonfile', file, address],
      [0, 1, 2, 3, 4, 5],
    )
    const report = findings.parse(JSON.parse(await readFile(file, 'utf8')))
    const offered = (id: string) => {
      const finding = report.find((one) => one.id === id)?.finding
      return finding?.startsWith('offered') === true
    }
    const ids = {
      SSLv3: 'SSLv3',
      TLSv1: 'TLS1',
      'TLSv1.1': 'TLS1_1',
      'TLSv1.2': 'TLS1_2',
      'TLSv1.3': 'TLS1_3',
    } as const
    const accepted = Object.entries(ids).flatMap(([version, id]) => (offered(id) ? [version] : []))
    expect(accepted.toSorted()).toEqual(ours.accepted.toSorted())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** Runs a program that has to succeed. */
function run(command: string, args: readonly string[], accepted: readonly number[] = [0]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input: '',
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error) throw error
  if (!accepted.includes(status ?? -1)) throw new Error(`${command} ended with ${status}: ${stderr}`)
  return stdout
}
