/** Opens the dialog for the second factor whenever a call needs it, and lets the call go on or fail. */
import { stepUp } from '#modules/identity/contract.ts'
import { StepUpDialog, type SecondFactor } from '#ui/step-up-dialog.tsx'
import { useEffect, useState } from 'react'
import { api, handleStepUp, useAction } from '../api.ts'

export function StepUpHost() {
  const [answer, setAnswer] = useState<((given: boolean) => void) | null>(null)
  const give = useAction((factor: SecondFactor) => api.call(stepUp, { body: factor }), {
    renews: ['session.read'],
    onDone: () => finish(true),
  })
  const finish = (given: boolean) => {
    answer?.(given)
    setAnswer(null)
  }
  const reset = give.reset
  useEffect(() => {
    handleStepUp(
      () =>
        new Promise<boolean>((resolve) => {
          reset()
          setAnswer(() => resolve)
        }),
    )
    return () => handleStepUp(null)
  }, [reset])
  return (
    <StepUpDialog
      isOpen={answer !== null}
      problem={give.error}
      isPending={give.isPending}
      onFactor={(factor) => give.mutate(factor)}
      onCancel={() => finish(false)}
    />
  )
}
