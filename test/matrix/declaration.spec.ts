/** A route that forgets to say who may call it, how fresh the second factor must be, or what it leaves in the ledger. */
import { buildServer, type ServerOptions } from '#app/http/server.ts'
import { defineRoute, type Route } from '#core/module.ts'
import { idSchema } from '#core/page.ts'
import { defineEndpoint, type Endpoint } from '#platform/http/endpoint.ts'
import { testLog } from '#test/database.ts'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'

const sound = {
  id: 'note.remove',
  method: 'DELETE',
  path: '/api/notes/:noteId',
  summary: 'Removes a note.',
  params: z.strictObject({ noteId: idSchema }),
  success: 204,
  access: 'note:remove',
  stepUp: true,
  audit: { entry: 'note.removed' },
  objects: ['noteId'],
} as const satisfies Endpoint

type Sound = typeof sound
type Without<Key extends keyof Sound> = Omit<Sound, Key>

describe('does not compile', () => {
  test('without saying who may call it', () => {
    expectTypeOf<Sound>().toExtend<Endpoint>()
    expectTypeOf<Without<'access'>>().not.toExtend<Endpoint>()
    // @ts-expect-error who may call it is missing
    defineEndpoint({
      id: 'a.b',
      method: 'GET',
      path: '/a',
      summary: 'A.',
      success: 200,
      stepUp: false,
      audit: { none: 'x' },
    })
  })

  test('without saying whether it needs a fresh second factor', () => {
    expectTypeOf<Without<'stepUp'>>().not.toExtend<Endpoint>()
    // @ts-expect-error the second factor is missing
    defineEndpoint({
      id: 'a.b',
      method: 'GET',
      path: '/a',
      summary: 'A.',
      success: 200,
      access: 'a:b',
      audit: { none: 'x' },
    })
  })

  test('without saying what it leaves in the ledger', () => {
    expectTypeOf<Without<'audit'>>().not.toExtend<Endpoint>()
    // @ts-expect-error the ledger is missing
    defineEndpoint({ id: 'a.b', method: 'GET', path: '/a', summary: 'A.', success: 200, access: 'a:b', stepUp: false })
  })

  test('with a permission that is a plain word, or with "public" without a reason', () => {
    expectTypeOf<Omit<Sound, 'access'> & { access: 'everybody' }>().not.toExtend<Endpoint>()
    expectTypeOf<Omit<Sound, 'access'> & { access: { public: true } }>().not.toExtend<Endpoint>()
  })
})

/** Enough of the house to be refused before anything of it is used. */
function build(routes: readonly Route[]) {
  const options = { services: { log: testLog }, routes, pages: [], trustedProxies: [], stepUpMs: 1 }
  // The doors are never reached: the table is refused first, or the server is closed without a request.
  return buildServer(options as unknown as ServerOptions)
}

const nothing = () => Promise.resolve(undefined)
const specimen = () => Promise.resolve({ params: {} })
/** A cast, as somebody in a hurry would write it. */
const hurried = (endpoint: object, planted: Route['specimen'] | null = specimen): Route => ({
  endpoint: endpoint as Endpoint,
  handle: nothing,
  ...(planted && { specimen: planted }),
})
const without = (...keys: (keyof Sound)[]) =>
  Object.fromEntries(Object.entries(sound).filter(([key]) => !(keys as string[]).includes(key)))

describe('does not start', () => {
  test('although the sound table does', async () => {
    const server = await build([defineRoute(sound, nothing, specimen)])
    await server.close()
  })

  test.each([
    ['without a permission', hurried(without('access')), 'declares no permission'],
    ['with an empty permission', hurried({ ...sound, access: '' }), 'declares no permission'],
    ['with "public" and no reason', hurried({ ...sound, access: { public: '' } }), 'declares no permission'],
    ['without a word on the second factor', hurried(without('stepUp')), 'does not say whether it needs a step-up'],
    ['without an audit', hurried(without('audit')), 'declares no audit'],
    [
      'as a change without a ledger entry',
      hurried({ ...sound, audit: { none: 'not worth it' } }),
      'changes without a ledger entry',
    ],
    ['with an object that the canary is not told of', hurried(without('objects')), ':noteId is not among its objects'],
    ['with an object and no specimen', hurried(sound, null), 'takes an object id but has no specimen for the canary'],
    ['with a parameter that no schema checks', hurried(without('params')), 'no schema for :noteId'],
  ])('%s', async (_name, route, fault) => {
    await expect(build([route])).rejects.toThrow(`DELETE /api/notes/:noteId: ${fault}`)
  })

  test('with two routes at one place, and names all faults at once', async () => {
    const twin = hurried({
      ...without('audit'),
      id: 'note.delete',
      path: '/api/notes/:otherId',
      params: z.strictObject({ otherId: idSchema }),
      objects: ['otherId'],
    })
    const error: unknown = await build([hurried(sound), twin]).catch((thrown: unknown) => thrown)
    expect(String(error)).toContain('another route has this method and path')
    expect(String(error)).toContain('declares no audit')
  })
})
