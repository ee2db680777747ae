/**
 * Foreign servers for specs, written from the specifications and sharing no code with what talks to them: a witness
 * (C2SP tlog-witness) that checks signature and consistency for itself, and a server that answers whatever a spec says.
 */
import { createHash, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ForeignServer {
  readonly url: string
  close(): Promise<void>
}

export async function serveForeign(handle: RequestListener): Promise<ForeignServer> {
  const server: Server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const sha256 = (...parts: readonly (Buffer | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const spki = (raw: Buffer) =>
  createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
    format: 'der',
    type: 'spki',
  })
const rawKey = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).subarray(-32)

export interface ForeignWitness extends ForeignServer {
  readonly name: string
  /** As an operator of a log is given it. */
  readonly vkey: string
  /** What it cosigned last, by origin. */
  readonly seen: Map<string, { size: number; root: Buffer }>
  /** Status of each answer. */
  readonly answered: number[]
  /** Bytes of proof that it was sent. */
  readonly proofs: number[]
}

/** A witness that trusts a log's Ed25519 key; `logKey` is asked for late, because the log makes it at its first head. */
export async function startWitness(name: string, logKey: () => Promise<Buffer>): Promise<ForeignWitness> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const keyBytes = Buffer.concat([Buffer.of(4), rawKey(publicKey)])
  const keyId = sha256(`${name}\n`, keyBytes).subarray(0, 4)
  const seen: ForeignWitness['seen'] = new Map()
  const answered: number[] = []
  const proofs: number[] = []
  const answer = async (
    method: string | undefined,
    path: string | undefined,
    body: Buffer,
  ): Promise<{ status: number; text?: string; type?: string }> => {
    if (method !== 'POST' || path !== '/w/add-checkpoint') return { status: 404 }
    const whole = body.toString('utf8')
    const end = whole.indexOf('\n\n')
    const [oldLine = '', ...proofLines] = whole.slice(0, end).split('\n')
    const old = /^old (0|[1-9][0-9]*)$/.exec(oldLine)?.[1]
    if (old === undefined || proofLines.length > 63) return { status: 400 }
    proofs.push(proofLines.length)
    const note = whole.slice(end + 2)
    const blank = note.indexOf('\n\n')
    const text = note.slice(0, blank + 1)
    const [origin = '', sizeText = '', rootText = ''] = text.split('\n')
    const log = await logKey()
    const id = sha256(`${origin}\n`, Buffer.of(1), log).subarray(0, 4)
    const signed = note
      .slice(blank + 2)
      .trimEnd()
      .split('\n')
      .some((line) => {
        const [, by, encoded = ''] = line.split(' ')
        const bytes = Buffer.from(encoded, 'base64')
        return (
          by === origin &&
          bytes.subarray(0, 4).equals(id) &&
          verify(null, Buffer.from(text), spki(log), bytes.subarray(4))
        )
      })
    if (!signed) return { status: 403 }
    const [size, root] = [Number(sizeText), Buffer.from(rootText, 'base64')]
    if (Number(old) > size) return { status: 400 }
    const last = seen.get(origin)
    if (Number(old) !== (last?.size ?? 0)) {
      return { status: 409, text: `${last?.size ?? 0}\n`, type: 'text/x.tlog.size' }
    }
    const proof = proofLines.map((line) => Buffer.from(line, 'base64'))
    if (last === undefined ? proof.length > 0 : !isConsistent(last, { size, root }, proof)) return { status: 422 }
    seen.set(origin, { size, root })
    const seconds = BigInt(Math.floor(performance.timeOrigin / 1000 + performance.now() / 1000))
    const time = Buffer.alloc(8)
    time.writeBigUInt64BE(seconds)
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), privateKey)
    return {
      status: 200,
      text: `\u2014 ${name} ${Buffer.concat([keyId, time, signature]).toString('base64')}\n\u2014 unknown.example/x ${Buffer.alloc(76, 7).toString('base64')}\n`,
    }
  }
  const server = await serveForeign((request, response) => {
    void readBody(request)
      .then((body) => answer(request.method, request.url, body))
      .then(({ status, text = '', type = 'text/plain' }) => {
        answered.push(status)
        response.writeHead(status, { 'content-type': type }).end(text)
      })
  })
  return {
    ...server,
    url: `${server.url}/w`,
    name,
    vkey: `${name}+${keyId.toString('hex')}+${keyBytes.toString('base64')}`,
    seen,
    answered,
    proofs,
  }
}

/** RFC 9162 §2.1.4.2, step by step as it stands there. */
function isConsistent(
  first: { size: number; root: Buffer },
  second: { size: number; root: Buffer },
  given: readonly Buffer[],
): boolean {
  if (first.size === second.size) return given.length === 0 && first.root.equals(second.root)
  if (given.length === 0) return false
  const path = Number.isInteger(Math.log2(first.size)) ? [first.root, ...given] : [...given]
  let [fn, sn] = [BigInt(first.size - 1), BigInt(second.size - 1)]
  while (fn & 1n) [fn, sn] = [fn >> 1n, sn >> 1n]
  let [fr, sr] = [path[0] ?? Buffer.alloc(0), path[0] ?? Buffer.alloc(0)]
  for (const c of path.slice(1)) {
    if (sn === 0n) return false
    if (fn & 1n || fn === sn) {
      fr = sha256(Buffer.of(1), c, fr)
      sr = sha256(Buffer.of(1), c, sr)
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n]
    } else sr = sha256(Buffer.of(1), sr, c)
    ;[fn, sn] = [fn >> 1n, sn >> 1n]
  }
  return sn === 0n && fr.equals(first.root) && sr.equals(second.root)
}
