/** Everything that was read of one sentence, each of it at hand: what it is, how strong, on what it rests, for what. */
import { claimKinds, modalities, quantifiers } from '#core/vocabulary.ts'
import { Button } from '#ui/button.tsx'
import { Select } from '#ui/field.tsx'
import { shortTime } from '#ui/time.tsx'
import { useTranslation } from 'react-i18next'
import { Conflict } from './conflict.tsx'
import { Key } from './key.tsx'
import { MeasureChoice } from './measure-choice.tsx'
import { NumberFields } from './number-fields.tsx'
import type { CatalogueMeasure, Claim } from './review.ts'
import { ScopeField } from './scope-field.tsx'
import type { UsedEdits } from './use-edits.ts'

export interface ClaimEditorProps {
  claim: Claim
  /** The sentence it can be merged with. */
  next: Claim | null
  locale: 'de' | 'en'
  measures: ReadonlyMap<string, CatalogueMeasure>
  edits: UsedEdits
  onSplit: () => void
  onShow: () => void
}

export function ClaimEditor({ claim, next, locale, measures, edits, onSplit, onShow }: ClaimEditorProps) {
  const { t, i18n } = useTranslation()
  const { refusal } = edits
  const failure = edits.failures.get(claim.id)
  const isPending = edits.isPending(claim.id)
  const { accepted } = claim
  return (
    <div className="review-editor" data-editor={claim.id}>
      {failure === undefined ? null : <Conflict claim={claim} failure={failure} measures={measures} edits={edits} />}
      <div className="review-steps">
        <Button
          variant={accepted === null ? 'primary' : 'plain'}
          size="small"
          disabledReason={refusal}
          isPending={isPending}
          onPress={() => edits.edit(claim, { accepted: accepted === null })}
        >
          {t(accepted === null ? 'review.accept' : 'review.unaccept')} <Key of="accept" />
        </Button>
        <Button
          size="small"
          disabledReason={refusal ?? (/\s/.test(claim.text) ? null : t('review.split.tooShort'))}
          onPress={onSplit}
        >
          {t('review.split')} <Key of="split" />
        </Button>
        <Button
          size="small"
          disabledReason={refusal ?? (next === null ? t('review.merge.none') : null)}
          onPress={() => {
            if (next !== null) edits.merge(claim, next)
          }}
        >
          {t('review.merge')} <Key of="merge" />
        </Button>
        <Button size="small" variant="quiet" onPress={onShow}>
          {t('review.show')} <Key of="document" />
        </Button>
      </div>
      {accepted === null ? null : (
        <p className="small soft">
          {t('review.accepted', { name: accepted.name, at: shortTime(new Date(accepted.at), i18n.language) })}
        </p>
      )}
      {claim.leadIn === null ? null : (
        <p className="small soft" lang={locale}>
          {t('review.leadIn', { text: claim.leadIn })}
        </p>
      )}
      <NumberFields claim={claim} edits={edits} />
      <div className="review-three">
        <Select
          label={t('review.kind')}
          value={claim.kind}
          onChange={(value) => {
            const kind = claimKinds.find((one) => one === value)
            if (kind !== undefined) edits.edit(claim, { kind })
          }}
          options={claimKinds.map((value) => ({ value, label: t(`kind.${value}.short`) }))}
        />
        <Select
          label={t('review.modality')}
          value={claim.modality}
          onChange={(value) => {
            const modality = modalities.find((one) => one === value)
            if (modality !== undefined) edits.edit(claim, { modality })
          }}
          options={modalities.map((value) => ({ value, label: t(`review.modality.${value}`) }))}
        />
        <Select
          label={t('review.quantifier')}
          value={claim.quantifier}
          onChange={(value) => {
            const quantifier = quantifiers.find((one) => one === value)
            if (quantifier !== undefined) edits.edit(claim, { quantifier })
          }}
          options={quantifiers.map((value) => ({ value, label: t(`review.quantifier.${value}`) }))}
        />
      </div>
      <p className="small soft review-meaning">
        {claim.quantifierWord === null ? null : <>{t('review.word', { word: claim.quantifierWord })}. </>}
        {claim.kind === 'promise' || claim.kind === 'option'
          ? t(`quantifier.${claim.quantifier}`)
          : t(`kind.${claim.kind}.meaning`)}
      </p>
      <MeasureChoice claim={claim} measures={measures} edits={edits} />
      <ScopeField key={`${claim.id} ${claim.scope}`} claim={claim} edits={edits} />
    </div>
  )
}
