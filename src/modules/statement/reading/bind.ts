/**
 * Which catalogue measures a sentence rests on. Deterministic: concepts of the sentence decide, those of its lead-in
 * and heading help at a discount, and below the threshold the honest answer is none. A second measure is taken only if
 * it explains a concept that the better ones left unexplained.
 */
import { measureById, measures, type Signal, signals } from '#catalog/measures.ts'
import type { ClaimKind } from '#core/vocabulary.ts'
import { conceptsIn, fold } from './concepts.ts'

export interface BoundMeasure {
  id: string
  capability: string
  score: number
}

export interface Binding {
  measures: BoundMeasure[]
  alternatives: BoundMeasure[]
}

/** Below this nothing is taken. Chosen on the statements of other companies: lower gains noise, higher loses options. */
export const threshold = 0.5
const alternativeThreshold = 0.35
const leadInFactor = 0.85
const sectionFactor = 0.65
/** A further measure must come this close to the best. */
const secondFactor = 0.78
const maxMeasures = 4
const maxAlternatives = 4

export interface BindContext {
  sentence: string
  leadIn: string | null
  section: string | null
  /** The sentence speaks of the statement itself without naming it ("It is reviewed …"). */
  aboutStatement?: boolean
  /** The customer is the one who has to do it, whether or not the sentence says so. */
  isDuty?: boolean
}

interface Scored {
  id: string
  score: number
  explains: ReadonlySet<string>
}

const cache = new Map<string, ReadonlySet<string>>()

/** Headings and lead-ins repeat for every item below them. */
function contextConcepts(text: string | null): ReadonlySet<string> {
  if (text === null || text === '') return new Set()
  const known = cache.get(text)
  if (known !== undefined) return known
  const found = conceptsIn(fold(text))
  if (cache.size > 200) cache.clear()
  cache.set(text, found)
  return found
}

/** Binds a sentence to measures. `kind` null means not yet known: then customer duties are left out. */
export function bindSentence(context: BindContext, kind: ClaimKind | null): Binding {
  const found = conceptsIn(fold(context.sentence))
  const implied = [
    ...(context.aboutStatement === true ? ['statement'] : []),
    ...(context.isDuty === true ? ['customerDuty'] : []),
  ]
  const own = implied.length > 0 ? new Set([...found, ...implied]) : found
  const leadIn = contextConcepts(context.leadIn)
  const section = contextConcepts(context.section)
  const scored: Scored[] = []
  for (const measure of measures) {
    if (!fits(measure.id, kind)) continue
    let best: Scored | null = null
    for (const signal of signals.get(measure.id) ?? []) {
      const hit = scoreSignal(signal, own, leadIn, section)
      if (hit !== null && (best === null || hit.score > best.score)) best = { id: measure.id, ...hit }
    }
    if (best !== null) scored.push(best)
  }
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  return choose(scored)
}

/** A duty of the customer is no promise of ours, and the other way round. */
function fits(id: string, kind: ClaimKind | null): boolean {
  const isDuty = id.startsWith('customer-duty.')
  switch (kind) {
    case 'customer_duty':
      return isDuty
    case 'intake':
      return id.startsWith('disclosure.')
    case 'notice':
      return id.startsWith('statement.')
    default:
      return !isDuty && id !== 'disclosure.report-contents' && id !== 'statement.nature' && id !== 'statement.validity'
  }
}

function scoreSignal(
  signal: Signal,
  own: ReadonlySet<string>,
  leadIn: ReadonlySet<string>,
  section: ReadonlySet<string>,
): { score: number; explains: Set<string> } | null {
  const explains = new Set<string>()
  let factor = 1
  for (const [at, group] of signal.all.entries()) {
    const inOwn = group.find((name) => own.has(name))
    if (inOwn !== undefined) explains.add(inOwn)
    else if (at === 0) return null
    else if (group.some((name) => leadIn.has(name))) factor = Math.min(factor, leadInFactor)
    else if (group.some((name) => section.has(name))) factor = Math.min(factor, sectionFactor)
    else return null
  }
  // A certificate of the provider is none of ours, even where only the lead-in names the provider.
  if (signal.none.some((name) => own.has(name) || (name === 'hosting' && leadIn.has(name)))) return null
  return { score: signal.weight * factor, explains }
}

function choose(scored: readonly Scored[]): Binding {
  const taken: Scored[] = []
  const explained = new Set<string>()
  const top = scored[0]?.score ?? 0
  for (const candidate of scored) {
    if (candidate.score < threshold || taken.length >= maxMeasures) break
    const partner = measureById(candidate.id)?.together?.some((id) => taken.some((other) => other.id === id)) ?? false
    const brings = [...candidate.explains].some((name) => !explained.has(name) && !tooGeneral.has(name))
    if (taken.length > 0 && !partner && (!brings || candidate.score < Math.max(top * secondFactor, 0.68))) continue
    taken.push(candidate)
    for (const name of candidate.explains) explained.add(name)
  }
  // A pair is promised in one breath: the partner joins even if a third measure scored between them.
  const bind = (hit: Scored) => ({
    id: hit.id,
    capability: measureById(hit.id)?.capability ?? '',
    score: Math.round(hit.score * 1000) / 1000,
  })
  const rest = scored.filter((hit) => hit.score >= alternativeThreshold && !taken.includes(hit))
  return { measures: taken.map(bind), alternatives: rest.slice(0, maxAlternatives).map(bind) }
}

/** Concepts that occur in sentences about anything: alone they justify no second measure. */
const tooGeneral = new Set([
  'data',
  'review',
  'controlled',
  'documented',
  'daily',
  'staff',
  'customer',
  'secure',
  'protect',
  'test',
  'assess',
  'update',
  'notify',
  'authorisedOnly',
  'align',
  'comply',
  'response',
  'store',
  'location',
  'securityEvent',
  'independent',
  'result',
  'standard',
  'account',
  'accessRight',
  'secureWorkEducation',
  'superviseSupplier',
  'policy',
  'monitor',
  'report',
  'individual',
  'treat',
  'restore',
  'role',
  'production',
  'isolate',
  'beforeUse',
  'receipt',
  'environment',
  'approve',
  'scan',
  'log',
  'admin',
  'governanceResponsibility',
  'management',
  'hosting',
  'improve',
  'authority',
  'accessOrProcessing',
  'loss',
  'clause',
  'certify',
  'physical',
  'datacenter',
  'entry',
  'development',
  'change',
  'device',
  'contract',
  'network',
  'authenticate',
  'deletion',
  'redundant',
])
