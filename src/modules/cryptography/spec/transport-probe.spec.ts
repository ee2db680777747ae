/** The transport probe meets real servers, good and bad; every bad one is compared with a good baseline. */
import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { createServer as createHttpsServer } from 'node:https'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '#platform/clock/clock.ts'
import { issueSelfSigned } from '#platform/crypto/self-signed.ts'
import { tlsServerOptions } from '#platform/crypto/tls-certificate.ts'
import { handshakeFactSchema, type HandshakeFact } from '../contract.ts'
import { everythingCiphers } from '../control-peer.ts'
import { readProcAddress } from '../listening-socket.ts'
import { judgeHandshake, judgeListeners } from '../rules.ts'
import { probeTransport } from '../transport-probe.ts'

const dayMs = 86_400_000
const now = systemClock.now()
const issued = issueSelfSigned(
  ['localhost', '127.0.0.1'],
  new Date(now.getTime() - dayMs),
  new Date(now.getTime() + dayMs),
)
const pair = { cert: issued.certificate, key: issued.privateKey }
const open: Server[] = []

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  server.on('error', () => undefined)
  open.push(server)
  server.listen(0, host)
  await once(server, 'listening')
  // A TCP server that listens on a port always answers with an AddressInfo.
  return (server.address() as AddressInfo).port
}

async function listenTls(options: TlsOptions, host?: string): Promise<number> {
  const server = createTlsServer({ ...pair, ...options }, (socket) => socket.on('error', () => undefined))
  server.on('tlsClientError', () => undefined)
  return listen(server, host)
}

async function meet(port: number, options: Partial<Parameters<typeof probeTransport>[0]> = {}): Promise<HandshakeFact> {
  const { endpoints } = await probeTransport({ clock: systemClock, ...options })
  const met = endpoints.find(({ fact }) => fact.port === port)
  if (met === undefined) throw new Error(`the probe did not find port ${port}`)
  return handshakeFactSchema.parse(met.fact)
}

const demand = { minVersion: 'TLSv1.2' } as const

afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

describe('an endpoint that other hosts can reach', () => {
  test('passes with TLS 1.2 and 1.3 and AEAD suites only, and the peer itself refused everything older', async () => {
    const fact = await meet(await listenTls(tlsServerOptions, '0.0.0.0'))
    expect(fact).toMatchObject({
      protocol: 'tls',
      loopbackOnly: false,
      accepted: ['TLSv1.2', 'TLSv1.3'],
      refused: ['SSLv3', 'TLSv1', 'TLSv1.1'],
      weakCiphers: [],
      weakCiphersSearched: true,
      clearStatus: null,
      control: 'ok',
    })
    expect(judgeHandshake(fact, demand)).toEqual({ outcome: 'pass', reason: 'transport.encrypted' })
  })

  test('passes as the HTTPS server of the house', async () => {
    const server = createHttpsServer({ ...pair, ...tlsServerOptions }, (_, response) => response.end())
    server.on('tlsClientError', () => undefined)
    expect(judgeHandshake(await meet(await listen(server, '0.0.0.0')), demand).outcome).toBe('pass')
  })

  test.each([
    ['TLS 1.1', 'TLSv1.1'],
    ['TLS 1.0', 'TLSv1'],
  ] as const)('fails when it accepts %s', async (_, version) => {
    const fact = await meet(await listenTls({ minVersion: version, ciphers: everythingCiphers }))
    expect(fact.accepted).toContain(version)
    expect(judgeHandshake(fact, demand)).toMatchObject({ outcome: 'fail', reason: 'transport.old_version' })
  })

  test('fails when it accepts a suite without AEAD or forward secrecy', async () => {
    const fact = await meet(
      await listenTls({ minVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA' }),
    )
    expect(fact.weakCiphers).toEqual(['ECDHE_ECDSA_WITH_AES_128_CBC_SHA'])
    expect(judgeHandshake(fact, demand)).toMatchObject({ outcome: 'fail', reason: 'transport.weak_cipher' })
  })

  test('fails when it accepts anonymous peers', async () => {
    const fact = await meet(
      await listenTls({ maxVersion: 'TLSv1.2', ciphers: 'AECDH-AES256-SHA:ECDHE-ECDSA-AES256-GCM-SHA384:@SECLEVEL=0' }),
    )
    expect(fact.weakCiphers).toEqual(['ECDH_anon_WITH_AES_256_CBC_SHA'])
  })

  test('fails with an expired certificate', async () => {
    const old = issueSelfSigned(['localhost'], new Date(now.getTime() - 2 * dayMs), new Date(now.getTime() - dayMs))
    const fact = await meet(await listenTls({ ...tlsServerOptions, cert: old.certificate, key: old.privateKey }))
    expect(judgeHandshake(fact, demand)).toMatchObject({ outcome: 'fail', reason: 'transport.certificate_expired' })
  })

  test('fails with plain HTTP, which on loopback is allowed', async () => {
    const reply = () => createHttpServer((_, response) => response.end('hello'))
    const everywhere = await meet(await listen(reply(), '0.0.0.0'))
    expect(everywhere).toMatchObject({ protocol: 'http', clearStatus: 200, loopbackOnly: false })
    expect(judgeHandshake(everywhere, demand)).toMatchObject({ outcome: 'fail', reason: 'transport.plaintext' })
    const here = await meet(await listen(reply(), '127.0.0.1'))
    expect(judgeHandshake(here, demand)).toEqual({ outcome: 'pass', reason: 'transport.loopback_only' })
  })

  test('fails with a protocol in clear that is not HTTP', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.end('220 mail.example.com ESMTP\r\n')
    })
    const fact = await meet(await listen(server, '0.0.0.0'))
    expect(fact.protocol).toBe('other')
    expect(judgeHandshake(fact, demand)).toMatchObject({ outcome: 'fail', reason: 'transport.plaintext' })
  })

  test('fails when one port serves HTTP in clear beside TLS', async () => {
    const https = createHttpsServer({ ...pair, ...tlsServerOptions }, (_, response) => response.end())
    https.on('tlsClientError', () => undefined)
    const http = createHttpServer((_, response) => response.end('in clear'))
    const both = createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (head) => {
        socket.pause()
        const to = head[0] === 22 ? https : http
        to.emit('connection', socket)
        socket.unshift(head)
        socket.resume()
      })
    })
    const fact = await meet(await listen(both, '0.0.0.0'))
    expect(fact).toMatchObject({ protocol: 'tls', clearStatus: 200 })
    expect(judgeHandshake(fact, demand)).toMatchObject({ outcome: 'fail', reason: 'transport.plaintext_beside_tls' })
  })
})

describe('a probe that could not have seen the bad', () => {
  test('is unknown when its client cannot speak TLS 1.1: the control in the same run finds that out', async () => {
    const port = await listenTls(tlsServerOptions)
    expect(judgeHandshake(await meet(port), demand).outcome).toBe('pass')
    const fact = await meet(port, { clientCiphers: 'DEFAULT@SECLEVEL=2' })
    expect(fact.control).toBe('failed')
    expect(judgeHandshake(fact, demand)).toEqual({ outcome: 'unknown', reason: 'transport.control_failed' })
  })

  test('is unknown when the endpoint says nothing, or is gone', async () => {
    const silent = await meet(
      await listen(
        createTcpServer((socket) => void socket.on('error', () => undefined)),
        '0.0.0.0',
      ),
      {
        timeoutMs: 100,
      },
    )
    expect(silent.protocol).toBe('none')
    expect(judgeHandshake(silent, demand)).toMatchObject({ outcome: 'unknown', reason: 'transport.no_answer' })
    const { endpoints } = await probeTransport({ clock: systemClock, publicUrls: ['https://127.0.0.1:1'] })
    const gone = endpoints.find(({ externalId }) => externalId === 'https://127.0.0.1:1')
    expect(gone?.fact.trouble).toContain('ECONNREFUSED')
    expect(gone && judgeHandshake(gone.fact, demand).outcome).toBe('unknown')
  })

  test('is unknown when it knows only what was declared', async () => {
    const port = await listenTls(tlsServerOptions)
    const { listeners, endpoints } = await probeTransport({
      clock: systemClock,
      listeners: [{ address: '127.0.0.1', port }],
      procRoot: '/nonexistent',
    })
    expect(endpoints.map(({ externalId }) => externalId)).toEqual([`tcp:127.0.0.1:${port}`])
    expect(judgeListeners(listeners)).toEqual({ outcome: 'unknown', reason: 'transport.only_declared' })
  })
})

describe.skipIf(process.platform !== 'linux')('the list of endpoints', () => {
  test('holds what a child process listens on and nobody declared', async () => {
    const child = spawn(process.execPath, [
      '-e',
      `const s = require('http').createServer((q, r) => r.end()); s.listen(0, '0.0.0.0', () => console.log(s.address().port))`,
    ])
    try {
      const [output] = (await once(child.stdout, 'data')) as [Buffer]
      const fact = await meet(Number(output.toString()))
      expect(judgeHandshake(fact, demand).outcome).toBe('fail')
    } finally {
      child.kill()
    }
  })

  test('is complete when every process could be read, and says which declared listener is missing', async () => {
    await listenTls(tlsServerOptions)
    const { listeners } = await probeTransport({ clock: systemClock })
    expect(judgeListeners(listeners)).toEqual({ outcome: 'pass', reason: 'transport.sockets_complete' })
    const missing = await probeTransport({ clock: systemClock, listeners: [{ address: '127.0.0.1', port: 1 }] })
    expect(missing.listeners.missing).toEqual(['127.0.0.1:1'])
    expect(judgeListeners(missing.listeners).outcome).toBe('unknown')
  })

  test('reads addresses as the kernel writes them', () => {
    expect(readProcAddress('0100007F')).toBe('127.0.0.1')
    expect(readProcAddress('00000000000000000000000000000000')).toBe('::')
    expect(readProcAddress('00000000000000000000000001000000')).toBe('::1')
    expect(readProcAddress('0000000000000000FFFF00000100007F')).toBe('::ffff:127.0.0.1')
    expect(readProcAddress('B80D0120000000000000000001000000')).toBe('2001:db8::1')
  })

  test('takes less than a second for three endpoints', async () => {
    await listenTls(tlsServerOptions)
    await listenTls(tlsServerOptions, '0.0.0.0')
    await listen(createHttpServer((_, response) => response.end()))
    const startedAt = performance.now()
    const { endpoints } = await probeTransport({ clock: systemClock })
    expect(endpoints.length).toBe(3)
    expect(performance.now() - startedAt).toBeLessThan(1000)
    if (process.env.BELEG_TEST_LOG) console.log(`probe of 3 endpoints: ${Math.round(performance.now() - startedAt)} ms`)
  })
})
