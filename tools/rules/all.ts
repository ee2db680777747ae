/** All rules of our own, and the breaches that were there when a rule came: they may only become fewer. */
import { fileHeader, exportedFunctionsExplained, assertionsExplained } from './comment.ts'
import { knownAlgorithms } from './cipher.ts'
import { textFromCatalogue } from './interface-text.ts'
import { fileLength, namedExports, tellingNames } from './naming.ts'
import type { Finding, Rule } from './rule.ts'
import { explicitColumns, sqlWithParameters } from './sql.ts'
import { timeFromClock } from './time.ts'

export const rules: readonly Rule[] = [
  timeFromClock,
  explicitColumns,
  sqlWithParameters,
  tellingNames,
  namedExports,
  fileLength,
  fileHeader,
  exportedFunctionsExplained,
  assertionsExplained,
  textFromCatalogue,
  knownAlgorithms,
]

/** Rule → file → number of breaches. */
export type Allowlist = Readonly<Record<string, Readonly<Record<string, number>>>>

/**
 * Compares findings with the allowlist. @returns sentences; more breaches than allowed are faults, and so are fewer,
 * because the list has to shrink with them
 */
export function faultsAgainst(findings: readonly Finding[], allowlist: Allowlist): string[] {
  const groups = Map.groupBy(findings, ({ rule, path }) => `${rule} ${path}`)
  const allowed = new Map(
    Object.entries(allowlist).flatMap(([rule, files]) =>
      Object.entries(files).map(([path, count]) => [`${rule} ${path}`, count]),
    ),
  )
  const more = [...groups].flatMap(([key, group]) =>
    group.length <= (allowed.get(key) ?? 0)
      ? []
      : group.map(({ rule, path, line, message }) => `${path}:${line} ${rule}: ${message}`),
  )
  const fewer = [...allowed].flatMap(([key, count]) => {
    const found = groups.get(key)?.length ?? 0
    return found < count
      ? [`tools/rules/allowlist.json allows ${key} ${count}, there are ${found}: write down the smaller number`]
      : []
  })
  return [...more, ...fewer]
}

/** The allowlist with smaller numbers where breaches have gone, and never with larger ones. */
export function shrink(findings: readonly Finding[], allowlist: Allowlist): Allowlist {
  const found = (rule: string, path: string) =>
    findings.filter((finding) => finding.rule === rule && finding.path === path).length
  const shrunk = Object.entries(allowlist).map(([rule, files]) => {
    const left = Object.entries(files).map(([path, count]) => [path, Math.min(count, found(rule, path))] as const)
    return [rule, Object.fromEntries(left.filter(([, count]) => count > 0))] as const
  })
  return Object.fromEntries(shrunk.filter(([, files]) => Object.keys(files).length > 0))
}
