/**
 * Fields of a form: label, hint and error belong together and are read together. A server's issues reach them through
 * the form's `validationErrors` by the name of the field.
 */
import type { FormEvent, HTMLInputTypeAttribute, ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components'

interface FieldTexts {
  label: string
  hint?: ReactNode
}

export interface TextFieldProps
  extends Omit<AriaTextFieldProps, 'children' | 'type' | 'className' | 'style'>, FieldTexts {
  type?: HTMLInputTypeAttribute
  rows?: number
  /** Digits only on a phone's keyboard. */
  numeric?: boolean
  wide?: boolean
}

export function TextField({
  label,
  hint,
  type = 'text',
  rows,
  numeric = false,
  wide = false,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField {...rest} onInput={takeErrorBack} className={wide ? 'field field-wide' : 'field'}>
      <Label>{label}</Label>
      {rows === undefined ? (
        <Input type={type} className="input" {...(numeric ? { inputMode: 'numeric' as const } : {})} />
      ) : (
        <TextArea rows={rows} className="input" />
      )}
      {hint === undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error" />
    </AriaTextField>
  )
}

/**
 * What the server said against a field goes with the first letter typed. By itself it would go when the field is left:
 * at the moment in which the button below is pressed, which then moves away from under the pointer.
 */
function takeErrorBack({ currentTarget }: FormEvent<HTMLElement>): void {
  currentTarget.dispatchEvent(new Event('change'))
}

export interface SelectProps extends FieldTexts {
  name?: string
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string }[]
}

/** The browser's own list: on a phone nothing is easier to operate. */
export function Select({ label, hint, name, value, onChange, options }: SelectProps) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <select className="input" name={name} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint === undefined ? null : <span className="field-hint">{hint}</span>}
    </label>
  )
}

export interface CheckboxProps {
  children: ReactNode
  hint?: ReactNode
  value?: string
  isSelected?: boolean
  onChange?: (selected: boolean) => void
  isDisabled?: boolean
}

export function Checkbox({ children, hint, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className="checkbox">
      <span className="checkbox-box" aria-hidden="true">
        <svg viewBox="0 0 16 16" width="12" height="12">
          <path d="M3 8.4l3.3 3.3L13 4.6" fill="none" stroke="currentColor" strokeWidth="2.2" />
        </svg>
      </span>
      <span>
        {children}
        {hint === undefined ? null : <span className="field-hint">{hint}</span>}
      </span>
    </AriaCheckbox>
  )
}

export interface CheckboxGroupProps extends FieldTexts {
  name: string
  value: readonly string[]
  onChange: (value: string[]) => void
  options: readonly { value: string; label: string; hint?: string; isDisabled?: boolean }[]
}

export function CheckboxGroup({ label, hint, name, value, onChange, options }: CheckboxGroupProps) {
  return (
    <AriaCheckboxGroup className="field field-wide" name={name} value={[...value]} onChange={onChange}>
      <Label>{label}</Label>
      {hint === undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <div className="checkbox-list">
        {options.map((option) => (
          <Checkbox
            key={option.value}
            value={option.value}
            {...(option.hint === undefined ? {} : { hint: option.hint })}
            {...(option.isDisabled === undefined ? {} : { isDisabled: option.isDisabled })}
          >
            {option.label}
          </Checkbox>
        ))}
      </div>
      <FieldError className="field-error" />
    </AriaCheckboxGroup>
  )
}
