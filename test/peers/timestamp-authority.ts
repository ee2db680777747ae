/** A time-stamp authority (RFC 3161) out of `openssl ts`, behind a small HTTP server, with a certificate of its own CA. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBody, serveForeign, type ForeignServer } from '#core/ledger/spec/peer.ts'

export interface OpensslAuthority extends ForeignServer {
  /** PEM of the CA that issued its certificate. */
  readonly caFile: string
  /** A TimeStampResp to a request. */
  answer(request: Buffer): Promise<Buffer>
}

const configuration = (folder: string) => `
[ tsa ]
default_tsa = own
[ own ]
dir = ${folder}
serial = ${folder}/serial
signer_cert = ${folder}/tsa.pem
certs = ${folder}/ca.pem
signer_key = ${folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
[ usage ]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = CA:FALSE
`

export async function startOpensslAuthority(): Promise<OpensslAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'beleg-tsa-'))
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  writeFileSync(join(folder, 'ts.cnf'), configuration(folder))
  writeFileSync(join(folder, 'serial'), '01\n')
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Spec CA', '-days', '30')
  openssl('req', '-new', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Spec TSA')
  const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '29']
  openssl('x509', '-req', '-in', 'tsa.csr', ...issuer, '-extfile', 'ts.cnf', '-extensions', 'usage', '-out', 'tsa.pem')
  const answer = async (request: Buffer) => {
    writeFileSync(join(folder, 'query'), request)
    openssl('ts', '-reply', '-config', 'ts.cnf', '-queryfile', 'query', '-out', 'reply')
    return readFileSync(join(folder, 'reply'))
  }
  const server = await serveForeign((request, response) => {
    void readBody(request)
      .then(answer)
      .then((body) => response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(body))
  })
  return {
    url: server.url,
    caFile: join(folder, 'ca.pem'),
    answer,
    close: async () => {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
