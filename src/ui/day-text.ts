/**
 * Days as people write them and as addresses and requests have them. German and British people write the day first,
 * `22.11.2026` and `22/11/2026`; what a machine gave (`2026-11-22`) is understood, too. Pure.
 */

const written = /^\s*(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4})\s*$/
const iso = /^\s*(\d{4})-(\d{2})-(\d{2})\s*$/

/** The day that a text means, as `YYYY-MM-DD`; null when it means none, and for days that do not exist. */
export function readDay(text: string): string | null {
  const [, day, month, year] = written.exec(text) ?? []
  const [, isoYear, isoMonth, isoDay] = iso.exec(text) ?? []
  const parts = year === undefined ? [isoYear, isoMonth, isoDay] : [year, month, day]
  if (parts.some((part) => part === undefined)) return null
  const told = parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-')
  const at = new Date(`${told}T00:00:00Z`)
  // The 31st of November would be the first of December.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(told) ? told : null
}

/** A day (`YYYY-MM-DD`) as people of a language write it; what is none stays as it is. */
export function writeDay(day: string, language: string): string {
  const [, year, month, date] = iso.exec(day) ?? []
  return year === undefined ? day : [date, month, year].join(language === 'en' ? '/' : '.')
}
