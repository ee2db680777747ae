/** How a machine states facts here: a key, and one command or request. */
import { pushEvidence } from '#core/evidence/contract.ts'
import { CopyField } from '#ui/copy-field.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function ConnectSourceDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const address = `${window.location.origin}${pushEvidence.path}`
  return (
    <Dialog title={t('connect.title')} isOpen={isOpen} onClose={onClose}>
      <p>{t('connect.text')}</p>
      <ol className="steps">
        <li>
          {t('connect.key')} <Link to="/account">{t('connect.key.link')}</Link>
        </li>
        <li>{t('connect.send')}</li>
      </ol>
      <CopyField
        label={t('connect.request')}
        value={`curl -H "Authorization: Bearer $BELEG_KEY" -H "Content-Type: application/json" -d @evidence.json ${address}`}
      />
      <p className="small soft">{t('connect.facts')}</p>
    </Dialog>
  )
}
