/** What is shown as a file, in the shape in which it can be imported. */
import type { RegisterContract, RegisterSearch } from '#core/register/contract.ts'
import { Menu } from '#ui/menu.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { keepFile } from '#web/download.ts'
import { useTranslation } from 'react-i18next'

const formats = ['csv', 'xlsx'] as const

export function RegisterExport({ contract, search }: { contract: RegisterContract; search: RegisterSearch }) {
  const { t } = useTranslation()
  const toast = useToast()
  const make = useAction(
    (format: (typeof formats)[number]) =>
      // The route's schema has checked the search.
      api.call(contract.export, { query: { ...search, format } as never }),
    {
      renews: [],
      onDone: (file) => {
        keepFile(file)
        toast(t('registers.exported', { name: file.fileName }))
      },
    },
  )
  const label = t(make.isPending ? 'registers.exporting' : 'registers.export')
  return (
    <div className="stack-tight">
      <Menu
        inPage
        trigger={label}
        label={label}
        items={formats.map((format) => ({
          id: format,
          label: t(`registers.export.${format}`),
          onAction: () => {
            if (!make.isPending) make.mutate(format)
          },
        }))}
      />
      {make.error ? <ProblemNotice problem={make.error} /> : null}
    </div>
  )
}
