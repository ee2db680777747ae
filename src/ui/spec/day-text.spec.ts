/** Days as people write them. */
import { expect, test } from 'vitest'
import { readDay, writeDay } from '../day-text.ts'

test.each([
  ['22.11.2026', '2026-11-22'],
  ['1.2.2026', '2026-02-01'],
  [' 01/02/2026 ', '2026-02-01'],
  ['2026-11-22', '2026-11-22'],
  ['29.02.2028', '2028-02-29'],
])('"%s" is %s: the day stands first', (text, day) => {
  expect(readDay(text)).toBe(day)
})

test.each(['', '31.11.2026', '29.02.2026', '11/22/2026', '22.11.26', '22.11.', 'gestern', '2026-13-01', '00.01.2026'])(
  '"%s" is no day',
  (text) => {
    expect(readDay(text)).toBeNull()
  },
)

test('a day is written as people of a language write it, and read back as the same', () => {
  expect([writeDay('2026-03-04', 'de'), writeDay('2026-03-04', 'en')]).toEqual(['04.03.2026', '04/03/2026'])
  for (const language of ['de', 'en']) expect(readDay(writeDay('2026-12-31', language))).toBe('2026-12-31')
  expect(writeDay('halb', 'de')).toBe('halb')
})
