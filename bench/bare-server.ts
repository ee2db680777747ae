/**
 * The other side of the HTTP bench: node:http alone, which gives every request the same head and the same bytes. It gets
 * them as JSON on stdin and prints its port.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

// Written by the bench.
const { headers, body } = JSON.parse(await text(process.stdin)) as { headers: Record<string, string>; body: string }
const bytes = Buffer.from(body, 'base64')
const server = createServer((_request, response) => {
  response.writeHead(200, headers)
  response.end(bytes)
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
