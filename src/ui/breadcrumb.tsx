/** Where this page stands: links upwards, the page itself last. */
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export function Breadcrumb({ above, here }: { above: readonly { key: string; link: ReactNode }[]; here: string }) {
  const { t } = useTranslation()
  return (
    <nav className="breadcrumb" aria-label={t('ui.breadcrumb')}>
      {above.map(({ key, link }) => (
        <Fragment key={key}>
          {link}
          <span aria-hidden="true" className="breadcrumb-sign">
            ›
          </span>
        </Fragment>
      ))}
      <span aria-current="page">{here}</span>
    </nav>
  )
}
