/**
 * The keys of a review. They work wherever nothing else takes the key: not in a field, a list or a dialog, where only
 * Escape leads back to the sentence.
 */
import { useEffect, useRef } from 'react'

export type KeyStep =
  | 'down'
  | 'up'
  | 'next'
  | 'accept'
  | 'split'
  | 'merge'
  | 'rebind'
  | 'number'
  | 'scope'
  | 'kind'
  | 'document'
  | 'undo'
  | 'help'
  | 'leave'

/** Which key does what; the same letters in both languages, so that they are learned once. */
export const keyOf: Readonly<Record<Exclude<KeyStep, 'leave'>, string>> = {
  down: 'j',
  up: 'k',
  next: 'n',
  accept: 'a',
  split: 's',
  merge: 'm',
  rebind: 'b',
  number: 'i',
  scope: 'g',
  kind: 't',
  document: 'd',
  undo: 'u',
  help: '?',
}

// The keys of the table are the steps.
const stepOf = new Map(Object.entries(keyOf).map(([step, key]) => [key, step as KeyStep]))
const fields = 'input, select, textarea, [contenteditable], [role=listbox]'
const above = '[role=dialog], [role=alertdialog], [role=menu]'

/** Calls back with the step of each key that is pressed while the page is shown. */
export function useKeys(onStep: (step: KeyStep) => void): void {
  const handler = useRef(onStep)
  useEffect(() => {
    handler.current = onStep
  }, [onStep])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return
      const target = event.target instanceof HTMLElement ? event.target : null
      if (document.querySelector(above) !== null) return
      const isUndo = (event.ctrlKey || event.metaKey) && event.key === 'z' && !event.shiftKey
      if ((event.ctrlKey || event.metaKey) && !isUndo) return
      const inField = target?.closest(fields) != null
      const onSentence = target?.closest('[data-claim], [data-place]') != null
      const arrow = event.key === 'ArrowDown' ? 'down' : event.key === 'ArrowUp' ? 'up' : null
      const step = inField
        ? event.key === 'Escape' && target.closest('[data-editor]') !== null
          ? 'leave'
          : null
        : isUndo
          ? 'undo'
          : ((onSentence ? arrow : null) ?? stepOf.get(event.key) ?? null)
      if (step === null) return
      // Held down, a key moves on; it does not accept what nobody has looked at.
      if (event.repeat && step !== 'down' && step !== 'up') return event.preventDefault()
      event.preventDefault()
      handler.current(step)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
