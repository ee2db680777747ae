/** A server that stops answers what still reaches it, in the words and shape of every other problem. */
import { connect, type AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { buildServer } from '#app/http/server.ts'
import { texts } from '#app/texts.ts'
import { createLog } from '#platform/log/log.ts'
import { expect, test } from 'vitest'

test('a request on a connection that is in use while the server stops is told so', async () => {
  const log = createLog({ level: 'fatal', process: 'spec', destination: new PassThrough().resume() })
  const server = await buildServer({
    services: { log },
    texts,
    routes: [],
    pages: [],
    trustedProxies: [],
    stepUpMs: 0,
  } as unknown as Parameters<typeof buildServer>[0])
  const asked = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  server.get('/slow', async () => {
    asked.resolve()
    await release.promise
    return 'done'
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  const ended = new Promise((resolve) => socket.once('close', resolve))
  let heard = ''
  socket.on('data', (data: Buffer) => (heard += data.toString('utf8')))
  const ask = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: de\r\n\r\n`)
  ask('/slow')
  await asked.promise
  const closed = server.close()
  ask('/next')
  // Answers of one connection come in the order of the requests: the second waits behind the first.
  await new Promise((resolve) => setTimeout(resolve, 50))
  release.resolve()
  await Promise.all([closed, ended])
  expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  const second = heard.slice(heard.indexOf('HTTP/1.1', 1))
  expect(second).toMatch(/^HTTP\/1\.1 503 /)
  expect(second).toMatch(/retry-after: 1\r\n/i)
  expect(second).toMatch(/connection: close\r\n/i)
  expect(JSON.parse(second.slice(second.indexOf('{'), second.lastIndexOf('}') + 1))).toMatchObject({
    status: 503,
    code: 'server.stopping',
    title: expect.stringMatching(/beendet/) as string,
  })
})
