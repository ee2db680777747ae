/** What is erased and what stays, as two lists of numbers; what is not there is left out. */
import type { Preview } from '#modules/privacy/contract.ts'
import { useTranslation } from 'react-i18next'

export function Erased({ counts }: { counts: Preview['erased'] }) {
  const { t } = useTranslation()
  const some = counts.filter(({ count }) => count > 0)
  if (some.length === 0) return <p className="soft">{t('erasure.nothing')}</p>
  return (
    <ul className="bullets">
      {some.map(({ kind, count }) => (
        <li key={kind}>{t(`erasure.kind.${kind}`, { count })}</li>
      ))}
    </ul>
  )
}

export function Stays({ counts }: { counts: Preview['stays'] }) {
  const { t } = useTranslation()
  return (
    <ul className="bullets">
      {counts
        .filter(({ count }) => count > 0)
        .map(({ kind, count }) => (
          <li key={kind}>{t(`erasure.stays.${kind}`, { count })}</li>
        ))}
      <li>{t('erasure.stays.register')}</li>
    </ul>
  )
}
