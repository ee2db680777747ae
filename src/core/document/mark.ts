/** Marks of a status: a shape, which tells them apart without colour, and the colour that goes with it on white paper. */
import type { Status } from '../vocabulary.ts'

/** For paper and for Word, which know one background. */
export const markColours: Readonly<Record<Status, string>> = {
  proven: '1f6f43',
  due_soon: '1f6f43',
  lapsed: '8a5a00',
  contradicted: 'b3261e',
  unproven: '5d626b',
  not_applicable: '5d626b',
}

/** Characters that fonts of office programs have. */
export const markCharacters: Readonly<Record<Status, string>> = {
  proven: '\u2714',
  due_soon: '\u25F7',
  lapsed: '\u26A0',
  contradicted: '\u2716',
  unproven: '\u25CC',
  not_applicable: '\u2013',
}

/** As SVG, in the colour of the text around it; says nothing to who listens, because a word stands beside it. */
export function markShape(status: Status): string {
  const inner = {
    proven:
      '<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.6 8.2l2.3 2.3 4.5-4.8" fill="none" stroke="var(--paper)" stroke-width="1.8"/>',
    due_soon:
      '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 4.4V8l2.6 1.6" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    lapsed:
      '<path d="M8 1.6 15 14.4H1z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 6.2v4M8 11.6v1.2" stroke="currentColor" stroke-width="1.6"/>',
    contradicted:
      '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor"/><path d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4" stroke="var(--paper)" stroke-width="1.8"/>',
    unproven:
      '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.6 2.2"/>',
    not_applicable: '<path d="M2 8h12" stroke="currentColor" stroke-width="1.8"/>',
  }[status]
  return `<svg viewBox="0 0 16 16" aria-hidden="true">${inner}</svg>`
}
