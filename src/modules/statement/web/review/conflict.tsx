/** What was not saved of a sentence: changed by somebody else meanwhile, with both values to choose from, or refused. */
import { ProblemError } from '#platform/http/client.ts'
import { Button } from '#ui/button.tsx'
import { Notice, ProblemNotice } from '#ui/notice.tsx'
import { durationInWords } from '#ui/time.tsx'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueMeasure, Change, Claim, Failure } from './review.ts'
import type { UsedEdits } from './use-edits.ts'

const compared = ['kind', 'modality', 'quantifier', 'parameters', 'measures', 'scope'] as const
type Field = (typeof compared)[number]

interface ConflictProps {
  claim: Claim
  failure: Failure
  measures: ReadonlyMap<string, CatalogueMeasure>
  edits: UsedEdits
}

export function Conflict({ claim, failure, measures, edits }: ConflictProps) {
  const { t } = useTranslation()
  const say = useSay(measures)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [failure])
  const { error, change } = failure
  const isConflict = error instanceof ProblemError && error.code === 'draft-claim.changed_meanwhile'
  if (!isConflict)
    return (
      <div ref={box} tabIndex={-1} className="review-conflict">
        <ProblemNotice problem={error} />
        <div className="actions">
          <Button size="small" onPress={() => edits.forget(claim.id)}>
            {t('review.failed.dismiss')}
          </Button>
        </div>
      </div>
    )
  const fields = compared.filter(
    (field) => change !== null && field in change && JSON.stringify(change[field]) !== JSON.stringify(claim[field]),
  )
  return (
    <div ref={box} tabIndex={-1} className="review-conflict">
      <Notice tone="warning" live title={t('review.conflict')}>
        {fields.length === 0 || change === null ? (
          <p>{t('review.conflict.gone')}</p>
        ) : (
          <>
            <p>{t('review.conflict.meaning')}</p>
            <table className="review-conflict-values">
              <thead>
                <tr>
                  <th scope="col">{t('review.conflict.field')}</th>
                  <th scope="col">{t('review.conflict.theirs')}</th>
                  <th scope="col">{t('review.conflict.yours')}</th>
                </tr>
              </thead>
              <tbody>
                {fields.map((field) => (
                  <tr key={field}>
                    <th scope="row">{say.field(field)}</th>
                    <td>{say.value(field, claim)}</td>
                    <td>{say.value(field, change)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
        <div className="actions">
          {fields.length === 0 || change === null ? null : (
            <Button size="small" onPress={() => edits.edit(claim, change)}>
              {t('review.conflict.take')}
            </Button>
          )}
          <Button size="small" onPress={() => edits.forget(claim.id)}>
            {t(fields.length === 0 ? 'review.failed.dismiss' : 'review.conflict.keep')}
          </Button>
        </div>
      </Notice>
    </div>
  )
}

/** Values in words. */
function useSay(measures: ReadonlyMap<string, CatalogueMeasure>) {
  const { t, i18n } = useTranslation()
  const locale = i18n.language === 'en' ? 'en' : 'de'
  return {
    field: (field: Field) => t(field === 'parameters' ? 'review.numbers' : `review.${field}`),
    value: (field: Field, of: Pick<Change, Field>) => {
      switch (field) {
        case 'kind':
          return of.kind === undefined ? '' : t(`kind.${of.kind}.short`)
        case 'modality':
          return of.modality === undefined ? '' : t(`review.modality.${of.modality}`)
        case 'quantifier':
          return of.quantifier === undefined ? '' : t(`review.quantifier.${of.quantifier}`)
        case 'scope':
          return of.scope ?? t('review.scope.all')
        case 'measures':
          return of.measures?.map((id) => measures.get(id)?.title[locale] ?? id).join(', ') || '–'
        case 'parameters':
          return (
            of.parameters
              ?.map(({ value, unit }) =>
                unit === 'duration' ? durationInWords(String(value), locale) : `${value} ${unit}`,
              )
              .join(', ') || t('review.numbers.none')
          )
      }
    },
  }
}
