/** The way out, from wherever support is. */
import { leaveTenant } from '#modules/support/contract.ts'
import { Button } from '#ui/button.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { api, useAction } from '#web/api.ts'
import { useTranslation } from 'react-i18next'

export function LeaveButton() {
  const { t } = useTranslation()
  const leave = useAction(() => api.call(leaveTenant), {
    renews: [],
    onDone: () => window.location.assign('/app/support'),
  })
  return (
    <>
      <Button size="small" isPending={leave.isPending} onPress={() => leave.mutate(undefined)}>
        {t('support.leave')}
      </Button>
      {leave.error ? <ProblemNotice problem={leave.error} /> : null}
    </>
  )
}
