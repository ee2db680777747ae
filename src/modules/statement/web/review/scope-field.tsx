/** The systems that a sentence speaks about; empty: all. */
import { Button } from '#ui/button.tsx'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Key } from './key.tsx'
import type { Claim } from './review.ts'
import type { UsedEdits } from './use-edits.ts'

/** What the contract takes. */
const longest = 200

export function ScopeField({ claim, edits }: { claim: Claim; edits: UsedEdits }) {
  const { t } = useTranslation()
  const id = useId()
  const [scope, setScope] = useState(claim.scope ?? '')
  const isTooLong = scope.trim().length > longest
  return (
    <form
      className="review-scope"
      aria-label={t('review.scope')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isTooLong) edits.edit(claim, { scope: scope.trim() === '' ? null : scope.trim() })
      }}
    >
      <div className="review-line">
        <label className="field review-grow">
          <span className="field-label">{t('review.scope')}</span>
          <input
            className="input"
            value={scope}
            placeholder={t('review.scope.all')}
            data-key="scope"
            aria-invalid={isTooLong}
            aria-describedby={`${id} hint`}
            onChange={(event) => setScope(event.target.value)}
          />
        </label>
        <Button type="submit" size="small" disabledReason={edits.refusal}>
          {t('review.scope.save')} <Key of="scope" />
        </Button>
      </div>
      <p id={`${id} hint`} className={isTooLong ? 'field-error' : 'field-hint'} role={isTooLong ? 'alert' : undefined}>
        {t(isTooLong ? 'review.scope.tooLong' : 'review.scope.hint')}
      </p>
    </form>
  )
}
