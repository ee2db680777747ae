/**
 * Signed notes and checkpoints by the examples of C2SP, Ed25519 by Project Wycheproof where its file lies in
 * `../shared/data/wycheproof` beside the repository.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCheckpoint, parseHead, signCheckpoint } from '../checkpoint.ts'
import {
  formatVerifierKey,
  generateSeed,
  NoteError,
  openNote,
  openSigner,
  parseNote,
  parseVerifierKey,
  signNote,
  verifySignature,
  type NoteFault,
} from '../note.ts'
import { emptyRoot, hashLeaf } from '../tree.ts'

const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const exampleNote = `This is an example message.

\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`

function faultOf(run: () => unknown): NoteFault | 'none' {
  try {
    run()
    return 'none'
  } catch (error) {
    if (error instanceof NoteError) return error.fault
    throw error
  }
}

const signer = (name: string) => openSigner(name, generateSeed().seed)

describe('a signed note', () => {
  test('of the specification is believed with the key of the specification', () => {
    const key = parseVerifierKey(exampleKey)
    expect(formatVerifierKey(key)).toBe(exampleKey)
    expect(openNote(exampleNote, [key])).toEqual({ text: 'This is an example message.\n', signedBy: [key] })
    expect(openNote(Buffer.from(exampleNote), [key]).text).toBe('This is an example message.\n')
  })

  test('with a changed text, a changed signature or no known key is not', () => {
    const key = parseVerifierKey(exampleKey)
    expect(faultOf(() => openNote(exampleNote.replace('example message', 'example massage'), [key]))).toBe(
      'wrong_signature',
    )
    expect(faultOf(() => openNote(exampleNote.replace('Uw2QOkn8', 'Uw2QOkn9'), [key]))).toBe('wrong_signature')
    expect(faultOf(() => openNote(exampleNote, []))).toBe('no_known_signature')
    expect(faultOf(() => openNote(exampleNote, [signer('example.com/foo')]))).toBe('no_known_signature')
  })

  test('signed by the old and the new key is believed by either; lines of witnesses do not disturb', () => {
    const [older, newer, witness] = [signer('log.example/a'), signer('log.example/a'), signer('witness.example')]
    const note = signNote('head\n', [older, newer, witness])
    expect(openNote(note, [older]).signedBy).toEqual([older])
    expect(openNote(note, [newer]).signedBy).toEqual([newer])
    expect(openNote(note, [older, newer]).signedBy).toEqual([older, newer])
    // Another kind of signature, longer than ours: a cosignature with its time.
    const cosigned = `${note}\u2014 witness2.example ${Buffer.alloc(76, 7).toString('base64')}\n`
    expect(openNote(cosigned, [newer]).signedBy).toEqual([newer])
  })

  test('condemned by one known key is not saved by another', () => {
    const [good, bad] = [signer('log.example/a'), signer('log.example/b')]
    const [line = ''] = signNote('another text\n', [bad]).split('\n').slice(2)
    expect(faultOf(() => openNote(`${signNote('text\n', [good])}${line}\n`, [good, bad]))).toBe('wrong_signature')
  })

  test.each([
    ['nothing', ''],
    ['no signatures', 'text\n'],
    ['no newline at the end', exampleNote.trimEnd()],
    ['a control character', exampleNote.replace('example message', 'example\tmessage')],
    ['another dash', exampleNote.replace('\u2014', '-')],
    ['base64 without its padding', exampleNote.replace('aQM=', 'aQM')],
    ['a second spelling of the same bytes', exampleNote.replace('aQM=', 'aQN=')],
    ['a signature without bytes', 'text\n\n\u2014 a.example AAAAAA==\n'],
    ['a plus in the name', exampleNote.replace('example.com/foo U', 'example.com+foo U')],
  ])('with %s is refused as malformed', (_what, note) => {
    expect(faultOf(() => parseNote(note))).toBe('malformed')
  })

  test('that is not UTF-8, or has a thousand signatures, is refused', () => {
    expect(faultOf(() => parseNote(Buffer.concat([Buffer.of(0xff), Buffer.from(exampleNote)])))).toBe('malformed')
    const line = exampleNote.split('\n')[2] ?? ''
    expect(faultOf(() => parseNote(`text\n\n${`${line}\n`.repeat(1000)}`))).toBe('too_many_signatures')
    expect(parseNote(`text\n\n${`${line}\n`.repeat(16)}`).signatures).toHaveLength(16)
  })

  test('keeps empty lines of its text', () => {
    const key = signer('log.example/a')
    expect(openNote(signNote('one\n\ntwo\n', [key]), [key]).text).toBe('one\n\ntwo\n')
  })
})

describe('a checkpoint', () => {
  const key = signer('log.example/tenant')
  const head = { origin: 'log.example/tenant', size: 70_000, root: hashLeaf('x') }

  test('says origin, size and root, and is read back', () => {
    const note = signCheckpoint(head, [key])
    expect(note.split('\n').slice(0, 4)).toEqual(['log.example/tenant', '70000', head.root.toString('base64'), ''])
    expect(openCheckpoint(note, head.origin, [key])).toEqual({ ...head, signedBy: [key] })
  })

  test('of another log is refused', () => {
    expect(faultOf(() => openCheckpoint(signCheckpoint(head, [key]), 'log.example/other', [key]))).toBe('malformed')
  })

  test('of the specification is read', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
    expect(parseHead(text)).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 })
  })

  test.each([
    ['leading zeros', 'a\n07\n', hashLeaf('x')],
    ['a sign', 'a\n+7\n', hashLeaf('x')],
    ['more than we can count', 'a\n9007199254740993\n', hashLeaf('x')],
    ['no origin', '\n7\n', hashLeaf('x')],
    ['a short root', 'a\n7\n', Buffer.alloc(31)],
    ['a root of nothing that is not', 'a\n0\n', hashLeaf('x')],
  ])('with %s is malformed', (_what, start, root) => {
    expect(faultOf(() => parseHead(`${start}${root.toString('base64')}\n`))).toBe('malformed')
  })

  test('of an empty tree is one', () => {
    expect(parseHead(`a\n0\n${emptyRoot.toString('base64')}\n`).size).toBe(0)
  })
})

const wycheproof = join(import.meta.dirname, '../../../../../shared/data/wycheproof/ed25519_test.json')
const noWycheproof = !existsSync(wycheproof)
if (noWycheproof) console.warn('skipped: Wycheproof’s Ed25519 vectors are not beside the repository')

test.skipIf(noWycheproof)('Ed25519 gets every verdict of Wycheproof', () => {
  const file = JSON.parse(readFileSync(wycheproof, 'utf8')) as {
    numberOfTests: number
    testGroups: { publicKey: { pk: string }; tests: { tcId: number; msg: string; sig: string; result: string }[] }[]
  }
  const wrong: number[] = []
  let tried = 0
  for (const { publicKey, tests } of file.testGroups) {
    for (const one of tests) {
      tried += 1
      const verdict = verifySignature(
        Buffer.from(publicKey.pk, 'hex'),
        Buffer.from(one.msg, 'hex'),
        Buffer.from(one.sig, 'hex'),
      )
      if (verdict !== (one.result === 'valid')) wrong.push(one.tcId)
    }
  }
  expect(wrong).toEqual([])
  expect(tried).toBe(file.numberOfTests)
})
