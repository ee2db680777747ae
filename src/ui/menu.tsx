/** A menu behind a button, of actions or of links. */
import type { ReactNode } from 'react'
import { Button as AriaButton, Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'

export interface MenuAction {
  id: string
  label: string
  onAction: () => void
  /** The language of the label when it is not the page's. */
  lang?: string
}

export interface MenuProps {
  /** What the button shows. */
  trigger: ReactNode
  label: string
  items: readonly MenuAction[]
  /** Which of them is the present choice. */
  selected?: string
  /** Beside other buttons of a page, instead of in the header. */
  inPage?: boolean
}

export function Menu({ trigger, label, items, selected, inPage = false }: MenuProps) {
  return (
    <MenuTrigger>
      <AriaButton className={inPage ? 'button button-plain' : 'header-button'} aria-label={label}>
        {trigger}
      </AriaButton>
      <Popover className="popover" placement={inPage ? 'bottom start' : 'bottom end'}>
        <AriaMenu
          className="menu"
          aria-label={label}
          {...(selected === undefined ? {} : { selectionMode: 'single' as const, selectedKeys: [selected] })}
          onAction={(key) => items.find((item) => item.id === key)?.onAction()}
        >
          {items.map((item) => (
            <MenuItem key={item.id} id={item.id} className="menu-item" textValue={item.label}>
              <span lang={item.lang}>{item.label}</span>
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
