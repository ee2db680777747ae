/** Starts the application. */
import './zod-without-eval.ts'
import '#ui/style/token.css'
import '#ui/style/base.css'
import '#ui/style/control.css'
import '#ui/style/content.css'
import '#ui/style/table.css'
import '#ui/style/layer.css'
import './shell/shell.css'
import '#modules/statement/web/document.css'
import '#modules/statement/web/sentence.css'
import '#modules/identity/web/identity.css'
import '#modules/duty/web/duty.css'
import '#modules/ledger/web/ledger.css'
import '#core/evidence/web/evidence.css'
import '#ui/style/print.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { ToastProvider } from '#ui/toast.tsx'
import { queryClient } from './api.ts'
import { startLanguages } from './i18n.ts'
import { router } from './router.tsx'
import { StepUpHost } from './shell/step-up-host.tsx'
import { applyTheme } from './theme.ts'

function Application() {
  const { i18n } = useTranslation()
  useEffect(() => applyTheme(), [])
  return (
    <I18nProvider locale={i18n.language}>
      <QueryClientProvider client={queryClient}>
        <ToastProvider>
          <RouterProvider router={router} />
          <StepUpHost />
        </ToastProvider>
      </QueryClientProvider>
    </I18nProvider>
  )
}

applyTheme()
await startLanguages()
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Application />
    </StrictMode>,
  )
}
