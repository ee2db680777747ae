/**
 * Is a directory on an encrypted block device? Read from Linux' /proc/self/mountinfo and /sys, without privileges and
 * without running anything. Says true only for what the kernel itself encrypts below every one of the devices; a disk
 * that encrypts itself and a provider that encrypts below the machine look plain from here.
 */
import { readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { VolumeFact } from './contract.ts'

/** Device-mapper targets that encrypt; CRYPT-VERITY and CRYPT-INTEGRITY only check. */
const encryptingTarget = /^CRYPT-(LUKS1|LUKS2|PLAIN|TCRYPT|BITLK|FVAULT2|LOOPAES)-/
const inMemory = new Set(['tmpfs', 'ramfs'])
const elsewhere = new Set([
  'nfs',
  'nfs4',
  'cifs',
  'smb3',
  '9p',
  'virtiofs',
  'ceph',
  'glusterfs',
  'vboxsf',
  'fuse',
  'overlay',
  'aufs',
])

interface Mount {
  readonly point: string
  readonly device: string
  readonly fileSystem: string
  readonly source: string
}

/** Undoes mountinfo's octal escapes of blanks. */
const unescape = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

async function readMounts(procRoot: string): Promise<readonly Mount[]> {
  const text = await readFile(join(procRoot, 'self/mountinfo'), 'utf8')
  return text.split('\n').flatMap((line) => {
    const fields = line.split(' ')
    const separator = fields.indexOf('-')
    const [device, point] = [fields[2], fields[4]]
    const [fileSystem, source] = [fields[separator + 1], fields[separator + 2]]
    if (separator < 0 || !device || !point || !fileSystem || source === undefined) return []
    return [{ point: unescape(point), device, fileSystem, source: unescape(source) }]
  })
}

/** The mount a path lies on: the longest mount point above it, the latest of equal ones. */
function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let best: Mount | undefined
  for (const mount of mounts) {
    const above = mount.point === '/' || path === mount.point || path.startsWith(`${mount.point}/`)
    if (above && (best === undefined || mount.point.length >= best.point.length)) best = mount
  }
  return best
}

const readLine = (path: string) =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => '',
  )
const names = (path: string): Promise<readonly string[]> => readdir(path).catch(() => [])

interface Finding {
  readonly encrypted: boolean | null
  readonly devices: readonly string[]
  readonly how: string
}

/** Walks down from a block device: it is encrypted itself, or everything it stands on is. */
async function walk(device: string, sysRoot: string, depth: number): Promise<Finding> {
  if (depth > 16) return { encrypted: null, devices: [device], how: 'stack_too_deep' }
  const directory = join(sysRoot, 'class/block', device)
  const uuid = await readLine(join(directory, 'dm/uuid'))
  if (encryptingTarget.test(uuid)) return { encrypted: true, devices: [device], how: `dm-crypt ${uuid.split('-')[1]}` }
  const below = await names(join(directory, 'slaves'))
  if (below.length > 0) {
    const findings = await Promise.all(below.map((name) => walk(name, sysRoot, depth + 1)))
    const devices = [device, ...findings.flatMap((finding) => finding.devices)]
    const worst =
      findings.find((f) => f.encrypted === false) ?? findings.find((f) => f.encrypted === null) ?? findings[0]
    return { encrypted: worst?.encrypted ?? null, devices, how: worst?.how ?? 'unknown' }
  }
  if ((await names(directory)).length === 0) return { encrypted: null, devices: [device], how: 'device_not_in_sys' }
  // What lies in a file is as encrypted as the file system the file is on, which the caller can ask about.
  const backing = await readLine(join(directory, 'loop/backing_file'))
  if (backing !== '') return { encrypted: null, devices: [device], how: `loop device over ${backing}` }
  return { encrypted: false, devices: [device], how: 'no_dm_crypt' }
}

/** Names of the devices below a mount: several for btrfs, whose own device number is of no block device. */
async function devicesOf(mount: Mount, sysRoot: string): Promise<readonly string[]> {
  const direct = await readlink(join(sysRoot, 'dev/block', mount.device)).then(basename, () => null)
  if (direct !== null) return [direct]
  const source = basename(mount.source)
  const known = await names(join(sysRoot, 'class/block'))
  let device = known.includes(source) ? source : undefined
  for (const name of device === undefined ? known : []) {
    if ((await readLine(join(sysRoot, 'class/block', name, 'dm/name'))) === source) device = name
  }
  if (device === undefined) return []
  for (const pool of mount.fileSystem === 'btrfs' ? await names(join(sysRoot, 'fs/btrfs')) : []) {
    const members = await names(join(sysRoot, 'fs/btrfs', pool, 'devices'))
    if (members.includes(device)) return members
  }
  return [device]
}

/**
 * Looks at the volume under a path. Never throws: what cannot be told is `encrypted: null` with the reason. The roots
 * are for tests.
 */
export async function probeVolume(
  path: string,
  roots: { procRoot?: string; sysRoot?: string; platform?: NodeJS.Platform } = {},
): Promise<VolumeFact> {
  const { procRoot = '/proc', sysRoot = '/sys', platform = process.platform } = roots
  const unknown = (how: string, mount?: Mount): VolumeFact => ({
    path,
    device: mount?.source ?? null,
    fileSystem: mount?.fileSystem ?? null,
    encrypted: null,
    how,
  })
  if (platform !== 'linux') return unknown(`not_readable_on ${platform}`)
  let mount: Mount | undefined
  try {
    const real = roots.procRoot === undefined ? await realpath(path) : resolve(path)
    mount = mountOf(real, await readMounts(procRoot))
  } catch (error) {
    return unknown(`unreadable ${error instanceof Error && 'code' in error ? String(error.code) : ''}`.trim())
  }
  if (mount === undefined) return unknown('no_mount')
  const { fileSystem } = mount
  if (fileSystem === 'ecryptfs') return { ...unknown('ecryptfs', mount), encrypted: true }
  // Nothing is at rest in memory, but pages may be swapped out to a disk that is not looked at.
  if (inMemory.has(fileSystem)) return unknown(`in_memory ${fileSystem}`, mount)
  if (fileSystem === 'zfs') return unknown('zfs_not_asked', mount)
  if (elsewhere.has(fileSystem) || fileSystem.startsWith('fuse.'))
    return unknown(`not_a_local_device ${fileSystem}`, mount)
  const devices = await devicesOf(mount, sysRoot)
  if (devices.length === 0) return unknown('no_block_device', mount)
  const findings = await Promise.all(devices.map((device) => walk(device, sysRoot, 0)))
  const worst = findings.find((f) => f.encrypted === false) ?? findings.find((f) => f.encrypted === null) ?? findings[0]
  return {
    path,
    device: [...new Set(findings.flatMap((finding) => finding.devices))].join(' > '),
    fileSystem,
    encrypted: worst?.encrypted ?? null,
    how: worst?.how ?? 'unknown',
  }
}

/** The database's volume when the operator's own server holds it: on a machine we do not see. */
export function volumeElsewhere(path: string): VolumeFact {
  return { path, device: null, fileSystem: null, encrypted: null, how: 'another_server' }
}
