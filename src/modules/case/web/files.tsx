/** Attached files: stored encrypted, and only ever downloaded. */
import { addFile, downloadCaseFile, largestFile, type CaseDetail } from '#modules/case/contract.ts'
import { urlOf } from '#platform/http/client.ts'
import { Button } from '#ui/button.tsx'
import { bytesInWords, FileDrop } from '#ui/file-drop.tsx'
import { ProblemNotice } from '#ui/notice.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'
import { api, useAction } from '#web/api.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function Files({ found }: { found: CaseDetail }) {
  const { t, i18n } = useTranslation()
  const toast = useToast()
  const [file, setFile] = useState<File | null>(null)
  const attach = useAction(
    (given: File) => api.call(addFile, { params: { caseId: found.id }, body: {}, file: given }),
    {
      renews: ['case.'],
      onDone: () => {
        toast(t('one-case.attached'))
        setFile(null)
      },
    },
  )
  return (
    <section className="section" aria-labelledby="files">
      <h2 id="files">{t('one-case.files')}</h2>
      {found.files.length === 0 ? <p className="soft">{t('one-case.noFiles')}</p> : null}
      <ul className="case-files" role="list">
        {found.files.map(({ id, name, bytes, addedBy, addedAt }) => (
          <li key={id}>
            <a href={urlOf(downloadCaseFile, { params: { fileId: id } })}>{name ?? t('one-case.erased')}</a>{' '}
            <span className="small soft">
              {bytesInWords(bytes, i18n.language)}, {addedBy.name}, <Time at={addedAt} exact />
            </span>
          </li>
        ))}
      </ul>
      {found.closedAt === null && found.mayNotWorkBecause === null ? (
        <>
          {attach.error ? <ProblemNotice problem={attach.error} /> : null}
          <FileDrop label={t('one-case.file')} maxBytes={largestFile} file={file} onFile={setFile} />
          {file === null ? null : (
            <div className="actions">
              <Button isPending={attach.isPending} onPress={() => attach.mutate(file)}>
                {t('one-case.attach')}
              </Button>
            </div>
          )}
        </>
      ) : null}
    </section>
  )
}
