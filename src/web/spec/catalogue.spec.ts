/** The texts of the application: German and English say the same things about the same keys. */
import { glob } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'

type Catalogue = Readonly<Record<string, string>>

const source = resolve(import.meta.dirname, '../..')

async function cataloguesOf(locale: 'de' | 'en'): Promise<Map<string, Catalogue>> {
  const found = new Map<string, Catalogue>()
  for await (const path of glob(`**/locale/${locale}.ts`, { cwd: source })) {
    const module: Record<string, Catalogue> = await import(pathToFileURL(resolve(source, path)).href)
    found.set(path.replace(`${locale}.ts`, ''), module[locale] ?? {})
  }
  return found
}

const german = await cataloguesOf('de')
const english = await cataloguesOf('en')
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted()

test('every catalogue exists in German and in English', () => {
  expect(german.size).toBeGreaterThan(4)
  expect([...english.keys()].toSorted()).toEqual([...german.keys()].toSorted())
})

describe.each([...german])('%s', (place, de) => {
  const en = english.get(place) ?? {}

  test('has the same keys in both languages', () => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(de).toSorted())
  })

  test('names the same things in both languages', () => {
    for (const [key, text] of Object.entries(de)) {
      expect(`${key}: ${placeholders(en[key] ?? '').join()}`).toBe(`${key}: ${placeholders(text).join()}`)
    }
  })

  test('leaves no text empty', () => {
    const empty = [...Object.entries(de), ...Object.entries(en)].filter(([, text]) => text.trim() === '')
    expect(empty).toEqual([])
  })
})

test('no key stands in two catalogues of the application', () => {
  const seen = new Map<string, string>()
  const twice: string[] = []
  for (const [place, de] of german) {
    for (const key of Object.keys(de)) {
      if (seen.has(key)) twice.push(`${key}: ${seen.get(key)} and ${place}`)
      seen.set(key, place)
    }
  }
  expect(twice).toEqual([])
})
