/**
 * The listening TCP sockets of processes and their descendants, as the kernel knows them: Linux' /proc. What nobody
 * declared is found too; what could not be read is counted, because an unread process may listen.
 */
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

export interface ListeningSocket {
  /** As people write it: `0.0.0.0`, `::1`. */
  readonly address: string
  readonly port: number
}

export interface SocketList {
  /** Processes that exist and whose descriptors the system would not show. */
  readonly unreadable: number
  readonly sockets: readonly ListeningSocket[]
}

/** An address of /proc/net/tcp{,6}: 32-bit words in the byte order of the machine (little on all that Node runs on). */
export function readProcAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex').reverse()])
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.slice(0, 10).every((b) => b === 0) && bytes[10] === 0xff && bytes[11] === 0xff) {
    return `::ffff:${bytes.slice(12).join('.')}`
  }
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  )
  const text = groups.join(':')
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length)
  const longest = runs[0]
  if (longest === undefined) return text
  const before = text.slice(0, longest.index)
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '')
  return `${before}::${after}`
}

const listening = '0A'

async function readTable(path: string): Promise<readonly { socket: ListeningSocket; inode: string }[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    // A kernel without IPv6 has no tcp6.
    return []
  }
  const found = []
  for (const line of text.split('\n').slice(1)) {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
    if (state !== listening) continue
    const [address = '', port = ''] = local.split(':')
    found.push({ socket: { address: readProcAddress(address), port: Number.parseInt(port, 16) }, inode })
  }
  return found
}

/** Parent of a process; null for one that is gone, or dead and only waited for: it holds no socket any more. */
async function parentOf(procRoot: string, pid: string): Promise<number | null> {
  const text = await readFile(join(procRoot, pid, 'stat'), 'utf8').catch(() => '')
  // The command stands in parentheses and may hold any character: the fields begin after the last one.
  const [state, parent] = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(' ')
  return parent === undefined || state === 'Z' || state === 'X' ? null : Number(parent)
}

async function parentsOf(procRoot: string): Promise<ReadonlyMap<number, number>> {
  const parents = new Map<number, number>()
  for (const name of await readdir(procRoot)) {
    if (!/^\d+$/.test(name)) continue
    const parent = await parentOf(procRoot, name)
    if (parent !== null) parents.set(Number(name), parent)
  }
  return parents
}

function withDescendants(pids: readonly number[], parents: ReadonlyMap<number, number>): ReadonlySet<number> {
  const wanted = new Set(pids.filter((pid) => parents.has(pid)))
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size
    for (const [pid, parent] of parents) if (wanted.has(parent)) wanted.add(pid)
  }
  return wanted
}

/**
 * Lists what these processes and their descendants listen on; null where the system has no /proc to tell. A process
 * that ends meanwhile is left out. `procRoot` is for tests.
 */
export async function listListeningSockets(pids: readonly number[], procRoot = '/proc'): Promise<SocketList | null> {
  const parents = await parentsOf(procRoot).catch(() => null)
  if (parents === null || parents.size === 0) return null
  const wanted = withDescendants(pids, parents)
  const tables = new Map<string, ReadonlyMap<string, ListeningSocket>>()
  const sockets = new Map<string, ListeningSocket>()
  // A pid that was named and is not there is as silent as one that cannot be read.
  let unreadable = new Set(pids).size - [...new Set(pids)].filter((pid) => parents.has(pid)).length
  for (const pid of wanted) {
    const root = join(procRoot, String(pid))
    let inodes: string[]
    try {
      const links = await Promise.all(
        (await readdir(join(root, 'fd'))).map((fd) => readlink(join(root, 'fd', fd)).catch(() => '')),
      )
      inodes = links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
    } catch {
      // One that ended meanwhile listens no more; one that lives and hides its descriptors may.
      if ((await parentOf(procRoot, String(pid))) !== null) unreadable++
      continue
    }
    // Each network namespace has its own table: a containerised child's sockets are in none of ours.
    const namespace = await readlink(join(root, 'ns/net')).catch(() => String(pid))
    let table = tables.get(namespace)
    if (table === undefined) {
      const rows = [...(await readTable(join(root, 'net/tcp'))), ...(await readTable(join(root, 'net/tcp6')))]
      table = new Map(rows.map(({ socket, inode }) => [inode, socket]))
      tables.set(namespace, table)
    }
    for (const inode of inodes) {
      const socket = table.get(inode)
      if (socket !== undefined) sockets.set(`${socket.address} ${socket.port}`, socket)
    }
  }
  return { unreadable, sockets: [...sockets.values()].sort((a, b) => a.port - b.port) }
}
