/**
 * The web application, as the bundler left it: hashed assets that may be kept for ever, and one page for every address
 * below /app/, with a fresh nonce for its policy.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applicationHeaders, assetHeaders } from '#platform/http/headers.ts'
import type { Log } from '#platform/log/log.ts'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** Where the bundler puts the application. */
export const bundleDirectory = fileURLToPath(new URL('../../../dist/web', import.meta.url))

const noncePlaceholder = '__CSP_NONCE__'

/** Serves the application below /app/; without a bundle, a page that says how to build it. */
export async function serveApplication(server: FastifyInstance, log: Log): Promise<void> {
  const index = join(bundleDirectory, 'index.html')
  if (!existsSync(index)) {
    log.warn('the web application is not built: npm run build')
    server.get('/app/*', (_request, reply) =>
      reply
        .headers(assetHeaders)
        .status(503)
        .type('text/plain; charset=utf-8')
        .send('The web application is not built: npm run build\n'),
    )
    return
  }
  const page = await readFile(index, 'utf8')
  await server.register(fastifyStatic, {
    root: join(bundleDirectory, 'assets'),
    prefix: '/app/assets/',
    index: false,
    immutable: true,
    // The bundler left each asset in Brotli and gzip too.
    preCompressed: true,
    maxAge: '365d',
    setHeaders: (reply) => {
      reply.headers({ ...assetHeaders, vary: 'accept-encoding' })
    },
  })
  const send = (reply: FastifyReply) => {
    const nonce = randomBytes(18).toString('base64')
    return reply
      .headers(applicationHeaders(nonce))
      .type('text/html; charset=utf-8')
      .send(page.replaceAll(noncePlaceholder, nonce))
  }
  server.get('/app', (_request, reply) => send(reply))
  server.get('/app/*', (_request, reply) => send(reply))
}
