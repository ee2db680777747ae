/** Takes one file: dropped, chosen, or pasted; says its name and size before anything is sent. */
import { useState } from 'react'
import { Button as AriaButton, DropZone, FileTrigger, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'

export interface FileDropProps {
  label: string
  maxBytes: number
  file: File | null
  onFile: (file: File | null) => void
}

export function FileDrop({ label, maxBytes, file, onFile }: FileDropProps) {
  const { t, i18n } = useTranslation()
  const [tooLarge, setTooLarge] = useState<string | null>(null)
  const take = (next: File | null) => {
    if (next && next.size > maxBytes) {
      setTooLarge(t('ui.file.tooLarge', { name: next.name, limit: bytesInWords(maxBytes, i18n.language) }))
      return
    }
    setTooLarge(null)
    onFile(next)
  }
  return (
    <div className="field field-wide">
      <DropZone
        className="file-drop"
        onDrop={(event) => {
          const dropped = event.items.find((item) => item.kind === 'file')
          if (dropped?.kind === 'file') void dropped.getFile().then(take)
        }}
      >
        <Text slot="label" className="field-label">
          {label}
        </Text>
        {file ? (
          <p>
            <strong>{file.name}</strong> <span className="soft">{bytesInWords(file.size, i18n.language)}</span>
          </p>
        ) : (
          <p className="soft small">{t('ui.file.hint', { limit: bytesInWords(maxBytes, i18n.language) })}</p>
        )}
        <div className="actions">
          <FileTrigger onSelect={(files) => take(files?.[0] ?? null)}>
            <AriaButton className="button button-plain button-small">
              {file ? t('ui.file.other') : t('ui.file.choose')}
            </AriaButton>
          </FileTrigger>
        </div>
      </DropZone>
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
