/** Where a sentence is split: a border that moves from word to word, by key, finger or pointer, with both halves shown. */
import { Dialog } from '#ui/dialog.tsx'
import { FormActions } from '#ui/form.tsx'
import { useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Claim } from './review.ts'

interface SplitDialogProps {
  claim: Claim
  locale: 'de' | 'en'
  /** An offset into the text at which the reader has marked something; null when nothing is marked. */
  marked: number | null
  onSplit: (at: number) => void
  onClose: () => void
}

export function SplitDialog({ claim, locale, marked, onSplit, onClose }: SplitDialogProps) {
  const { t } = useTranslation()
  const id = useId()
  const { text } = claim
  const words = useMemo(() => [...text.matchAll(/\S+/g)].map((match) => ({ at: match.index, word: match[0] })), [text])
  const [border, setBorder] = useState(() => {
    const at = marked === null ? -1 : words.findIndex((word) => word.at >= marked)
    return at > 0 ? at : Math.ceil(words.length / 2)
  })
  const here = words[border] ?? { at: text.length, word: '' }
  return (
    <Dialog title={t('review.split')} isOpen onClose={onClose}>
      <form
        className="form"
        aria-label={t('review.split')}
        onSubmit={(event) => {
          event.preventDefault()
          onSplit(here.at)
        }}
      >
        <p className="small soft">{t('review.split.meaning')}</p>
        <label className="field" htmlFor={id}>
          <span className="field-label">{t('review.split.where')}</span>
        </label>
        <input
          id={id}
          type="range"
          className="review-border"
          min={1}
          max={words.length - 1}
          value={border}
          // The dialog is this one choice.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          aria-valuetext={t('review.split.before', { at: border + 1, count: words.length, word: here.word })}
          onChange={(event) => setBorder(Number(event.target.value))}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.form?.requestSubmit()
          }}
        />
        <dl className="review-halves">
          <div>
            <dt>{t('review.split.first')}</dt>
            <dd lang={locale}>
              {words.slice(0, border).map((word, index) => (
                <Word key={word.at} word={word.word} onChoose={() => setBorder(Math.max(1, index))} />
              ))}
            </dd>
          </div>
          <div>
            <dt>{t('review.split.second')}</dt>
            <dd lang={locale}>
              {words.slice(border).map((word, index) => (
                <Word key={word.at} word={word.word} onChoose={() => setBorder(border + index)} />
              ))}
            </dd>
          </div>
        </dl>
        <FormActions submit={t('review.split')} isPending={false} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

/** For a pointer; the slider above says and does the same. */
function Word({ word, onChoose }: { word: string; onChoose: () => void }) {
  return (
    <span className="review-word" onPointerDown={onChoose}>
      {word}{' '}
    </span>
  )
}
