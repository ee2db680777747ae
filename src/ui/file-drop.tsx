/** Takes one file, dropped or chosen; says its name and size before anything is sent. */
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

export interface FileDropProps {
  label: string
  maxBytes: number
  file: File | null
  onFile: (file: File | null) => void
}

export function FileDrop({ label, maxBytes, file, onFile }: FileDropProps) {
  const { t, i18n } = useTranslation()
  const labelId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [tooLarge, setTooLarge] = useState<string | null>(null)
  const limit = bytesInWords(maxBytes, i18n.language)
  const take = (next: File | null | undefined) => {
    if (!next) return
    const isTooLarge = next.size > maxBytes
    setTooLarge(isTooLarge ? t('ui.file.tooLarge', { name: next.name, limit }) : null)
    if (!isTooLarge) onFile(next)
  }
  return (
    <div className="field field-wide">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping is extra: the button does the same by keyboard */}
      <div
        className="file-drop"
        role="group"
        aria-labelledby={labelId}
        data-drop-target={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files[0])
        }}
      >
        <span id={labelId} className="field-label">
          {label}
        </span>
        <p role="status">
          {file ? (
            <>
              <strong>{file.name}</strong> <span className="soft">{bytesInWords(file.size, i18n.language)}</span>
            </>
          ) : (
            <span className="soft small">{t('ui.file.hint', { limit })}</span>
          )}
        </p>
        <div className="actions">
          <Button size="small" onPress={() => input.current?.click()}>
            {file ? t('ui.file.other') : t('ui.file.choose')}
          </Button>
          <input ref={input} type="file" hidden onChange={(event) => take(event.target.files?.[0])} />
        </div>
      </div>
      {tooLarge === null ? null : (
        <p className="field-error" role="alert">
          {tooLarge}
        </p>
      )}
    </div>
  )
}

/** 1234567 as "1,2 MB"; in steps of 1024, as file managers and the limits of the contracts count. */
export function bytesInWords(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1024 ** step)
}
