/**
 * Takes a proof bundle along: says first what it would hold (and asks for the second factor on the way), then hands out
 * the link, which the browser saves without holding the file, and the command that verifies it.
 */
import { exportBundle, measureBundle } from '#modules/ledger/contract.ts'
import { urlOf } from '#platform/http/client.ts'
import type { OutputOf, RequestOf } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { api, useAction } from '#web/api.ts'
import { ProblemNotice } from '#ui/notice.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

type Query = NonNullable<RequestOf<typeof measureBundle>['query']>
type Outline = OutputOf<typeof measureBundle>

export function BundleDownload({ label, query }: { label: string; query: Query }) {
  const { t } = useTranslation()
  const [outline, setOutline] = useState<Outline | null>(null)
  const measure = useAction(() => api.call(measureBundle, { query }), { renews: [], onDone: setOutline })
  return (
    <>
      <p>
        <Button isPending={measure.isPending} onPress={() => measure.mutate(undefined)}>
          {label}
        </Button>
      </p>
      {measure.error === null ? null : <ProblemNotice problem={measure.error} />}
      {outline === null ? null : (
        <Dialog title={t('ledger.bundle.title')} isOpen onClose={() => setOutline(null)}>
          {outline.size === 0 ? (
            <p>{t('ledger.bundle.notYet')}</p>
          ) : (
            <>
              <p>{t('ledger.bundle.holds', { count: outline.entries, size: outline.size })}</p>
              <p>
                <a className="button button-primary" href={urlOf(exportBundle, { query })} download={outline.fileName}>
                  {t('ledger.bundle.download')}
                </a>
              </p>
              <CopyField label={t('ledger.bundle.command')} value={`npx beleg verify ${outline.fileName}`} />
              <p className="soft">{t('ledger.bundle.meaning')}</p>
            </>
          )}
        </Dialog>
      )}
    </>
  )
}
