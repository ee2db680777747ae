/** What an entry changed: field by field, before and after, with a word for what happened to it. */
import { Table } from '#ui/table.tsx'
import { useTranslation } from 'react-i18next'

type Fields = Readonly<Record<string, unknown>>
type Kind = 'added' | 'removed' | 'changed' | 'same'

export function Changes({ before, after }: { before: Fields | null; after: Fields | null }) {
  const { t } = useTranslation()
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const rows = names.map((name) => ({ name, kind: kindOf(before, after, name) }))
  return (
    <Table
      caption={t('ledger.changes')}
      rows={rows}
      rowKey={(row) => row.name}
      empty={null}
      columns={[
        {
          id: 'field',
          label: t('ledger.field'),
          isRowHeader: true,
          cell: (row) => <span className="mono">{row.name}</span>,
        },
        { id: 'before', label: t('ledger.before'), cell: (row) => <Value fields={before} name={row.name} /> },
        {
          id: 'after',
          label: t('ledger.after'),
          cell: (row) =>
            row.kind === 'same' ? (
              <Value fields={after} name={row.name} />
            ) : (
              <mark className="changed">
                <Value fields={after} name={row.name} />
              </mark>
            ),
        },
        { id: 'change', label: t('ledger.change'), cell: (row) => t(`ledger.change.${row.kind}`) },
      ]}
    />
  )
}

function kindOf(before: Fields | null, after: Fields | null, name: string): Kind {
  if (before === null || !(name in before)) return 'added'
  if (after === null || !(name in after)) return 'removed'
  return JSON.stringify(before[name]) === JSON.stringify(after[name]) ? 'same' : 'changed'
}

function Value({ fields, name }: { fields: Fields | null; name: string }) {
  const { t } = useTranslation()
  if (fields === null || !(name in fields)) return <>–</>
  const value = fields[name]
  if (isCommitment(value)) return <span className="soft">{t('ledger.concealed')}</span>
  if (typeof value === 'string') return <span className="value">{value === '' ? '–' : value}</span>
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return <span className="value">{value.join(', ') || '–'}</span>
  return <span className="value mono">{JSON.stringify(value)}</span>
}

function isCommitment(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'commitment' in value && 'salt' in value
}
