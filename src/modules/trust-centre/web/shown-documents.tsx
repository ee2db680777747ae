/** Which approved documents everybody may download. */
import { showDocument, type PublishableDocument } from '#modules/trust-centre/contract.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Section } from '#ui/section.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { currentLocale, languageNames } from '#web/i18n.ts'
import { useRefusal } from '#web/session.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

interface ShownDocumentsProps {
  documents: readonly PublishableDocument[]
  address: string
}

export function ShownDocuments({ documents, address }: ShownDocumentsProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const refused = useRefusal()('trust-centre:manage')
  const show = useAction(
    ({ documentId, isShown }: { documentId: string; isShown: boolean }) =>
      api.call(showDocument, { params: { documentId }, body: { isShown } }),
    {
      renews: ['trust-centre.'],
      onDone: ({ isShown }) => toast(t(isShown ? 'publicPage.document.shown' : 'publicPage.document.hidden')),
    },
  )
  return (
    <Section id="documents" title={t('publicPage.documents')} meaning={t('publicPage.documents.meaning')}>
      {show.error ? <ProblemNotice problem={show.error} /> : null}
      <Table
        caption={t('publicPage.documents')}
        rows={documents}
        rowKey={({ documentId }) => documentId}
        empty={
          <EmptyState title={t('publicPage.documents.none')}>
            <p>
              {t('publicPage.documents.none.text')} <Link to="/documents">{t('documents.title')}</Link>
            </p>
          </EmptyState>
        }
        columns={[
          {
            id: 'title',
            label: t('publicPage.document'),
            isRowHeader: true,
            cell: ({ documentId, title, locale }) => (
              <Link to="/documents/$documentId" params={{ documentId }} lang={locale}>
                {title}
              </Link>
            ),
          },
          { id: 'locale', label: t('publicPage.document.language'), cell: ({ locale }) => languageNames[locale] },
          { id: 'version', label: t('documents.version'), numeric: true, cell: ({ version }) => version },
          { id: 'at', label: t('publicPage.document.approved'), cell: ({ approvedAt }) => <Time at={approvedAt} /> },
          {
            id: 'shown',
            label: t('publicPage.document.public'),
            cell: ({ documentId, isShown }) =>
              isShown ? (
                <a href={`${address.replace(/\/$/, '')}/documents/${documentId}?lang=${currentLocale()}`}>
                  {t('publicPage.document.yes')}
                </a>
              ) : (
                t('publicPage.document.no')
              ),
          },
          {
            id: 'action',
            label: t('publicPage.document.change'),
            isAction: true,
            cell: ({ documentId, isShown }) => (
              <Button
                size="small"
                disabledReason={refused}
                isPending={show.isPending && show.variables.documentId === documentId}
                onPress={() => show.mutate({ documentId, isShown: !isShown })}
              >
                {t(isShown ? 'publicPage.document.hide' : 'publicPage.document.show')}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  )
}
