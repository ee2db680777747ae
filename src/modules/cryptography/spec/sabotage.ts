/** What breaks the promises about encryption: a weak listener, a plain one, plaintext in a column and on the disk. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { issueSelfSigned } from '#platform/crypto/self-signed.ts'
import type { Sabotage, SabotageWorld } from '#test/sabotage/sabotage.ts'

const dayMs = 86_400_000

/** Opens a listener inside the instance's own process. */
async function open(server: Server, host: string): Promise<() => Promise<void>> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return () => new Promise((resolve) => server.close(() => resolve()))
}

function writtenInto(id: string, table: string, column: string, key: string): Sabotage {
  return {
    id,
    measure: 'cryptography.at-rest-fields',
    collector: 'cryptography.at-rest',
    breakIt: async ({ house: { owner, platformTenantId } }) => {
      const { rows } = await owner.query<{ key: string; value: Buffer }>(
        `select ${key}::text as key, ${column} as value from ${table} where tenant_id = $1 and ${column} is not null limit 1`,
        [platformTenantId],
      )
      const [row] = rows
      if (!row) throw new Error(`${table}.${column} holds nothing to replace`)
      const put = (value: Buffer) =>
        owner.query(`update ${table} set ${column} = $3 where tenant_id = $1 and ${key}::text = $2`, [
          platformTenantId,
          row.key,
          value,
        ])
      await put(Buffer.from('Ada Lovelace'))
      return async () => {
        await put(row.value)
      }
    },
  }
}

export const cryptographySabotages: readonly Sabotage[] = [
  {
    id: 'cryptography.tls-1.1-opened',
    measure: 'cryptography.transit',
    collector: 'cryptography.transport',
    breakIt: async () => {
      const now = new Date()
      const { certificate, privateKey } = issueSelfSigned(['localhost'], now, new Date(now.getTime() + 30 * dayMs))
      const weak = createTlsServer({
        cert: certificate,
        key: privateKey,
        minVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      })
      weak.on('tlsClientError', () => {})
      return open(weak, '0.0.0.0')
    },
  },
  {
    id: 'cryptography.plain-http-opened',
    measure: 'cryptography.transit',
    collector: 'cryptography.transport',
    breakIt: () =>
      open(
        createHttpServer((_request, response) => response.end('in clear')),
        '0.0.0.0',
      ),
  },
  writtenInto('cryptography.plaintext-in-a-column', 'people', 'name', 'subject_id'),
  {
    id: 'cryptography.cells-swapped',
    measure: 'cryptography.at-rest-fields',
    collector: 'cryptography.at-rest',
    breakIt: async ({ house: { owner, platformTenantId } }) => {
      const { rows } = await owner.query<{ id: string; email: Buffer }>(
        'select id, email from accounts where tenant_id = $1 order by created_at limit 2',
        [platformTenantId],
      )
      const [a, b] = rows
      if (!a || !b) throw new Error('two accounts are needed')
      const put = (id: string, email: Buffer) =>
        owner.query('update accounts set email = $3 where tenant_id = $1 and id = $2', [platformTenantId, id, email])
      await put(a.id, b.email)
      return async () => {
        await put(a.id, a.email)
      }
    },
  },
  {
    id: 'cryptography.plaintext-file',
    measure: 'cryptography.at-rest-fields',
    collector: 'cryptography.at-rest',
    breakIt: async ({ house }: SabotageWorld) => {
      const directory = await tenantFiles(house.dataDirectory, house.platformTenantId)
      const path = join(directory, randomBytes(16).toString('hex'))
      await writeFile(path, 'a report in clear')
      return () => rm(path)
    },
  },
]

/** Where files of the tenant lie: beside one that is there, else in the tenant's own directory. */
async function tenantFiles(dataDirectory: string, tenantId: string): Promise<string> {
  const directory = join(dataDirectory, 'files', tenantId)
  await mkdir(directory, { recursive: true })
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && (await readFile(join(entry.parentPath, entry.name))).length > 0) return entry.parentPath
  }
  return directory
}
