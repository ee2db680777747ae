/** Two people over one draft: what was read is corrected, split and merged, and nobody overwrites anybody. */
import { draftStatement } from '../actions/draft.ts'
import { presentReview } from '../actions/present-review.ts'
import { addDraftClaim, editDraftClaim, mergeDraftClaims, splitDraftClaim, undoDraftEdit } from '../actions/review.ts'
import { approveVersion, submitDraft } from '../actions/version.ts'
import type { DraftClaim } from '../contract/review.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#platform/http/problem.ts'
import { createTenantWorld, type TenantWorld } from '#test/tenant-world.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const text = `# Statement

We wish you a pleasant day. Somebody may read this twice.

- Backups are created at least daily and encrypted.
- Access rights are reviewed regularly.
- MFA is mandatory for all accounts.
`
let world: TenantWorld
let ada: string
let ben: string
let statementId: string
beforeAll(async () => {
  world = await createTenantWorld()
  ;[ada, ben] = [await world.person(world.company), await world.person(world.company)]
  ;({ id: statementId } = await as(ada, (context) => draftStatement(context, Buffer.from(text), 's.md', 'en', ada)))
})
afterAll(() => world?.close())

const as = <T>(person: string, work: (context: Context) => Promise<T>) => world.as(world.company, person, work)
const review = () => as(ben, (context) => presentReview(context, world.registry, statementId))
async function claim(part: string): Promise<DraftClaim> {
  const found = (await review()).claims.find((one) => one.text.includes(part))
  if (!found) throw new Error(`no sentence says ${part}`)
  return found
}
const edit = (person: string, one: DraftClaim, change: Parameters<typeof editDraftClaim>[3]['change']) =>
  as(person, (context) => editDraftClaim(context, world.registry, one.id, { version: one.version, change }))
const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error
      return { code: error.code, issues: error.issues }
    },
  )
/** Offsets are the promise of every sentence. */
async function expectVerbatim(): Promise<void> {
  const { body, claims } = await review()
  for (const one of claims) expect(body.slice(one.start, one.end)).toBe(one.text)
  expect(claims.map(({ ordinal }) => ordinal)).toEqual(claims.map((_, index) => index))
  expect(claims.map(({ start }) => start)).toEqual(claims.map(({ start }) => start).toSorted((a, b) => a - b))
}

describe('a draft in review', () => {
  it('takes the missing number, a scope and an acceptance, and what is changed again is accepted no longer', async () => {
    const rights = await claim('reviewed')
    const interval = { name: 'interval', value: 'P3M', unit: 'duration' }
    await edit(ben, rights, { parameters: [interval], scope: 'Production', accepted: true })
    expect(await claim('reviewed')).toMatchObject({
      parameters: [interval],
      scope: 'Production',
      version: 2,
      accepted: { personId: ben },
    })
    await edit(ada, await claim('reviewed'), { scope: null })
    expect(await claim('reviewed')).toMatchObject({ scope: null, version: 3, accepted: null })
  })

  it('refuses what is no measure and no duration, all at once, and changes nothing', async () => {
    const before = await review()
    expect(
      await problemOf(
        edit(ada, await claim('MFA'), {
          measures: ['no.such'],
          parameters: [{ name: 'interval', value: 'soon', unit: 'duration' }],
        }),
      ),
    ).toEqual({
      code: 'draft-claim.invalid',
      issues: [
        { pointer: '/change/measures/0', code: 'unknown_measure' },
        { pointer: '/change/parameters/0/value', code: 'no_duration' },
      ],
    })
    expect(await review()).toEqual(before)
  })

  it('shows both values where two people changed the same sentence, and loses neither', async () => {
    const seen = await claim('MFA')
    await edit(ada, seen, { quantifier: 'as_appropriate' })
    expect(await problemOf(edit(ben, seen, { quantifier: 'exists', scope: null }))).toEqual({
      code: 'draft-claim.changed_meanwhile',
      issues: [
        {
          pointer: '/change/quantifier',
          code: 'changed_to',
          params: { theirs: 'as_appropriate', yours: 'exists' },
        },
      ],
    })
    expect(await claim('MFA')).toMatchObject({ quantifier: 'as_appropriate' })
    const other = await claim('Backups')
    await Promise.all([edit(ada, await claim('MFA'), { quantifier: 'every' }), edit(ben, other, { accepted: true })])
    expect([(await claim('MFA')).quantifier, (await claim('Backups')).accepted?.personId]).toEqual(['every', ben])
  })

  it('splits and merges verbatim, and takes each back', async () => {
    const backups = await claim('Backups')
    const before = (await review()).claims.map(({ text: words, measures }) => ({ words, measures }))
    expect(
      await problemOf(
        as(ada, (context) => splitDraftClaim(context, backups.id, { version: backups.version, at: 4_000 })),
      ),
    ).toMatchObject({ code: 'draft-claim.invalid' })
    const split = await as(ada, (context) =>
      splitDraftClaim(context, backups.id, { version: backups.version, at: backups.text.indexOf('and encrypted') }),
    )
    await expectVerbatim()
    expect(split.claims.map((one) => one.text)).toEqual(['Backups are created at least daily', 'and encrypted.'])
    expect((await review()).claims).toHaveLength(4)

    const [first, second] = split.claims
    if (!first || !second) throw new Error('a split makes two')
    const merged = await as(ben, (context) =>
      mergeDraftClaims(context, first.id, {
        version: first.version,
        nextClaimId: second.id,
        nextVersion: second.version,
      }),
    )
    await expectVerbatim()
    expect(merged.claims[0]?.text).toBe(backups.text)
    // The split cannot be taken back over the merge that came after it; the merge can, and then the split.
    expect(await problemOf(as(ada, (context) => undoDraftEdit(context, split.editId)))).toMatchObject({
      code: 'draft-claim.changed_meanwhile',
    })
    const undone = await as(ben, (context) => undoDraftEdit(context, merged.editId))
    expect(undone.claims).toHaveLength(2)
    expect(await problemOf(as(ben, (context) => undoDraftEdit(context, merged.editId)))).toMatchObject({
      code: 'draft-claim.changed_meanwhile',
    })
    const again = await as(ben, (context) => undoDraftEdit(context, undone.editId))
    await expectVerbatim()
    expect(again.claims.map((one) => one.text)).toEqual([backups.text])
    expect((await review()).claims.map(({ text: words, measures }) => ({ words, measures }))).toEqual(
      before.map((one) => (one.words === backups.text ? { ...one, measures: again.claims[0]?.measures } : one)),
    )
  })

  it('merges neighbours only', async () => {
    const [backups, mfa] = [await claim('Backups'), await claim('MFA')]
    expect(
      await problemOf(
        as(ada, (context) =>
          mergeDraftClaims(context, backups.id, {
            version: backups.version,
            nextClaimId: mfa.id,
            nextVersion: mfa.version,
          }),
        ),
      ),
    ).toMatchObject({ issues: [{ code: 'no_neighbour' }] })
  })

  it('says what was read as no sentence, and makes one of it that can be taken back', async () => {
    const { body, unread, claims } = await review()
    const words = unread.map(({ start, end }) => body.slice(start, end))
    expect(words).toEqual(['We wish you a pleasant day.', 'Somebody may read this twice.'])
    const add = (span: { start: number; end: number }) =>
      as(ada, (context) => addDraftClaim(context, statementId, span))
    const [pleasant] = unread
    if (!pleasant) throw new Error('there is one')
    for (const span of [
      { start: pleasant.start, end: 4_000 },
      { start: pleasant.end, end: pleasant.end },
    ])
      expect(await problemOf(add(span))).toMatchObject({ issues: [{ pointer: '/start', code: 'no_words' }] })
    expect(await problemOf(add({ start: 0, end: body.length }))).toMatchObject({ issues: [{ code: 'overlaps' }] })
    expect((await review()).claims).toEqual(claims)

    const added = await add(pleasant)
    await expectVerbatim()
    expect(added.claims).toMatchObject([{ text: words[0], kind: 'promise', modality: 'does', measures: [] }])
    expect((await review()).unread).toHaveLength(1)
    const undone = await as(ada, (context) => undoDraftEdit(context, added.editId))
    expect((await review()).claims.map(({ id }) => id)).toEqual(claims.map(({ id }) => id))
    // Somebody else reads it as a sentence meanwhile: what was taken back does not come back over it.
    await as(ben, (context) => addDraftClaim(context, statementId, pleasant))
    expect(await problemOf(as(ada, (context) => undoDraftEdit(context, undone.editId)))).toMatchObject({
      code: 'draft-claim.changed_meanwhile',
    })
    await expectVerbatim()
  })

  it('offers to take back what is one’s own and was not changed since, newest first', async () => {
    const undoable = (person: string) =>
      as(person, async (context) => (await presentReview(context, world.registry, statementId)).undoable)
    const mine = await edit(ada, await claim('MFA'), { scope: 'Alpha' })
    const after = await edit(ada, await claim('MFA'), { scope: 'Beta' })
    expect((await undoable(ada))[0]).toMatchObject({ editId: after.editId, kind: 'edit' })
    expect((await undoable(ada)).map(({ editId }) => editId)).not.toContain(mine.editId)
    await as(ada, (context) => undoDraftEdit(context, after.editId))
    expect((await undoable(ada))[0]?.editId).toBe(mine.editId)
    const first = await as(ada, (context) => undoDraftEdit(context, mine.editId))
    expect(first.claims).toMatchObject([{ scope: null }])
    await as(ada, (context) => undoDraftEdit(context, first.editId))
    expect(await claim('MFA')).toMatchObject({ scope: 'Alpha' })
    await edit(ben, await claim('MFA'), { scope: null })
    expect((await undoable(ada)).map(({ editId }) => editId)).not.toContain(mine.editId)
    expect((await undoable(ben))[0]?.text).toContain('MFA')
  })

  it('makes everybody who edited an author, and ends with its submission', async () => {
    await as(ada, (context) => submitDraft(context, statementId))
    expect(await problemOf(as(ben, (context) => approveVersion(context, statementId)))).toMatchObject({
      code: 'four_eyes.same_person',
    })
    expect(await problemOf(edit(ada, await claim('MFA'), { accepted: true }))).toMatchObject({
      code: 'statement.wrong_state',
    })
  })
})
