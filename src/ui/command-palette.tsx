/** Ctrl/⌘ K: everything that can be reached or done, found by typing; arrows choose, Enter goes. */
import { useEffect, useId, useRef, useState } from 'react'
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'

export interface Command {
  id: string
  label: string
  /** What kind of thing it is: "Seite", "Satz". */
  group: string
  run: () => void
}

export interface CommandPaletteProps {
  isOpen: boolean
  onOpenChange: (open: boolean) => void
  commands: readonly Command[]
}

const shownAtMost = 12

export function CommandPalette({ isOpen, onOpenChange, commands }: CommandPaletteProps) {
  const { t } = useTranslation()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        onOpenChange(!isOpen)
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isOpen, onOpenChange])
  return (
    <ModalOverlay className="modal-overlay palette-overlay" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="modal palette">
        <AriaDialog className="palette-dialog" aria-label={t('ui.palette.title')}>
          <Palette commands={commands} onDone={() => onOpenChange(false)} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

function Palette({ commands, onDone }: { commands: readonly Command[]; onDone: () => void }) {
  const { t, i18n } = useTranslation()
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  useEffect(() => input.current?.focus(), [])
  const words = text.toLocaleLowerCase(i18n.language).split(/\s+/).filter(Boolean)
  const found = commands
    .filter((command) => {
      const haystack = `${command.label} ${command.group}`.toLocaleLowerCase(i18n.language)
      return words.every((word) => haystack.includes(word))
    })
    .slice(0, shownAtMost)
  const run = (command: Command | undefined) => {
    if (!command) return
    onDone()
    command.run()
  }
  const move = (by: number) => setActive((at) => (found.length === 0 ? 0 : (at + by + found.length) % found.length))
  return (
    <>
      <input
        ref={input}
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={found[active] ? `${listId}-${active}` : undefined}
        aria-label={t('ui.palette.title')}
        placeholder={t('ui.palette.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault()
            move(event.key === 'ArrowDown' ? 1 : -1)
          } else if (event.key === 'Enter') {
            event.preventDefault()
            run(found[active])
          }
        }}
      />
      <div id={listId} role="listbox" aria-label={t('ui.palette.results')} className="palette-list">
        {found.map((command, index) => (
          <div
            key={command.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className="palette-option"
            onPointerMove={() => setActive(index)}
            onClick={() => run(command)}
          >
            <span className="palette-label">{command.label}</span>
            <span className="palette-group">{command.group}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="palette-none soft">{t('ui.palette.none')}</p> : null}
      <span className="visually-hidden" role="status">
        {t('ui.palette.count', { count: found.length })}
      </span>
    </>
  )
}
