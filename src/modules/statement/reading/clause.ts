/**
 * A sentence that says two things: "Backups run daily, restore tests are planned." Where the second half has a subject
 * and a verb of its own it may be a claim of its own; read.ts decides by what both are bound to.
 */
import { finite } from './kind-words.ts'
import type { Span } from './sentences.ts'

const boundary = /;\s+|[,–—]\s+(?:und|aber|jedoch|doch|and|but|while|whereas|während|allerdings|however,?)\s+|,\s+/giu
/** What follows the comma belongs to the clause before it. */
const dependent =
  /^(?:die|der|das|dem|den|welche\p{L}*|dass|damit|sodass|so|wenn|falls|sofern|soweit|weil|da|um|was|wer|deren|dessen|wobei|indem|bevor|nachdem|sobald|solange|ob|obwohl|wodurch|which|who|that|whose|where|when|if|unless|until|because|so|as|to|in order|including|such|e\.g\.|z\. ?b\.|insbesondere|darunter|sowie|oder|or|nor|noch|sondern|also|auch|with|mit|without|ohne|before|after|once|provided)(?!\p{L})/iu

/** Places at which text[span] could be two sentences, as spans of both halves. */
export function clauseCuts(text: string, span: Span): { left: Span; right: Span }[] {
  const body = text.slice(span.start, Math.min(span.end, span.start + 1_200))
  const cuts: { left: Span; right: Span }[] = []
  // A sentence that begins with its condition or its place has its main clause behind the comma.
  if (
    /^(?:to|um|in order|as|by|for|because|since|given|due to|besides|in addition|additionally|wie|da|weil|neben|zusätzlich|wenn|falls|sofern|soweit|sollte|bevor|nachdem|sobald|während|if|when|where|unless|before|after|once|while|although|obwohl|as soon)\s/iu.test(
      body,
    )
  )
    return cuts
  for (const match of body.matchAll(boundary)) {
    const right = body.slice(match.index + match[0].length)
    const left = body.slice(0, match.index)
    if (dependent.test(right) || left.split(/\s+/).length < 3 || right.split(/\s+/).length < 3) continue
    const opening =
      right
        .split(/\s(?:and|und)\s/, 1)[0]
        ?.split(/\s+/)
        .slice(0, 9)
        .join(' ') ?? ''
    const first = right.split(/\s+/, 1)[0] ?? ''
    // "…, werden täglich erstellt" has no subject of its own.
    if (!finite.test(left) || !finite.test(opening) || (/^\p{Ll}/u.test(first) && finite.test(first))) continue
    cuts.push({
      left: { start: span.start, end: span.start + match.index },
      right: { start: span.start + match.index + match[0].length, end: span.end },
    })
    if (cuts.length >= 4) break
  }
  return cuts
}
