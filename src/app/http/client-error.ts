/**
 * What cannot be read as HTTP never becomes a request: it is answered on the bare connection, as a problem document like
 * every other failure. Its language is not known, so it is English.
 */
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { apiHeaders } from '#platform/http/headers.ts'
import { renderProblem } from '#platform/http/problem-document.ts'
import { Problem } from '#platform/http/problem.ts'
import type { Texts } from '#platform/i18n/texts.ts'

/** Answers what Node's parser refused (RFC 9110, RFC 6585 for 431) and ends the connection. */
export function answerClientError(texts: Texts, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemOf(error.code)
  const body = JSON.stringify(renderProblem(problem, texts, 'en', randomUUID()))
  const headers = {
    ...apiHeaders,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n${lines.join('')}\r\n${body}`)
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem(431, 'input.too_large')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem(408, 'request.timed_out')
  return new Problem(400, 'input.unreadable')
}
