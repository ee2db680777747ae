/**
 * Moves between sentences by keyboard: j and k from anywhere, the arrows once a sentence has the focus. Enter is the
 * link's own.
 */
import { useEffect, type RefObject } from 'react'

/** Listens while the container is shown; what has the focus elsewhere keeps its keys. */
export function useSentenceKeys(container: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !container.current) return
      const target = event.target instanceof HTMLElement ? event.target : null
      if (target?.closest('input, select, textarea, [contenteditable], [role=dialog], [role=menu]')) return
      const sentences = [...container.current.querySelectorAll<HTMLElement>('[data-sentence]')]
      const at = sentences.findIndex((sentence) => sentence === document.activeElement)
      const isDown = event.key === 'j' || (at >= 0 && event.key === 'ArrowDown')
      const isUp = event.key === 'k' || (at >= 0 && event.key === 'ArrowUp')
      if (!isDown && !isUp) return
      const next = at < 0 ? firstInView(sentences) : sentences[at + (isDown ? 1 : -1)]
      if (!next) return
      event.preventDefault()
      next.focus({ preventScroll: true })
      next.scrollIntoView({ block: 'nearest' })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [container])
}

/** Reading goes on where the reader looks, not at the top of the document. */
function firstInView(sentences: readonly HTMLElement[]): HTMLElement | undefined {
  return sentences.find((sentence) => sentence.getBoundingClientRect().top >= 0) ?? sentences[0]
}
