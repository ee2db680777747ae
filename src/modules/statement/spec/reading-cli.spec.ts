/** `beleg claims`, as a person at a terminal or a program calls it. */
import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const start =
  "const {runMain}=await import('citty');const {claimsCommand}=await import('./src/cli/commands/claims.ts');await runMain(claimsCommand,{rawArgs:process.argv.slice(1)})"
const folder = mkdtempSync(join(tmpdir(), 'beleg-claims-'))

interface Run {
  code: number
  out: string
  err: string
}
function run(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--input-type=module', '-e', start, '--', ...args],
      { cwd: root, env: { ...process.env, LANG: 'C', LC_ALL: '' } },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })
}
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('beleg claims', () => {
  it('prints one JSON document in the promised shape and exits 0', async () => {
    const { code, out } = await run(file('good.md', 'MFA ist für alle Konten verpflichtend.'), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      text: 'MFA ist für alle Konten verpflichtend.\n',
      claims: [
        {
          start: 0,
          end: 38,
          text: 'MFA ist für alle Konten verpflichtend.',
          section: null,
          leadIn: null,
          kind: 'promise',
          modality: 'does',
          quantifier: 'every',
          parameters: [],
          measures: [{ id: 'identity.mfa', capability: 'C12', score: 0.95 }],
        },
      ],
    })
  })

  it('prints a table for people, without control characters of the file', async () => {
    const { code, out } = await run(file('table.txt', 'Backups are encrypted\u001b[31m every day.'), '--lang', 'en')
    expect(code).toBe(0)
    expect(out).toContain('backup.encrypted (C18)')
    expect(out).not.toContain('\u001b')
  })

  it('exits 1 when the file holds no claim', async () => {
    const { code, err } = await run(file('none.md', '# Hello\n'), '--lang', 'de')
    expect(code).toBe(1)
    expect(err).toContain('keine Aussage')
  })

  it('exits 2 with the reason when it could not read', async () => {
    expect(await run('/does/not/exist.md', '--lang', 'en')).toMatchObject({
      code: 2,
      err: 'There is no file /does/not/exist.md.\n',
    })
    const other = await run(file('page.tsx', 'x'), '--lang', 'de')
    expect(other.code).toBe(2)
    expect(other.err).toContain('„tsx“')
    const damaged = await run(file('page.pdf', '%PDF-1.7 nothing'), '--lang', 'de')
    expect(damaged.code).toBe(2)
    expect(damaged.err).toContain('(PDF)')
    const broken = await run(file('broken.txt', new Uint8Array([0x41, 0xff])), '--lang', 'en')
    expect(broken).toMatchObject({ code: 2 })
    expect(broken.err).toContain('byte 1')
  })
})
