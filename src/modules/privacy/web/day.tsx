/** A day without a time, in the reader's language. */
import { useTranslation } from 'react-i18next'

export function Day({ on }: { on: string }) {
  const { i18n } = useTranslation()
  // Noon in UTC is on the same day nearly everywhere; shown in UTC it is so everywhere.
  const text = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${on}T12:00:00Z`),
  )
  return <time dateTime={on}>{text}</time>
}
