/**
 * A table that can be filtered and sorted, and on a phone becomes a list of its rows. Sorting and filtering work on
 * the rows at hand.
 */
import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface Column<R> {
  id: string
  label: string
  cell: (row: R) => ReactNode
  /** Makes the column sortable. */
  sortBy?: (row: R) => string | number
  /** Whoever provides the rows sorts them by it: see `onSort`. */
  isSortedElsewhere?: boolean
  /** Names the row for screen readers; one column has it. */
  isRowHeader?: boolean
  numeric?: boolean
  /** Holds a button that says itself what it does: the label is for screen readers. */
  isAction?: boolean
}

export interface TableProps<R> {
  caption: string
  columns: readonly Column<R>[]
  rows: readonly R[]
  rowKey: (row: R) => string
  /** What of a row a filter looks at; without it there is no filter. */
  filterText?: (row: R) => string
  /** Shown when there is no row at all. */
  empty: ReactNode
  /** Of rows that are pages of a longer list: how they are sorted, and asking for another order. */
  sort?: Sort
  onSort?: (sort: Sort) => void
}

export interface Sort {
  column: string
  descending: boolean
}

export function Table<R>({ caption, columns, rows, rowKey, filterText, empty, sort: given, onSort }: TableProps<R>) {
  const { t, i18n } = useTranslation()
  const filterId = useId()
  const [filter, setFilter] = useState('')
  const [own, setOwn] = useState<Sort | null>(null)
  const sort = given ?? own
  const setSort = onSort ?? setOwn
  if (rows.length === 0) return <>{empty}</>

  const wanted = filter.trim().toLocaleLowerCase(i18n.language)
  const kept =
    wanted === '' || !filterText
      ? rows
      : rows.filter((row) => filterText(row).toLocaleLowerCase(i18n.language).includes(wanted))
  const shown = sorted(kept, columns.find((column) => column.id === sort?.column)?.sortBy, sort, i18n.language)

  return (
    <div className="table-block">
      {filterText && rows.length > 5 ? (
        <div className="filters">
          <label htmlFor={filterId} className="visually-hidden">
            {t('ui.table.filter')}
          </label>
          <input
            id={filterId}
            type="search"
            className="input"
            placeholder={t('ui.table.filter')}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          <span className="small soft" role="status">
            {wanted === '' ? '' : t('ui.table.shown', { shown: shown.length, count: rows.length })}
          </span>
        </div>
      ) : null}
      <table className="table" role="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.id}
                role="columnheader"
                scope="col"
                className={cellClass(column)}
                {...(sort?.column === column.id
                  ? { 'aria-sort': sort.descending ? ('descending' as const) : ('ascending' as const) }
                  : {})}
              >
                {column.sortBy || column.isSortedElsewhere ? (
                  <button
                    type="button"
                    className="sort-button"
                    onClick={() =>
                      setSort({ column: column.id, descending: sort?.column === column.id && !sort.descending })
                    }
                  >
                    {column.label}
                    <SortSign state={sort?.column === column.id ? (sort.descending ? 'down' : 'up') : 'none'} />
                  </button>
                ) : (
                  <span className={column.isAction ? 'visually-hidden' : undefined}>{column.label}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {shown.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map((column) =>
                column.isRowHeader ? (
                  <th key={column.id} role="rowheader" scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td
                    key={column.id}
                    role="cell"
                    {...(column.isAction ? {} : { 'data-label': column.label })}
                    className={cellClass(column)}
                  >
                    <div>{column.cell(row)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <p className="soft table-none">{t('ui.table.noMatch', { filter })}</p> : null}
    </div>
  )
}

function cellClass(column: Pick<Column<never>, 'numeric' | 'isAction'>): string | undefined {
  return column.numeric ? 'cell-number' : column.isAction ? 'cell-action' : undefined
}

function SortSign({ state }: { state: 'up' | 'down' | 'none' }) {
  return (
    <svg className={`sort-sign sort-sign-${state}`} viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
      <path d={state === 'down' ? 'M1 2.5h6L4 6.5z' : 'M1 5.5h6L4 1.5z'} fill="currentColor" />
    </svg>
  )
}

function sorted<R>(
  rows: readonly R[],
  sortBy: ((row: R) => string | number) | undefined,
  sort: Sort | null,
  locale: string,
): readonly R[] {
  if (!sortBy || !sort) return rows
  const direction = sort.descending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [left, right] = [sortBy(a), sortBy(b)]
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left).localeCompare(String(right), locale)
    return order * direction
  })
}
