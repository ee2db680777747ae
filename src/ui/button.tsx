/**
 * A button that may not be pressed says why instead of vanishing: it stays focusable, and the reason is its
 * description, a tooltip, and what pressing it answers (oxidecomputer/console's `disabledReason`).
 */
import { useId, type ReactNode } from 'react'
import {
  Button as AriaButton,
  Tooltip,
  TooltipTrigger,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components'
import { Spinner } from './spinner.tsx'
import { useToast } from './toast.tsx'

export interface ButtonProps extends Omit<
  AriaButtonProps,
  'children' | 'isDisabled' | 'isPending' | 'style' | 'className'
> {
  children: ReactNode
  variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  size?: 'normal' | 'small'
  /** Under way: shows so, and cannot be pressed twice. */
  isPending?: boolean
  /** Why it may not be pressed; absent or null when it may. */
  disabledReason?: string | null | undefined
}

export function Button({
  variant = 'plain',
  size = 'normal',
  disabledReason,
  isPending = false,
  ...rest
}: ButtonProps) {
  const className = `button button-${variant}${size === 'small' ? ' button-small' : ''}`
  if (disabledReason !== undefined && disabledReason !== null) {
    return <RefusedButton {...rest} className={className} reason={disabledReason} />
  }
  const { children, onPress, type, ...props } = rest
  return (
    <AriaButton
      {...props}
      className={className}
      // React Aria's own `isPending` leaves an unnamed image in the page when the button goes away meanwhile.
      {...(isPending ? { 'aria-disabled': true, type: 'button' as const } : { type: type ?? 'button' })}
      {...(isPending || onPress === undefined ? {} : { onPress })}
    >
      {isPending ? <Spinner /> : null}
      {children}
    </AriaButton>
  )
}

interface RefusedButtonProps extends Omit<ButtonProps, 'disabledReason' | 'isPending' | 'variant' | 'size'> {
  className: string
  reason: string
}

function RefusedButton({ children, reason, className, ...rest }: RefusedButtonProps) {
  const reasonId = useId()
  const toast = useToast()
  return (
    <>
      <TooltipTrigger delay={150}>
        {/* Not `disabled`: a reason that cannot be focused cannot be read. A finger gets it by pressing. */}
        <AriaButton
          {...rest}
          type="button"
          aria-disabled
          aria-describedby={reasonId}
          className={`${className} button-refused`}
          onPress={() => toast(reason)}
        >
          {children}
        </AriaButton>
        <Tooltip className="tooltip">{reason}</Tooltip>
      </TooltipTrigger>
      <span id={reasonId} className="visually-hidden">
        {reason}
      </span>
    </>
  )
}
