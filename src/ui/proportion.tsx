/** A thin bar of parts of a whole, with the same numbers as a table for those who do not see it. */
import type { Status } from '#core/vocabulary.ts'
import { useTranslation } from 'react-i18next'

export interface Part {
  status: Status
  label: string
  amount: number
}

export function Proportion({ caption, parts }: { caption: string; parts: readonly Part[] }) {
  const { t } = useTranslation()
  const total = parts.reduce((sum, part) => sum + part.amount, 0)
  const present = parts.filter((part) => part.amount > 0)
  let at = 0
  return (
    <div className="proportion">
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" className="proportion-bar">
        {present.map((part) => {
          const x = at
          at += (part.amount / Math.max(total, 1)) * 100
          return (
            <rect
              key={part.status}
              x={x}
              y="0"
              width={Math.max(0, at - x - 0.4)}
              height="1"
              className={`bar-${part.status}`}
            />
          )
        })}
      </svg>
      <table className="visually-hidden">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ui.proportion.part')}</th>
            <th scope="col">{t('ui.proportion.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.status}>
              <th scope="row">{part.label}</th>
              <td>{part.amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
