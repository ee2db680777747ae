/** What a document says, as its files say it: from the very model that its hash is of. */
import type { Block, DocumentModel, Inline } from '#core/document/contract.ts'
import { StatusShape } from '#ui/status-mark.tsx'
import { Table } from '#ui/table.tsx'
import { useTranslation } from 'react-i18next'

/** Of a longer table the page shows the beginning; the files hold all of it. */
const mostRows = 200

export function ModelView({ model }: { model: DocumentModel }) {
  return (
    <article className="document-sheet" lang={model.locale}>
      <p className="document-sheet-title">{model.title}</p>
      {model.cover.length === 0 ? null : <Definitions items={model.cover} />}
      {model.blocks.map((block, i) => (
        <BlockView key={i} block={block} />
      ))}
    </article>
  )
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? <h3>{block.text}</h3> : <h4>{block.text}</h4>
    case 'paragraph':
      return (
        <p>
          <Run inlines={block.text} />
        </p>
      )
    case 'list': {
      const items = block.items.map((item, i) => (
        <li key={i}>
          <Run inlines={item} />
        </li>
      ))
      return block.ordered ? <ol>{items}</ol> : <ul className="bullets">{items}</ul>
    }
    case 'definitions':
      return <Definitions items={block.items} />
    case 'table':
      return <DataTable block={block} />
    case 'judged':
      return (
        <div className="document-judged">
          <div>
            <p>
              <Run inlines={block.text} />
            </p>
            {block.detail.length === 0 ? null : (
              <p className="small soft">
                <Run inlines={block.detail} />
              </p>
            )}
          </div>
          {block.status === null ? null : <Run inlines={[{ status: block.status, word: block.word }]} />}
        </div>
      )
    case 'note':
      return (
        <div className="document-note">
          <strong>{block.title}</strong>
          <p>
            <Run inlines={block.text} />
          </p>
        </div>
      )
    case 'shares': {
      const [first, second] = block.columns
      return (
        <DataTable
          block={{
            kind: 'table',
            caption: block.caption,
            columns: [
              { title: first, width: 3, numeric: false },
              { title: second, width: 1, numeric: true },
            ],
            rows: block.items.map(({ status, label, count }) => [[{ status, word: label }], [String(count)]]),
          }}
        />
      )
    }
  }
}

function DataTable({ block }: { block: Extract<Block, { kind: 'table' }> }) {
  const { t, i18n } = useTranslation()
  const rows = block.rows.slice(0, mostRows).map((cells, id) => ({ id, cells }))
  return (
    <div>
      <p className="small soft" aria-hidden="true">
        {block.caption}
      </p>
      <Table
        caption={block.caption}
        rows={rows}
        rowKey={(row) => String(row.id)}
        empty={null}
        columns={block.columns.map((column, i) => ({
          id: String(i),
          label: column.title,
          numeric: column.numeric,
          isRowHeader: i === 0,
          cell: (row: (typeof rows)[number]) => <Run inlines={row.cells[i] ?? []} />,
        }))}
      />
      {block.rows.length > mostRows ? (
        <p className="small soft" lang={i18n.language}>
          {t('documents.moreRows', { count: block.rows.length - mostRows })}
        </p>
      ) : null}
    </div>
  )
}

function Definitions({ items }: { items: readonly { term: string; value: readonly Inline[] }[] }) {
  return (
    <dl className="facts">
      {items.map(({ term, value }, i) => (
        <div key={i} className="document-definition">
          <dt>{term}</dt>
          <dd>
            <Run inlines={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Run({ inlines }: { inlines: readonly Inline[] }) {
  return (
    <>
      {inlines.map((inline, i) => (
        <InlineView key={i} inline={inline} />
      ))}
    </>
  )
}

function InlineView({ inline }: { inline: Inline }) {
  if (typeof inline === 'string') return <>{inline}</>
  if ('status' in inline)
    return (
      <span className={`status-mark status-${inline.status}`}>
        <StatusShape status={inline.status} />
        <span className="status-word">{inline.word}</span>
      </span>
    )
  if ('href' in inline)
    return (
      <a href={inline.href} rel="noreferrer">
        {inline.text}
      </a>
    )
  if (inline.style === 'strong') return <strong>{inline.text}</strong>
  if (inline.style === 'emphasis') return <em>{inline.text}</em>
  return <code className="document-code">{inline.text}</code>
}
