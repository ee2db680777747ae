/** Every key of the review and what it does. */
import { Dialog } from '#ui/dialog.tsx'
import { useTranslation } from 'react-i18next'
import { keyOf } from './use-keys.ts'

export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const rows = [
    [[keyOf.down, keyOf.up, '↓', '↑'], t('review.keys.move')],
    [[keyOf.next], t('review.keys.next')],
    [[keyOf.accept], t('review.keys.accept')],
    [[keyOf.split], t('review.keys.split')],
    [[keyOf.merge], t('review.keys.merge')],
    [[keyOf.kind], t('review.keys.kind')],
    [[keyOf.number], t('review.keys.number')],
    [[keyOf.rebind], t('review.keys.rebind')],
    [[keyOf.scope], t('review.keys.scope')],
    [[keyOf.document], t('review.keys.document')],
    [[t('review.keys.enter')], t('review.keys.read')],
    [[t('review.keys.escape')], t('review.keys.leave')],
    [[keyOf.undo], t('review.keys.undo')],
    [[keyOf.help], t('review.keys.help')],
  ] as const
  return (
    <Dialog title={t('review.keys')} isOpen={isOpen} onClose={onClose}>
      <dl className="review-keys">
        {rows.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
