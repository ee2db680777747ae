/**
 * A day, written as people write it in their language whatever the browser is set to, or chosen in the browser's own
 * calendar. Values and submitted forms have it as `YYYY-MM-DD`; what is no day goes out as it was written, so that the
 * server names it beside everything else.
 */
import { useEffect, useRef, useState } from 'react'
import { Button, FieldError, Input, Label, Text, TextField as AriaTextField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { readDay, writeDay } from './day-text.ts'
import type { TextFieldProps } from './field.tsx'

export type DateFieldProps = Omit<TextFieldProps, 'type' | 'rows' | 'numeric' | 'wide' | 'value' | 'defaultValue'> & {
  value?: string
  defaultValue?: string
}

export function DateField({
  label,
  hint,
  name,
  value,
  defaultValue = '',
  onChange,
  isInvalid = false,
  ...rest
}: DateFieldProps) {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  const input = useRef<HTMLInputElement>(null)
  const calendar = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(() => writeDay(value ?? defaultValue, language))
  const [isLeft, setLeft] = useState(false)
  const told = readDay(text) ?? text.trim()
  // Set from outside: a saved view, a form put back.
  const shown = value === undefined || value === told ? text : writeDay(value, language)
  const isNoDay = isLeft && shown.trim() !== '' && readDay(shown) === null
  useEffect(() => {
    const form = input.current?.form
    if (!form || name === undefined) return
    const tell = (event: FormDataEvent) => {
      const given = input.current?.value ?? ''
      event.formData.set(name, readDay(given) ?? given.trim())
    }
    form.addEventListener('formdata', tell)
    return () => form.removeEventListener('formdata', tell)
  }, [name])
  const write = (next: string) => {
    setText(next)
    onChange?.(readDay(next) ?? next.trim())
  }
  return (
    <AriaTextField
      {...rest}
      {...(name === undefined ? {} : { name })}
      value={shown}
      onChange={write}
      onBlur={() => {
        setLeft(true)
        setText(writeDay(told, language))
      }}
      isInvalid={isInvalid || isNoDay}
      className="field"
    >
      <Label>{label}</Label>
      <div className="date-field">
        <Input ref={input} className="input" placeholder={t('ui.date.form')} autoComplete="off" />
        <Button
          className="icon-button"
          aria-label={t('ui.date.calendar')}
          onPress={() => calendar.current?.showPicker()}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" aria-hidden="true">
            <path d="M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3.4M10.5 2v3.4" strokeWidth="1.3" />
          </svg>
        </Button>
        {/* Only its calendar is used: what it shows follows the browser's language, not the reader's. */}
        <input
          ref={calendar}
          type="date"
          className="date-field-calendar"
          tabIndex={-1}
          aria-hidden="true"
          value={readDay(shown) ?? ''}
          onChange={(event) => write(writeDay(event.target.value, language))}
        />
      </div>
      {hint === undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">
        {({ validationErrors }) => (isNoDay ? t('ui.date.none') : validationErrors.join(' '))}
      </FieldError>
    </AriaTextField>
  )
}
