/**
 * The three roles of a database: who owns the schema, who serves requests, and who serves what belongs to no tenant.
 * Only the last two are used while requests are served; neither owns anything, is superuser or may become another.
 * A suffix lets several databases of one server have roles of their own.
 */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import pg from 'pg'
import { Problem } from '../http/problem.ts'

export type DatabaseRole = 'beleg_owner' | 'beleg_app' | 'beleg_platform'
/** Roles that requests and workers use. */
export type ServingRole = Exclude<DatabaseRole, 'beleg_owner'>

export const servingRoles: readonly ServingRole[] = ['beleg_app', 'beleg_platform']

export interface RoleOptions {
  /** Appended to the role names, "_green" for example. */
  readonly suffix?: string
  /** Passwords derived from the master key; absent with peer authentication. */
  readonly rolePassword?: (role: ServingRole) => string
}

/** The name of a role on the server. */
export function roleName(role: ServingRole, suffix = ''): string {
  if (!/^[a-z0-9_]{0,40}$/.test(suffix)) throw new Error(`role suffix ${JSON.stringify(suffix)} is not a plain word`)
  return role + suffix
}

/**
 * Creates the serving roles where they are missing, and sets their passwords and limits. Safe to run at once from
 * several processes, and again.
 * @throws Problem `database.missing_right` when the connected role may not do it, naming the right.
 */
export async function ensureRoles(owner: pg.ClientBase, options: RoleOptions = {}): Promise<void> {
  const me = await owner.query<{ name: string; superuser: boolean; create: boolean; major: number; database: string }>(
    `select rolname as name, current_database() as database, rolsuper as superuser, rolcreaterole as create,
            current_setting('server_version_num')::int / 10000 as major
     from pg_roles where rolname = current_user`,
  )
  const self = me.rows[0]
  if (!self) throw new Error('the connected role is not in pg_roles')
  if (self.major < 15) {
    throw new Problem(500, 'database.too_old', { params: { found: self.major, wanted: 15 } })
  }
  for (const role of servingRoles) {
    const name = roleName(role, options.suffix)
    const found = await findRole(owner, name)
    if (!found && !self.superuser && !self.create) {
      throw new Problem(500, 'database.missing_right', {
        params: { role: self.name, right: 'CREATEROLE', statement: `alter role "${self.name}" createrole` },
      })
    }
    try {
      if (!found) await createRole(owner, name)
      const current = found ?? (await findRole(owner, name))
      if (current && (current.superuser || current.bypass || current.memberOf > 0)) {
        throw new Problem(500, 'database.role_too_strong', { params: { role: name } })
      }
      if (options.rolePassword) {
        // As a verifier: the password itself never travels, and is in no log of the server.
        const verifier = scramVerifier(options.rolePassword(role), `${self.database}/${name}`)
        await owner.query(`alter role ${pg.escapeIdentifier(name)} password ${pg.escapeLiteral(verifier)}`)
      }
    } catch (error) {
      // 42501: on 16 and newer CREATEROLE reaches only roles that one created or administers.
      if ((error as { code?: string }).code === '42501') {
        throw new Problem(500, 'database.missing_right', {
          params: {
            role: self.name,
            right: `ADMIN OPTION on "${name}"`,
            statement: `grant "${name}" to "${self.name}" with admin option`,
          },
          cause: error,
        })
      }
      throw error
    }
  }
}

/**
 * What PostgreSQL stores of a password (RFC 5803 SCRAM-SHA-256, 4096 rounds as its own default). The salt is derived,
 * so that two processes that migrate at once write the same.
 */
export function scramVerifier(password: string, context: string): string {
  const rounds = 4096
  const salt = createHmac('sha256', password).update(`beleg role salt ${context}`).digest().subarray(0, 16)
  // Passwords are derived and plain ASCII, so SASLprep changes nothing.
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const storedKey = createHash('sha256').update(clientKey).digest('base64')
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

async function createRole(owner: pg.ClientBase, name: string): Promise<void> {
  try {
    await owner.query(
      `create role ${pg.escapeIdentifier(name)} login noinherit nosuperuser nocreatedb nocreaterole noreplication`,
    )
  } catch (error) {
    // 42710, 23505: another process created it at the same moment.
    const code = (error as { code?: string }).code
    if (code !== '42710' && code !== '23505') throw error
  }
}

async function findRole(owner: pg.ClientBase, name: string) {
  const { rows } = await owner.query<{ superuser: boolean; bypass: boolean; memberOf: number }>(
    `select rolsuper as superuser, rolbypassrls as bypass,
            (select count(*)::int from pg_auth_members m where m.member = r.oid) as "memberOf"
     from pg_roles r where rolname = $1`,
    [name],
  )
  return rows[0] ?? null
}

/**
 * Lets the serving roles connect to the database and PUBLIC not. It is no part of a migration because such rights are
 * not copied with a template database.
 */
export async function grantConnect(owner: pg.ClientBase, suffix = ''): Promise<void> {
  const { rows } = await owner.query<{ database: string; mine: boolean }>(
    `select datname as database, pg_has_role(datdba, 'usage') as mine from pg_database where datname = current_database()`,
  )
  const found = rows[0]
  if (!found) return
  const database = pg.escapeIdentifier(found.database)
  const roles = servingRoles.map((role) => pg.escapeIdentifier(roleName(role, suffix)))
  // Only the owner of the database can; of a database that somebody else owns PUBLIC keeps its right to connect.
  if (found.mine) {
    await owner.query(`revoke all on database ${database} from public`)
    await owner.query(`grant connect on database ${database} to ${roles.join(', ')}`)
  }
}
