/** On which measures a sentence rests: what was chosen, what would fit and how well, and all others by search. */
import { Button } from '#ui/button.tsx'
import { useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Key } from './key.tsx'
import type { CatalogueMeasure, Claim } from './review.ts'
import type { UsedEdits } from './use-edits.ts'

/** What the contract takes. */
const most = 12

interface MeasureChoiceProps {
  claim: Claim
  measures: ReadonlyMap<string, CatalogueMeasure>
  edits: UsedEdits
}

export function MeasureChoice({ claim, measures, edits }: MeasureChoiceProps) {
  const { t, i18n } = useTranslation()
  const locale = i18n.language === 'en' ? 'en' : 'de'
  const titleOf = (id: string) => measures.get(id)?.title[locale] ?? id
  const scores = new Map(claim.suggestions.map(({ id, score }) => [id, score]))
  const others = claim.suggestions.filter(({ id }) => !claim.measures.includes(id))
  const isRated = claim.kind === 'promise' || claim.kind === 'option'
  const choose = (chosen: readonly string[]) => edits.edit(claim, { measures: [...chosen] })
  const add = (id: string) => {
    if (!claim.measures.includes(id) && claim.measures.length < most) choose([...claim.measures, id])
  }
  return (
    <div className="review-measures">
      <h4>{t('review.measures')}</h4>
      {claim.measures.length === 0 ? (
        isRated ? (
          <p className="small">{t('review.measures.none')}</p>
        ) : null
      ) : (
        <ul role="list" className="review-measure-list">
          {claim.measures.map((id) => (
            <li key={id}>
              <span className="review-measure-title">{titleOf(id)}</span>
              <Score score={scores.get(id)} />
              <Button
                size="small"
                variant="quiet"
                aria-label={t('review.measures.remove', { title: titleOf(id) })}
                disabledReason={edits.refusal}
                onPress={() => choose(claim.measures.filter((one) => one !== id))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      {others.length === 0 ? (
        claim.suggestions.length === 0 ? (
          <p className="small soft">{t('review.measures.noSuggestion')}</p>
        ) : null
      ) : (
        <>
          <p className="small soft">{t('review.measures.suggested')}</p>
          <ul role="list" className="review-measure-list review-measure-others">
            {others.map(({ id, score }) => (
              <li key={id}>
                <span className="review-measure-title">{titleOf(id)}</span>
                <Score score={score} />
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={t('review.measures.add', { title: titleOf(id) })}
                  disabledReason={edits.refusal}
                  onPress={() => add(id)}
                >
                  +
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {edits.refusal === null ? (
        <div className="review-line">
          <MeasureSearch claim={claim} measures={measures} onAdd={add} />
          {claim.measures.length === 0 ? null : (
            <Button size="small" variant="quiet" onPress={() => choose([])}>
              {t('review.measures.clear')}
            </Button>
          )}
        </div>
      ) : null}
    </div>
  )
}

/** How well a measure fits the wording; nothing where the reader would not have thought of it. */
function Score({ score }: { score: number | undefined }) {
  const { t } = useTranslation()
  if (score === undefined) return null
  const percent = Math.round(score * 100)
  return (
    <span className="review-score">
      <span aria-hidden="true">{t('review.measures.score', { percent })}</span>
      <span className="visually-hidden">{t('review.measures.score.spoken', { percent })}</span>
    </span>
  )
}

interface MeasureSearchProps {
  claim: Claim
  measures: ReadonlyMap<string, CatalogueMeasure>
  onAdd: (id: string) => void
}

/** Suggested ones first, then all others by their name. */
function MeasureSearch({ claim, measures, onAdd }: MeasureSearchProps) {
  const { t, i18n } = useTranslation()
  const locale = i18n.language === 'en' ? 'en' : 'de'
  const [text, setText] = useState('')
  const words = text.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean)
  const rank = new Map(claim.suggestions.map(({ id }, index) => [id, index]))
  const rankOf = (id: string) => rank.get(id) ?? claim.suggestions.length
  const items = [...measures.values()]
    .filter(({ id, title }) => {
      const said = `${title.de} ${title.en} ${id}`.toLocaleLowerCase(locale)
      return !claim.measures.includes(id) && words.every((word) => said.includes(word))
    })
    .toSorted((a, b) => rankOf(a.id) - rankOf(b.id) || a.title[locale].localeCompare(b.title[locale], locale))
  return (
    <ComboBox
      className="field review-grow"
      inputValue={text}
      onInputChange={setText}
      selectedKey={null}
      onSelectionChange={(key) => {
        if (key === null) return
        setText('')
        onAdd(String(key))
      }}
      items={items}
      menuTrigger="input"
      allowsEmptyCollection
      defaultFilter={() => true}
    >
      <Label>
        {t('review.measures.search')} <Key of="rebind" />
      </Label>
      <Input className="input" placeholder={t('review.measures.search.hint')} data-key="rebind" />
      <Popover className="popover review-found">
        <ListBox
          className="menu"
          renderEmptyState={() => <p className="menu-item soft">{t('review.measures.search.none')}</p>}
        >
          {(measure: CatalogueMeasure) => (
            <ListBoxItem id={measure.id} className="menu-item" textValue={measure.title[locale]}>
              <span>
                {measure.title[locale]} <span className="subject-id">{measure.id}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
