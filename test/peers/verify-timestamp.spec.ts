/**
 * OpenSSL's timestamp authority stamps a published head, and our verifier agrees with OpenSSL about the token: about the
 * honest one, with RSA and with elliptic curves, and about altered ones, of which ours accepts none that OpenSSL refuses.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyBundle } from '#trust/verify/verify.ts'
import { forgeArchive, forgeMembers, publishedNote } from '#trust/verify/spec/forged.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const directory = mkdtempSync(join(tmpdir(), 'beleg-authority-'))
const file = (name: string) => join(directory, name)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function openssl(args: readonly string[], mayFail = false): boolean {
  const { status, stderr } = spawnSync('openssl', args, { cwd: directory, encoding: 'utf8' })
  if (status !== 0 && !mayFail) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
  return status === 0
}

const configuration = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = Root
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[between]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[t]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:2
ess_cert_id_alg = sha256
`

function issue(name: string, key: readonly string[], issuer: string, extensions: string): void {
  openssl([
    'req',
    '-new',
    ...key,
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/O=Peers/CN=${name}`,
    '-config',
    'cnf',
  ])
  openssl([
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    `${issuer}.pem`,
    '-CAkey',
    `${issuer}.key`,
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    'cnf',
    '-extensions',
    extensions,
    '-out',
    `${name}.pem`,
  ])
}

const rsa = ['-newkey', 'rsa:2048']
const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384']

beforeAll(() => {
  writeFileSync(file('cnf'), configuration)
  writeFileSync(file('serial'), '01')
  writeFileSync(file('note'), publishedNote)
  openssl([
    'req',
    '-x509',
    ...rsa,
    '-nodes',
    '-keyout',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '30',
    '-config',
    'cnf',
    '-extensions',
    'ca',
  ])
  issue('between', ec, 'root', 'between')
  issue('rsa', rsa, 'between', 'stamping')
  issue('ec', ec, 'between', 'stamping')
})

function stamp(name: string, given: { certificates?: boolean } = {}): Buffer {
  const { certificates = true } = given
  openssl(['ts', '-query', '-data', 'note', '-sha256', ...(certificates ? ['-cert'] : []), '-out', 'query'])
  openssl([
    'ts',
    '-reply',
    '-config',
    'cnf',
    '-section',
    't',
    '-queryfile',
    'query',
    '-signer',
    `${name}.pem`,
    '-inkey',
    `${name}.key`,
    '-chain',
    'between.pem',
    '-sha384',
    '-token_out',
    '-out',
    'token',
  ])
  return readFileSync(file('token'))
}

async function judge(token: Buffer, authorities: readonly string[]) {
  const path = file('bundle.zip')
  writeFileSync(path, await forgeArchive(forgeMembers({ tokens: [token] })))
  return verifyBundle(path, { authorities: authorities.map((name) => readFileSync(file(`${name}.pem`), 'utf8')) })
}
function opensslBelieves(token: Buffer): boolean {
  writeFileSync(file('judged'), token)
  return openssl(
    [
      'ts',
      '-verify',
      '-in',
      'judged',
      '-token_in',
      '-data',
      'note',
      '-CAfile',
      'root.pem',
      '-untrusted',
      'between.pem',
    ],
    true,
  )
}

describe.each(['rsa', 'ec'])('a token by %s', (name) => {
  test('is believed by both, by way of a certificate that it brings', async () => {
    const token = stamp(name)
    expect(opensslBelieves(token)).toBe(true)
    expect(await judge(token, ['root'])).toMatchObject({ ok: true, anchor: { timestamps: [{ trusted: true }] } })
    expect(await judge(token, [name])).toMatchObject({ ok: true })
  })

  test('without certificates is believed when the reader brings them', async () => {
    const token = stamp(name, { certificates: false })
    expect((await judge(token, ['root', 'between'])).findings.map((one) => one.code)).toEqual([
      'timestamp.wrong',
      'timestamp.untrusted',
    ])
    expect(await judge(token, ['root', 'between', name])).toMatchObject({ ok: true })
  })

  test('altered in one place is believed by us only where OpenSSL believes it', async () => {
    const token = stamp(name)
    const [ours, theirs] = [new Set<number>(), new Set<number>()]
    for (let i = 0; i < 300; i += 1) {
      const at = Math.floor((token.length * i) / 300)
      const altered = Buffer.from(token)
      altered[at] = (altered[at] ?? 0) ^ (1 << (i % 8))
      if ((await judge(altered, ['root'])).ok) ours.add(at)
      if (opensslBelieves(altered)) theirs.add(at)
    }
    expect([...ours].filter((at) => !theirs.has(at))).toEqual([])
    expect(ours.size).toBeLessThan(20)
  })
})
