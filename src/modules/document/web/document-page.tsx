/** One document: its state and who decides, its files, how anybody checks it, what it says, and its other versions. */
import type { DocumentModel } from '#core/document/contract.ts'
import {
  downloadDocument,
  downloadTable,
  readDocument,
  readDocumentModel,
  type DocumentDetail,
} from '#modules/document/contract.ts'
import { urlOf } from '#platform/http/client.ts'
import { Breadcrumb } from '#ui/breadcrumb.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { bytesInWords } from '#ui/file-drop.tsx'
import { Notice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { currentLocale, languageNames } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Decision } from './decision.tsx'
import { StateTag } from './documents-page.tsx'
import { ModelView } from './model-view.tsx'
import './document.css'

export function DocumentPage() {
  const { documentId } = useParams({ from: '/signed-in/documents/$documentId' })
  const read = useQuery(readOf(readDocument, { params: { documentId } }))
  return (
    <Loaded read={read} isPage>
      {(document) => <Detail document={document} />}
    </Loaded>
  )
}

function Detail({ document }: { document: DocumentDetail }) {
  const { t } = useTranslation()
  return (
    <Page
      title={document.title}
      above={
        <Breadcrumb
          above={[{ key: 'documents', link: <Link to="/documents">{t('documents.title')}</Link> }]}
          here={t('documents.versionIs', { version: document.version })}
        />
      }
    >
      <dl className="facts">
        <dt>{t('documents.state')}</dt>
        <dd>
          <StateTag state={document.state} />
        </dd>
        <dt>{t('documents.kind')}</dt>
        <dd>{document.kindTitle?.[currentLocale()] ?? document.kind}</dd>
        <dt>{t('documents.asOf')}</dt>
        <dd>
          <Time at={document.asOf} exact seconds />
        </dd>
        <dt>{t('documents.version')}</dt>
        <dd>
          {document.version}, {languageNames[document.locale]}
        </dd>
        <dt>{t('documents.classification')}</dt>
        <dd>{t(`documents.classification.${document.classification}`)}</dd>
        <dt>{t('documents.madeBy')}</dt>
        <dd>
          {document.createdBy?.name ?? t('documents.house')}, <Time at={document.createdAt} exact />
        </dd>
        {document.decidedAt === null || document.decidedBy === null ? null : (
          <>
            <dt>{t('documents.decidedBy')}</dt>
            <dd>
              {document.decidedBy.name}, <Time at={document.decidedAt} exact />
              {document.decisionReason === null ? null : `: ${document.decisionReason}`}
            </dd>
          </>
        )}
      </dl>
      {document.state === 'superseded' ? <Notice title={t('documents.superseded')} /> : null}
      {document.state === 'withdrawn' ? <Notice title={t('documents.withdrawn')} /> : null}
      <Decision document={document} />
      <Files document={document} />
      <Content document={document} />
      <Versions document={document} />
    </Page>
  )
}

function Files({ document }: { document: DocumentDetail }) {
  const { t, i18n } = useTranslation()
  const { documentId } = document
  const href = (format: DocumentDetail['files'][number]['format']) =>
    urlOf(downloadDocument, { params: { documentId, format } })
  const content = document.files.find(({ format }) => format === 'json')
  return (
    <section className="section" aria-labelledby="files">
      <h2 id="files">{t('documents.files')}</h2>
      <div className="actions">
        {document.files
          .filter(({ format }) => format !== 'json')
          .map(({ format, bytes }) => (
            <a key={format} className="button button-plain" href={href(format)} download>
              {t(`documents.format.${format}`)} <span className="soft small">{bytesInWords(bytes, i18n.language)}</span>
            </a>
          ))}
      </div>
      <h3>{t('documents.check')}</h3>
      <p>{t('documents.check.text')}</p>
      <CopyField label={t('documents.hash')} value={document.sha256} />
      {content === undefined ? null : (
        <>
          <p>
            <a href={href('json')} download>
              {t('documents.format.json')}
            </a>{' '}
            <span className="soft small">{bytesInWords(content.bytes, i18n.language)}</span>
          </p>
          <CopyField label={t('documents.command')} value={`sha256sum ${content.fileName}`} />
        </>
      )}
      <p>
        <Link to="/ledger" search={{ kind: 'document', object: documentId }}>
          {t('documents.inLedger')}
        </Link>
      </p>
    </section>
  )
}

/** What it says, and its tables as files. */
function Content({ document }: { document: DocumentDetail }) {
  const { t } = useTranslation()
  const read = useQuery({
    ...readOf(readDocumentModel, { params: { documentId: document.documentId } }),
    // It never changes, and each look is an entry in the ledger.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <section className="section" aria-labelledby="preview">
      <h2 id="preview">{t('documents.preview')}</h2>
      <Loaded read={read} lines={12}>
        {(model) => (
          <>
            <Tables documentId={document.documentId} model={model} />
            <ModelView model={model} />
          </>
        )}
      </Loaded>
    </section>
  )
}

function Tables({ documentId, model }: { documentId: string; model: DocumentModel }) {
  const { t } = useTranslation()
  const tables = model.blocks.filter((block) => block.kind === 'table')
  if (tables.length === 0) return null
  return (
    <details>
      <summary>{t('documents.tables')}</summary>
      <p>{t('documents.tables.text')}</p>
      <ul className="bullets">
        {tables.flatMap(({ caption }, i) =>
          (['xlsx', 'csv'] as const).map((format) => (
            <li key={`${String(i)} ${format}`}>
              <a href={urlOf(downloadTable, { params: { documentId, table: i + 1 }, query: { format } })} download>
                {t(`documents.tables.${format}`, { table: caption })}
              </a>
            </li>
          )),
        )}
      </ul>
    </details>
  )
}

function Versions({ document }: { document: DocumentDetail }) {
  const { t } = useTranslation()
  if (document.versions.length < 2) return null
  return (
    <section className="section" aria-labelledby="versions">
      <h2 id="versions">{t('documents.versions')}</h2>
      <ul className="bullets">
        {document.versions.map((one) => (
          <li key={one.documentId}>
            {one.documentId === document.documentId ? (
              <strong>{t('documents.versionIs', { version: one.version })}</strong>
            ) : (
              <Link to="/documents/$documentId" params={{ documentId: one.documentId }}>
                {t('documents.versionIs', { version: one.version })}
              </Link>
            )}{' '}
            <Time at={one.asOf} exact /> <StateTag state={one.state} />
          </li>
        ))}
      </ul>
    </section>
  )
}
