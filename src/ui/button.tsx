/**
 * A button that may not be pressed says why instead of vanishing: it stays focusable, and the reason is its
 * description and a tooltip (oxidecomputer/console's `disabledReason`).
 */
import { useId, type ReactNode } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { Spinner } from './spinner.tsx'

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'isDisabled' | 'style' | 'className'> {
  children: ReactNode
  variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  size?: 'normal' | 'small'
  /** Why it may not be pressed; absent or null when it may. */
  disabledReason?: string | null | undefined
  className?: string
}

export function Button({ children, variant = 'plain', size = 'normal', disabledReason, className, onPress, ...rest }: ButtonProps) {
  const reasonId = useId()
  const refused = disabledReason !== undefined && disabledReason !== null
  const classes = ['button', `button-${variant}`, size === 'small' ? 'button-small' : '', className ?? ''].join(' ').trim()
  const content = (
    <AriaButton
      {...rest}
      // Not `disabled`: a reason that cannot be focused cannot be read.
      {...(refused
        ? { type: 'button' as const, 'aria-disabled': true, 'aria-describedby': reasonId }
        : onPress === undefined
          ? {}
          : { onPress })}
      className={refused ? `${classes} button-refused` : classes}
    >
      {rest.isPending ? <Spinner /> : null}
      {children}
    </AriaButton>
  )
  if (!refused) return content
  return (
    <>
      <TooltipTrigger delay={150}>
        {content}
        <Tooltip className="tooltip">{disabledReason}</Tooltip>
      </TooltipTrigger>
      <span id={reasonId} className="visually-hidden">
        {disabledReason}
      </span>
    </>
  )
}
