/** Recovery codes, shown this once: to be copied, printed or saved, and confirmed as kept before going on. */
import { Button } from '#ui/button.tsx'
import { Checkbox } from '#ui/field.tsx'
import { Notice } from '#ui/notice.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { t } = useTranslation()
  const [isKept, setKept] = useState(false)
  const [isCopied, setCopied] = useState(false)
  const text = `${t('codes.fileTitle')}\n\n${codes.join('\n')}\n`
  return (
    <div className="stack">
      <p className="soft">{t('codes.why')}</p>
      <ul className="recovery-codes" role="list">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="actions">
        <Button onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
          {isCopied ? t('ui.copied') : t('ui.copy')}
        </Button>
        <Button onPress={() => window.print()}>{t('codes.print')}</Button>
        <Button onPress={() => saveText(text, 'beleg-recovery-codes.txt')}>{t('codes.save')}</Button>
      </div>
      <Notice tone="warning">
        <p>{t('codes.once')}</p>
      </Notice>
      <Checkbox isSelected={isKept} onChange={setKept}>
        {t('codes.kept')}
      </Checkbox>
      <div className="actions">
        <Button variant="primary" disabledReason={isKept ? null : t('codes.keepFirst')} onPress={onKept}>
          {t('codes.continue')}
        </Button>
      </div>
    </div>
  )
}

function saveText(text: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}
