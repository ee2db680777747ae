/** Facts as they were observed: field and value, nothing interpreted. */
export interface ObservedFactsProps {
  facts: Readonly<Record<string, unknown>>
  /** One after the other in lines, for long lists of subjects. */
  inline?: boolean
}

export function ObservedFacts({ facts, inline = false }: ObservedFactsProps) {
  return (
    <dl className={inline ? 'observed-facts observed-facts-inline mono' : 'observed-facts mono'}>
      {Object.entries(facts).map(([field, value]) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>{valueText(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '–' : value
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value.join(', ') || '[]'
  return JSON.stringify(value)
}
