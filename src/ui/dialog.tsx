/** A modal dialog with a title; Escape and the close button end it, and focus returns to where it came from. */
import type { ReactNode } from 'react'
import { Button as AriaButton, Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'

export interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** Decides something that cannot be undone: read out as an alert, and closed by a choice only. */
  grave?: boolean
  children: ReactNode
}

export function Dialog({ title, isOpen, onClose, grave = false, children }: DialogProps) {
  const { t } = useTranslation()
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable={!grave}
    >
      <Modal className="modal">
        <AriaDialog className="dialog" role={grave ? 'alertdialog' : 'dialog'}>
          <div className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <AriaButton className="icon-button" aria-label={t('ui.close')} onPress={onClose}>
              <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <path d="M3.5 3.5l9 9m0-9l-9 9" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
              </svg>
            </AriaButton>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
