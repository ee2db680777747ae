/** The entries at hand as a file, in one of four formats. */
import { exportEntries, exportFormats, type ExportFormat } from '#modules/ledger/contract.ts'
import { Menu } from '#ui/menu.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { keepFile } from '#web/download.ts'
import { useTranslation } from 'react-i18next'

export function ExportMenu({ query }: { query: Readonly<Record<string, string | undefined>> }) {
  const { t } = useTranslation()
  const toast = useToast()
  const make = useAction((format: ExportFormat) => api.call(exportEntries, { query: { ...query, format } }), {
    renews: [],
    onDone: (file) => {
      keepFile(file)
      toast(t('ledger.exported', { name: file.fileName }))
    },
  })
  return (
    <div className="stack-tight">
      <Menu
        inPage
        trigger={make.isPending ? t('ledger.exporting') : t('ledger.export')}
        label={make.isPending ? t('ledger.exporting') : t('ledger.export')}
        items={exportFormats.map((format) => ({
          id: format,
          label: t(`ledger.export.${format}`),
          onAction: () => {
            if (!make.isPending) make.mutate(format)
          },
        }))}
      />
      {make.error ? <ProblemNotice problem={make.error} /> : null}
    </div>
  )
}
