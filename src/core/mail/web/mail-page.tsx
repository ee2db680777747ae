/** One mail as it was written. It may hold an invitation link, hence the second factor before it is shown. */
import { readMail } from '#core/mail/contract.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'

export function MailPage() {
  const { t } = useTranslation()
  const { mailId } = useParams({ from: '/signed-in/outbox/$mailId' })
  // Read once: each further read would be an entry of its own, and might ask for the second factor anew.
  const read = useQuery({ ...readOf(readMail, { params: { mailId } }), staleTime: Number.POSITIVE_INFINITY })
  return (
    <Loaded read={read} isPage>
      {(mail) => (
        <Page
          title={mail.subject}
          above={
            <Breadcrumb
              above={[{ key: 'outbox', link: <Link to="/outbox">{t('outbox.title')}</Link> }]}
              here={mail.subject}
            />
          }
        >
          <dl className="facts">
            <dt>{t('outbox.to')}</dt>
            <dd>{mail.to}</dd>
            <dt>{t('outbox.at')}</dt>
            <dd>
              <Time at={mail.createdAt} exact />
            </dd>
            <dt>{t('outbox.state')}</dt>
            <dd>
              <span className={`tag tag-${mail.state}`}>{t(`outbox.state.${mail.state}`)}</span>
              {mail.failure === null ? null : <span className="soft"> {mail.failure}</span>}
            </dd>
          </dl>
          <pre className="mail-text">
            <LinkedText text={mail.text} />
          </pre>
        </Page>
      )}
    </Loaded>
  )
}

/** Addresses in a text become links; only http(s), and nothing else of the text is interpreted. */
function LinkedText({ text }: { text: string }) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((piece, index) => (
    <Fragment key={index}>
      {index % 2 === 1 ? (
        <a href={piece} rel="noreferrer">
          {piece}
        </a>
      ) : (
        piece
      )}
    </Fragment>
  ))
}
