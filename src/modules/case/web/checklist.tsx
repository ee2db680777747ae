/** Points to tick off, each with who ticked it and when. */
import { addItem, tickItem, type CaseDetail } from '#modules/case/contract.ts'
import { Checkbox, TextField } from '#ui/field.tsx'
import { Button } from '#ui/button.tsx'
import { Form, textOf } from '#ui/form.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { api, useAction } from '#web/api.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function Checklist({ found }: { found: CaseDetail }) {
  const { t } = useTranslation()
  const isFixed = found.closedAt !== null || found.mayNotWorkBecause !== null
  // A new key empties the field once its point is in the list.
  const [added, setAdded] = useState(0)
  const tick = useAction(
    ({ itemId, ticked }: { itemId: string; ticked: boolean }) =>
      api.call(tickItem, { params: { itemId }, body: { ticked } }),
    { renews: ['case.'] },
  )
  const add = useAction((text: string) => api.call(addItem, { params: { caseId: found.id }, body: { text } }), {
    renews: ['case.'],
    onDone: () => setAdded(added + 1),
  })
  return (
    <section className="section" aria-labelledby="checklist">
      <h2 id="checklist">{t('one-case.checklist')}</h2>
      {tick.error ? <ProblemNotice problem={tick.error} /> : null}
      {found.items.length === 0 ? <p className="soft">{t('one-case.noItems')}</p> : null}
      <ul className="case-items" role="list">
        {found.items.map((item) => (
          <li key={item.id}>
            <Checkbox
              isSelected={item.tickedAt !== null}
              isDisabled={isFixed}
              onChange={(ticked) => tick.mutate({ itemId: item.id, ticked })}
            >
              {item.text ?? t('one-case.erased')}
            </Checkbox>
            {item.tickedBy === null || item.tickedAt === null ? null : (
              <span className="small soft">
                {t('one-case.ticked', { name: item.tickedBy.name })}, <Time at={item.tickedAt} exact />
              </span>
            )}
          </li>
        ))}
      </ul>
      {isFixed ? null : (
        <Form
          key={added}
          label={t('one-case.item')}
          problem={add.error}
          onSubmit={(data) => add.mutate(textOf(data, 'text'))}
        >
          <TextField name="text" label={t('one-case.item')} maxLength={200} isRequired />
          <div className="actions">
            <Button type="submit" isPending={add.isPending}>
              {t('one-case.addItem')}
            </Button>
          </div>
        </Form>
      )}
    </section>
  )
}
