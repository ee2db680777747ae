/** Says plainly that one looks at the past, and leads back to today. */
import type { RegisterSearch } from '#core/register/contract.ts'
import { Button } from '#ui/button.tsx'
import { Notice } from '#ui/notice.tsx'
import { useTranslation } from 'react-i18next'
import { dayText } from './value.tsx'

export function PastBand({ search, onLeave }: { search: RegisterSearch; onLeave: () => void }) {
  const { t } = useTranslation()
  if (search.asOf === undefined) return null
  return (
    <Notice tone="warning">
      <div className="past-band">
        <p>
          {t(search.known === 'then' ? 'registers.past.then' : 'registers.past.today', { day: dayText(search.asOf) })}
        </p>
        <Button size="small" onPress={onLeave}>
          {t('registers.past.leave')}
        </Button>
      </div>
    </Notice>
  )
}
