/** A value to be taken along: shown in full, selected on focus, copied by a button. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

export function CopyField({ label, value, grouped = false }: { label: string; value: string; grouped?: boolean }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  return (
    <div className="copy-field">
      <span className="field-label">{label}</span>
      <div className="copy-field-row">
        <code className="copy-field-value">{grouped ? value.replaceAll(/(.{4})(?=.)/g, '$1 ') : value}</code>
        <Button
          size="small"
          onPress={() => {
            void navigator.clipboard.writeText(value).then(() => setCopied(true))
          }}
        >
          {copied ? t('ui.copied') : t('ui.copy')}
        </Button>
      </div>
      <span className="visually-hidden" role="status">
        {copied ? t('ui.copied') : ''}
      </span>
    </div>
  )
}
