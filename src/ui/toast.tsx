/** Short messages after an action, read out politely; they stay until read and can be dismissed. */
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Toast {
  readonly id: number
  readonly text: string
}

const ToastContext = createContext<(text: string) => void>(() => undefined)

/** Long enough for two lines at an unhurried reader's pace. */
const shownMs = 8_000

export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const nextId = useRef(0)
  const dismiss = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), [])
  const show = useCallback(
    (text: string) => {
      const id = (nextId.current += 1)
      setToasts((shown) => [...shown.slice(-2), { id, text }])
      setTimeout(() => dismiss(id), shownMs)
    },
    [dismiss],
  )
  return (
    <ToastContext value={useMemo(() => show, [show])}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className="toast">
            <span>{toast.text}</span>
            <button type="button" className="toast-dismiss" onClick={() => dismiss(toast.id)}>
              {t('ui.dismiss')}
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  )
}

/** Shows a message. */
export function useToast(): (text: string) => void {
  return useContext(ToastContext)
}
