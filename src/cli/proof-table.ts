/** The result of `beleg prove` for people at a terminal: sentence, mark, reason, and what would prove it. */
import type { Locale } from '#platform/i18n/locale.ts'
import { styleText } from 'node:util'
import type { ClaimKind, Quantifier, Status } from '#core/vocabulary.ts'
import { claimKinds } from './claim-kind.ts'
import { say } from './output.ts'

export interface ProvenClaim {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly section: string | null
  readonly kind: ClaimKind
  readonly quantifier: Quantifier
  readonly status: Status | null
  readonly reason: { readonly code: string; readonly text: string } | null
  readonly measures: readonly {
    readonly id: string
    readonly status: Status | null
    readonly wouldProve: string | null
  }[]
}

export interface Proof {
  readonly file: string
  readonly scope: {
    readonly instance: string
    readonly throwaway: boolean
    readonly at: string
    readonly runs: readonly { readonly collector: string; readonly outcome: string; readonly error: string | null }[]
  }
  readonly summary: {
    readonly promises: number
    readonly proven: number
    readonly contradicted: number
    readonly lapsed: number
    readonly unproven: number
  }
  readonly claims: readonly ProvenClaim[]
}

const words = {
  de: {
    scope: (at: string, throwaway: boolean) =>
      `Geltungsbereich: diese Beleg-Instanz${throwaway ? ' (eigens gestartet und wieder verworfen)' : ''}, Stand ${at}`,
    summary: (s: Proof['summary']) =>
      `${s.proven} von ${s.promises} Zusagen bewiesen, ${s.contradicted} widerlegt, ${s.lapsed} abgelaufen, ${s.unproven} nicht bewiesen`,
    failed: (collector: string, error: string) => `Beobachtung fehlgeschlagen: ${collector} (${error})`,
    would: 'würde es beweisen:',
    status: {
      proven: 'bewiesen',
      due_soon: 'bald fällig',
      lapsed: 'abgelaufen',
      contradicted: 'widerlegt',
      unproven: 'nicht bewiesen',
      not_applicable: 'nicht anwendbar',
    },
  },
  en: {
    scope: (at: string, throwaway: boolean) =>
      `Scope: this Beleg instance${throwaway ? ' (started for this and thrown away again)' : ''}, as of ${at}`,
    summary: (s: Proof['summary']) =>
      `${s.proven} of ${s.promises} promises proven, ${s.contradicted} contradicted, ${s.lapsed} lapsed, ${s.unproven} not proven`,
    failed: (collector: string, error: string) => `Observation failed: ${collector} (${error})`,
    would: 'would prove it:',
    status: {
      proven: 'proven',
      due_soon: 'due soon',
      lapsed: 'lapsed',
      contradicted: 'contradicted',
      unproven: 'not proven',
      not_applicable: 'not applicable',
    },
  },
} as const

const marks: Record<Status, { sign: string; colour: 'green' | 'yellow' | 'red' | 'gray' }> = {
  proven: { sign: '●', colour: 'green' },
  due_soon: { sign: '◔', colour: 'green' },
  lapsed: { sign: '▲', colour: 'yellow' },
  contradicted: { sign: '✖', colour: 'red' },
  unproven: { sign: '○', colour: 'gray' },
  not_applicable: { sign: '–', colour: 'gray' },
}

/** Prints the proof. */
export function printProof(proof: Proof, locale: Locale): void {
  const w = words[locale]
  const width = Math.min(Math.max(process.stdout.columns || 100, 60), 120)
  say(w.scope(proof.scope.at, proof.scope.throwaway))
  for (const run of proof.scope.runs) {
    if (run.outcome !== 'succeeded') say(styleText('yellow', w.failed(run.collector, run.error ?? run.outcome)))
  }
  let section: string | null = null
  for (const claim of proof.claims) {
    if (claim.section !== section) {
      section = claim.section
      if (section !== null) say(`\n${styleText('bold', section)}`)
    }
    const mark = claim.status === null ? null : marks[claim.status]
    const text = claim.text.replaceAll(/\s+/g, ' ')
    const lines = wrap(text, width - 4)
    const sign = mark === null ? ' ' : styleText(mark.colour, mark.sign)
    say(`${sign}   ${lines.join('\n    ')}`)
    if (claim.status === null || mark === null) {
      say(`    ${styleText('dim', claimKinds[locale][claim.kind])}`)
      continue
    }
    say(`    ${styleText(mark.colour, w.status[claim.status])}${claim.reason ? ` · ${claim.reason.text}` : ''}`)
    for (const measure of claim.measures) {
      if (measure.wouldProve === null || measure.status === 'proven' || measure.status === 'due_soon') continue
      say(`    ${styleText('dim', wrap(`${measure.id}, ${w.would} ${measure.wouldProve}`, width - 4).join('\n    '))}`)
    }
  }
  say(`\n${w.summary(proof.summary)}`)
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
