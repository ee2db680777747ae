/** What a list shows as a file, in one of the formats that its route makes. */
import type { FetchedFile } from '#platform/http/endpoint.ts'
import { Menu } from '#ui/menu.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { useToast } from '#ui/toast.tsx'
import { useTranslation } from 'react-i18next'
import { useAction } from './api.ts'
import { keepFile } from './download.ts'

type FileFormat = 'csv' | 'xlsx' | 'ndjson' | 'cef'

export interface ExportMenuProps<Format extends FileFormat> {
  formats: readonly Format[]
  /** Asks for the file; narrowed as the list is. */
  fetchFile: (format: Format) => Promise<FetchedFile>
}

export function ExportMenu<Format extends FileFormat>({ formats, fetchFile }: ExportMenuProps<Format>) {
  const { t } = useTranslation()
  const toast = useToast()
  const make = useAction(fetchFile, {
    renews: [],
    onDone: (file) => {
      keepFile(file)
      toast(t('export.made', { name: file.fileName }))
    },
  })
  const label = t(make.isPending ? 'export.making' : 'export.make')
  const nameOf = (format: FileFormat) => t(`export.format.${format}`)
  return (
    <div className="stack-tight">
      <Menu
        inPage
        trigger={label}
        label={label}
        items={formats.map((format) => ({
          id: format,
          label: nameOf(format),
          onAction: () => {
            if (!make.isPending) make.mutate(format)
          },
        }))}
      />
      {make.error ? <ProblemNotice problem={make.error} /> : null}
    </div>
  )
}
