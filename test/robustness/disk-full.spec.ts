/**
 * A full disk: uploads and evidence are refused with 507 and leave nothing behind, the server lives, and with room it
 * works again. Needs a small file system of its own; where none may be mounted these are shown as skipped.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { answers, beleg, fingerprint, makeKey, refusal, send, upload } from './world.ts'

const disk = mkdtempSync(join(tmpdir(), 'beleg-disk-'))
const mounted =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=0711', 'tmpfs', disk]).status === 0
const filler = join(disk, 'filler')

afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})

/** Takes all room but so many bytes. */
function fill(leaveBytes = 0): void {
  rmSync(filler, { force: true })
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)))
}

describe.skipIf(!mounted)(
  mounted ? 'on a full disk' : 'on a full disk (not run: no file system may be mounted here)',
  () => {
    let house: House
    let admin: Inhabitant
    let key: string
    const temporary = process.env.TMPDIR
    beforeAll(async () => {
      chmodSync(disk, 0o711)
      process.env.TMPDIR = disk
      house = await startHouse({ BELEG_ROLE: 'server' })
      admin = await house.enrolAdministrator()
      key = (await makeKey(admin, ['evidence:push'])).secret
    })
    afterAll(async () => {
      if (temporary === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = temporary
      rmSync(filler, { force: true })
      await house.stop()
    })

    const text = 'Für alle Konten ist Mehr-Faktor-Authentisierung verpflichtend.\n'
    const statement = () =>
      upload(house.baseUrl, '/api/statements', admin, 'gut.md', text + ' '.repeat(2 * 1024 * 1024))
    const document = () =>
      upload(house.baseUrl, '/api/evidence/uploads', admin, 'beleg.pdf', new Uint8Array(3 * 1024 * 1024), {
        measureId:
          [...house.running.instance.registry.measures.keys()].find((id) =>
            house.running.instance.registry.acceptsUpload(id),
          ) ?? '',
        title: 'Protokoll',
        performedOn: '2026-01-02',
        outcome: 'as_intended',
      })
    const evidence = (count: number) =>
      send(house.baseUrl, 'POST', '/api/evidence', {
        key,
        json: {
          source: { system: 'directory', id: `of ${count}` },
          class: 'machine',
          observedFrom: '2026-01-02T03:00:00Z',
          observedTo: '2026-01-02T03:04:00Z',
          facts: Array.from({ length: count }, (_, at) => ({
            subject: { kind: 'account', externalId: `u-${at}`, name: 'n'.repeat(190) },
            type: 'account.holder',
            data: { registered: true, people: 1, otherAccountsOfPerson: 0, functionAddress: false },
          })),
        },
      })

    it('an upload is refused and leaves nothing behind', async () => {
      const before = await fingerprint(house)
      fill(256 * 1024)
      refusal(await statement(), 507, 'blob.disk_full')
      refusal(await document(), 507, 'blob.disk_full')
      expect(await fingerprint(house)).toEqual(before)
      await answers(house.baseUrl)
      rmSync(filler)
      expect((await statement()).status).toBe(201)
      expect((await document()).status).toBe(201)
    })

    it('evidence is refused and leaves nothing behind', { timeout: 60_000 }, async () => {
      // With a fresh segment of its log at hand: without room for the next one the server would end instead of refusing.
      await house.owner.query('select pg_switch_wal(); checkpoint')
      const before = await fingerprint(house)
      fill()
      refusal(await evidence(5_000), 507, 'database.disk_full')
      expect(await fingerprint(house)).toEqual(before)
      await answers(house.baseUrl)
      expect((await fetch(house.baseUrl)).status).toBe(200)
      rmSync(filler)
      expect((await evidence(5_000)).status).toBe(201)
    })

    it('a start says so, leaves nothing half made, and works once there is room', { timeout: 180_000 }, async () => {
      const data = join(disk, 'second')
      for (const leaveBytes of [0, 64 * 1024, 20 * 1024 * 1024]) {
        fill(leaveBytes)
        const ran = await beleg(['start', '--json', '--lang', 'de'], {
          environment: { BELEG_DATA: data, BELEG_HTTP: '127.0.0.1:0', BELEG_HTTPS: '127.0.0.1:0', TMPDIR: disk },
        })
        expect({ leaveBytes, code: ran.code, out: ran.out, err: ran.err }).toEqual({
          leaveBytes,
          code: 2,
          out: '',
          err: expect.stringMatching(/Datenträger ist voll/),
        })
        expect(ran.err).not.toContain('.ts:')
        expect(existsSync(data) ? readdirSync(data).filter((name) => name.includes('.new-')) : []).toEqual([])
        rmSync(filler)
      }
      const { launch } = await import('./process.ts')
      const running = await launch({ BELEG_DATA: data })
      expect(await running.stop()).toBe(0)
      rmSync(data, { recursive: true, force: true })
    })
  },
)
