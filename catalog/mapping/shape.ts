/**
 * How measures relate to requirements. A line is a measure, then for each framework its requirements, each with the
 * sign of the relation from the measure to the requirement:
 *
 *   = the measure is what is required        < the measure is a part of what is required
 *   > the measure is more than required      ~ they have something in common
 *
 * The relations are those of OSCAL mappings (equal-to, subset-of, superset-of, intersects-with).
 */
export const relations = ['equal', 'subset', 'superset', 'intersects'] as const
export type Relation = (typeof relations)[number]

/** One measure and one requirement. */
export interface Mapped {
  readonly measure: string
  readonly framework: string
  readonly requirement: string
  readonly relation: Relation
}

const signs: Readonly<Record<string, Relation>> = { '=': 'equal', '<': 'subset', '>': 'superset', '~': 'intersects' }
const names: Readonly<Record<string, string>> = {
  iso: 'iso27001',
  gs: 'grundschutz',
  pp: 'grundschutz-pp',
  soc: 'soc2',
  gdpr: 'gdpr',
  nis: 'nis2',
}

/** Reads mapping lines. Throws on a sign or a framework that does not exist and on a pair that stands twice. */
export function parseMapping(lines: string): Mapped[] {
  const mapped: Mapped[] = []
  for (const line of lines.split('\n').map((text) => text.trim())) {
    if (line === '') continue
    const [measure = '', ...parts] = line.split(' | ')
    for (const part of parts) {
      const [name = '', ...tokens] = part.split(' ')
      const framework = names[name]
      if (framework === undefined || tokens.length === 0) throw new Error(`${measure}: cannot read "${part}"`)
      for (const token of tokens) {
        const relation = signs[token.slice(0, 1)]
        const requirement = token.slice(1)
        if (relation === undefined) throw new Error(`${measure}: "${token}" has no sign`)
        if (
          mapped.some(
            (one) => one.measure === measure && one.framework === framework && one.requirement === requirement,
          )
        )
          throw new Error(`${measure}: ${framework} ${requirement} stands twice`)
        mapped.push({ measure, framework, requirement, relation })
      }
    }
  }
  return mapped
}
