/**
 * `npm run coverage`: the 113 promises and what stands behind each, as a table with totals. With `--json` the last
 * line is one array of all rows. Missing entries are shown, never left out.
 */
import { coverageRows } from '#catalog/coverage.ts'

const wanted = process.argv.slice(2)

if (wanted.includes('--json')) {
  console.log(JSON.stringify(coverageRows))
} else {
  const width = (pick: (row: (typeof coverageRows)[number]) => string) =>
    Math.max(...coverageRows.map((row) => pick(row).length))
  const titleWidth = width((row) => row.title)
  const kindWidth = width((row) => row.kind)
  const classWidth = width((row) => row.class)
  for (const row of coverageRows) {
    console.log(
      [
        row.id.padEnd(4),
        row.kind.padEnd(kindWidth),
        row.capability.padEnd(4),
        row.title.padEnd(titleWidth),
        row.class.padEnd(classWidth),
        `spec ${row.spec ?? 'missing'}`,
        `sabotage ${row.sabotage ?? 'missing'}`,
        row.measures.join(', '),
      ].join('  '),
    )
  }
  const count = (test: (row: (typeof coverageRows)[number]) => boolean) => coverageRows.filter(test).length
  console.log('')
  console.log(
    `${coverageRows.length} rows: ${count((row) => row.spec !== null)} with a spec, ${count((row) => row.sabotage !== null)} with a sabotage`,
  )
  for (const kind of ['promise', 'option', 'customer_duty', 'intake', 'notice'] as const) {
    console.log(
      `  ${kind.padEnd(13)} ${count((row) => row.kind === kind)}, missing a spec: ${count((row) => row.kind === kind && row.spec === null)}`,
    )
  }
}
