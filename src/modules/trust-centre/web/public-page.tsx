/** Where a tenant sets up its public page: where it is, under which name, and what it shows of each sentence. */
import { readTrustCentre } from '#modules/trust-centre/contract.ts'
import { CopyField } from '#ui/copy-field.tsx'
import { Section } from '#ui/section.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CorrectionRules } from './correction-rules.tsx'
import { HostName } from './host-name.tsx'
import { ShownDocuments } from './shown-documents.tsx'
import { ShownSentences } from './shown-sentences.tsx'

export function PublicPage() {
  const { t, i18n } = useTranslation()
  const [locale, setLocale] = useState<'de' | 'en'>(i18n.language === 'en' ? 'en' : 'de')
  const read = useQuery(readOf(readTrustCentre, { query: { locale } }))
  return (
    <Page title={t('publicPage.title')} lead={t('publicPage.lead')}>
      <Loaded read={read}>
        {({ address, host, rules, statement, documents }) => (
          <>
            <Section id="address" title={t('publicPage.address')} meaning={t('publicPage.address.meaning')}>
              <CopyField label={t('publicPage.address')} value={address} />
              <p>
                <a href={address}>{t('publicPage.open')}</a>
              </p>
            </Section>
            <HostName host={host} />
            <ShownSentences statement={statement} locale={locale} onLocale={setLocale} />
            <CorrectionRules rules={rules} sentences={statement?.sentences ?? []} locale={locale} />
            <ShownDocuments documents={documents} address={address} />
            <Section id="more" title={t('publicPage.more')} meaning={t('publicPage.more.meaning')}>
              <ul className="bullets">
                {(['statement.json', 'changes.atom', 'badge.svg'] as const).map((name) => (
                  <li key={name}>
                    <a href={`${address.replace(/\/$/, '')}/${name}?lang=${locale}`}>{t(titles[name])}</a>
                  </li>
                ))}
              </ul>
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

const titles = {
  'statement.json': 'publicPage.data',
  'changes.atom': 'publicPage.changes',
  'badge.svg': 'publicPage.badge',
} as const
