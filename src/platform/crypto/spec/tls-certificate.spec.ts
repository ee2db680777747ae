/** The server's certificate: made, kept, renewed; and every wrong pair of files is named. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#platform/clock/clock.ts'
import { addressBytes, issueSelfSigned } from '../self-signed.ts'
import { ensureSelfSigned, loadTlsCertificate, tlsServerOptions } from '../tls-certificate.ts'

const dayMs = 86_400_000
let directory: string
let clock = createFakeClock()

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beleg-tls-'))
  clock = createFakeClock()
})
afterEach(() => rm(directory, { recursive: true }))

const ensure = (host = 'isms.example.com') => ensureSelfSigned(directory, host, clock)

describe('the self-signed certificate', () => {
  test('is for localhost, both loopback addresses and the host, and a strict client connects with it', async () => {
    clock.set(new Date())
    const made = await ensure()
    const parsed = new X509Certificate(made.certificate)
    for (const name of ['localhost', 'isms.example.com']) expect(parsed.checkHost(name)).toBe(name)
    for (const address of ['127.0.0.1', '::1']) expect(parsed.checkIP(address)).toBe(address)
    expect(parsed.checkHost('other.example.com')).toBeUndefined()
    expect(parsed.ca).toBe(false)
    expect(parsed.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    const server = createServer({ cert: made.certificate, key: made.privateKey, ...tlsServerOptions }).listen(
      0,
      '127.0.0.1',
    )
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const protocol = await new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', ca: made.certificate, servername: 'localhost' }, () => {
        resolve(socket.getProtocol())
        socket.destroy()
      })
      socket.on('error', reject)
    })
    expect(protocol).toBe('TLSv1.3')
    server.close()
  })

  test('is kept, readable by its owner only, and renewed in its last 30 days or for another name', async () => {
    const first = await ensure()
    expect((await stat(join(directory, 'tls.pem'))).mode & 0o777).toBe(0o600)
    clock.advance(59 * dayMs)
    expect((await ensure()).fingerprint).toBe(first.fingerprint)
    clock.advance(2 * dayMs)
    const second = await ensure()
    expect(second.fingerprint).not.toBe(first.fingerprint)
    expect(second.notAfter.getTime() - clock.now().getTime()).toBe(90 * dayMs)
    expect((await ensure('other.example.com')).fingerprint).not.toBe(second.fingerprint)
  })

  test('is made anew when its file is damaged', async () => {
    await writeFile(join(directory, 'tls.pem'), 'damaged')
    expect((await ensure()).selfSigned).toBe(true)
  })

  test('writes addresses as RFC 5280 wants them', () => {
    expect(addressBytes('10.0.0.1').toString('hex')).toBe('0a000001')
    expect(addressBytes('2001:db8::1').toString('hex')).toBe('20010db8000000000000000000000001')
    expect(addressBytes('::').toString('hex')).toBe('0'.repeat(32))
  })
})

describe('configured files', () => {
  async function files(pair: { certificate: string; privateKey: string }) {
    const paths = { certificate: join(directory, 'cert.pem'), key: join(directory, 'key.pem') }
    await writeFile(paths.certificate, pair.certificate)
    await writeFile(paths.key, pair.privateKey)
    return paths
  }
  const issue = (fromDays: number, toDays: number) => {
    const at = (days: number) => new Date(clock.now().getTime() + days * dayMs)
    return issueSelfSigned(['isms.example.com'], at(fromDays), at(toDays))
  }

  test('are loaded when they fit and are valid, also beyond 2049', async () => {
    const pair = issue(-1, 365 * 30)
    const loaded = await loadTlsCertificate(await files(pair), clock)
    expect(loaded.notAfter.getUTCFullYear()).toBeGreaterThan(2050)
    expect(loaded.selfSigned).toBe(true)
  })

  test('are refused with what is wrong with which file', async () => {
    const [good, other] = [issue(-1, 90), issue(-1, 90)]
    const load = async (pair: typeof good) => loadTlsCertificate(await files(pair), clock)
    await expect(load({ ...good, privateKey: other.privateKey })).rejects.toMatchObject({ code: 'tls.key_mismatch' })
    await expect(load(issue(-9, -1))).rejects.toMatchObject({ code: 'tls.certificate_expired' })
    await expect(load(issue(1, 9))).rejects.toMatchObject({ code: 'tls.certificate_not_yet_valid' })
    await expect(load({ ...good, certificate: 'none' })).rejects.toMatchObject({ code: 'tls.certificate_malformed' })
    await expect(load({ ...good, privateKey: 'none' })).rejects.toMatchObject({ code: 'tls.key_malformed' })
    const encrypted = createPrivateKey(good.privateKey).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'x',
    })
    await expect(load({ ...good, privateKey: encrypted.toString() })).rejects.toMatchObject({
      code: 'tls.key_malformed',
    })
    await expect(loadTlsCertificate({ certificate: '/none', key: '/none' }, clock)).rejects.toMatchObject({
      code: 'tls.file_unreadable',
      params: { path: '/none' },
    })
  })
})
