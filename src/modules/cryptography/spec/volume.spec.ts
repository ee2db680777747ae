/** What the volume probe tells from trees that look as /proc and /sys do. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { judgeVolume } from '../rules.ts'
import { probeVolume } from '../volume.ts'

let root: string
const mounts: string[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'beleg-volume-'))
  mounts.length = 0
})
afterEach(() => rm(root, { recursive: true }))

async function put(path: string, content = '') {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), content)
}

/** A block device: its number, what it stands on, its device-mapper identity. */
async function device(name: string, number: string, options: { on?: string[]; uuid?: string; dmName?: string } = {}) {
  await put(`sys/class/block/${name}/dev`, number)
  if (options.uuid !== undefined) await put(`sys/class/block/${name}/dm/uuid`, `${options.uuid}\n`)
  if (options.dmName !== undefined) await put(`sys/class/block/${name}/dm/name`, `${options.dmName}\n`)
  for (const below of options.on ?? []) await put(`sys/class/block/${name}/slaves/${below}/dev`)
  await mkdir(join(root, 'sys/dev/block'), { recursive: true })
  await symlink(`../../class/block/${name}`, join(root, 'sys/dev/block', number))
}

function mount(point: string, number: string, fileSystem: string, source: string) {
  mounts.push(`${20 + mounts.length} 1 ${number} / ${point} rw,relatime shared:1 - ${fileSystem} ${source} rw`)
}

async function probe(path: string) {
  await put('proc/self/mountinfo', `${mounts.join('\n')}\n`)
  return probeVolume(path, { procRoot: join(root, 'proc'), sysRoot: join(root, 'sys'), platform: 'linux' })
}

describe('the volume under the data', () => {
  test('is encrypted when it is a LUKS container', async () => {
    await device('sda2', '8:2')
    await device('dm-0', '253:0', { on: ['sda2'], uuid: 'CRYPT-LUKS2-0123-root' })
    mount('/', '253:0', 'ext4', '/dev/mapper/root')
    const fact = await probe('/var/lib/beleg')
    expect(fact).toMatchObject({ encrypted: true, device: 'dm-0', how: 'dm-crypt LUKS2' })
    expect(judgeVolume(fact).outcome).toBe('pass')
  })

  test('is encrypted when a logical volume stands on encrypted devices only', async () => {
    await device('dm-0', '253:0', { uuid: 'CRYPT-LUKS1-a-x' })
    await device('dm-1', '253:1', { uuid: 'CRYPT-LUKS2-b-y' })
    await device('dm-2', '253:2', { on: ['dm-0', 'dm-1'], uuid: 'LVM-abc' })
    mount('/', '253:2', 'xfs', '/dev/mapper/vg-data')
    expect(await probe('/data')).toMatchObject({ encrypted: true, device: 'dm-2 > dm-0 > dm-1' })
  })

  test('is not encrypted when one of its devices is plain', async () => {
    await device('dm-0', '253:0', { uuid: 'CRYPT-LUKS1-a-x' })
    await device('sdb', '8:16')
    await device('md0', '9:0', { on: ['dm-0', 'sdb'] })
    mount('/', '9:0', 'ext4', '/dev/md0')
    const fact = await probe('/data')
    expect(fact).toMatchObject({ encrypted: false, how: 'no_dm_crypt' })
    expect(judgeVolume(fact)).toMatchObject({ outcome: 'unknown', reason: 'at_rest.volume_plain' })
  })

  test.each(['CRYPT-VERITY-0123-root', 'CRYPT-INTEGRITY-0123-root'])(
    'is not encrypted by %s, which only checks',
    async (uuid) => {
      await device('sda2', '8:2')
      await device('dm-0', '253:0', { on: ['sda2'], uuid })
      mount('/', '253:0', 'ext4', '/dev/mapper/root')
      expect((await probe('/data')).encrypted).toBe(false)
    },
  )

  test('is that of the nearest mount, with blanks in its name and one mounted over another', async () => {
    await device('sda1', '8:1')
    await device('dm-0', '253:0', { uuid: 'CRYPT-LUKS2-a-x' })
    mount('/', '8:1', 'ext4', '/dev/sda1')
    mount('/srv/my\\040data', '8:1', 'ext4', '/dev/sda1')
    mount('/srv/my\\040data', '253:0', 'ext4', '/dev/mapper/x')
    expect((await probe('/srv/my data/beleg')).encrypted).toBe(true)
    expect((await probe('/srv/my data2')).encrypted).toBe(false)
  })

  test('is looked up by name and in all members for btrfs, whose number is of no device', async () => {
    await device('dm-0', '253:0', { uuid: 'CRYPT-LUKS2-a-x', dmName: 'luks-a' })
    await device('sdb1', '8:17')
    await put('sys/fs/btrfs/0123/devices/dm-0')
    mount('/', '0:33', 'btrfs', '/dev/mapper/luks-a')
    expect((await probe('/data')).encrypted).toBe(true)
    await put('sys/fs/btrfs/0123/devices/sdb1')
    expect((await probe('/data')).encrypted).toBe(false)
  })

  test.each([
    ['overlay', 'not_a_local_device overlay'],
    ['nfs4', 'not_a_local_device nfs4'],
    ['fuse.sshfs', 'not_a_local_device fuse.sshfs'],
    ['tmpfs', 'in_memory tmpfs'],
    ['zfs', 'zfs_not_asked'],
    ['ext4', 'no_block_device'],
  ])('is unknown on %s', async (fileSystem, how) => {
    mount('/', '0:99', fileSystem, 'somewhere')
    const fact = await probe('/data')
    expect(fact).toMatchObject({ encrypted: null, how })
    expect(judgeVolume(fact).outcome).toBe('unknown')
  })

  test('is unknown where the system does not tell, and on this machine never throws', async () => {
    expect(await probeVolume('/data', { platform: 'darwin' })).toMatchObject({
      encrypted: null,
      how: 'not_readable_on darwin',
    })
    expect((await probeVolume('/nonexistent')).encrypted).toBeNull()
    await expect(probeVolume(tmpdir())).resolves.toMatchObject({ path: tmpdir() })
  })
})
