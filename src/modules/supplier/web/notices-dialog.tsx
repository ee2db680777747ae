/** Who was told of an announcement, and by which mail. */
import { listNotices } from '#modules/supplier/contract/public-list.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Table } from '#ui/table.tsx'
import { Time } from '#ui/time.tsx'
import { readOf } from '#web/api.ts'
import { Loaded } from '#web/loaded.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

interface NoticesDialogProps {
  /** Null: closed. */
  announcementId: string | null
  onClose: () => void
}

export function NoticesDialog({ announcementId, onClose }: NoticesDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('subprocessors.notices')} isOpen={announcementId !== null} onClose={onClose}>
      {announcementId === null ? null : <Notices announcementId={announcementId} />}
    </Dialog>
  )
}

function Notices({ announcementId }: { announcementId: string }) {
  const { t } = useTranslation()
  const read = useQuery(readOf(listNotices, { params: { announcementId } }))
  return (
    <Loaded read={read} lines={3}>
      {({ items }) => (
        <Table
          caption={t('subprocessors.notices')}
          rows={items}
          rowKey={({ recipientId }) => recipientId}
          empty={null}
          columns={[
            {
              id: 'who',
              label: t('subprocessors.email'),
              isRowHeader: true,
              cell: ({ email }) => email ?? <span className="soft">{t('subprocessors.erased')}</span>,
            },
            { id: 'kind', label: t('subprocessors.as'), cell: ({ kind }) => t(`subprocessors.as.${kind}`) },
            { id: 'at', label: t('subprocessors.toldAt'), cell: ({ sentAt }) => <Time at={sentAt} /> },
            {
              id: 'mail',
              label: t('subprocessors.mail'),
              cell: ({ mailState }) => (mailState === null ? '–' : t(`subprocessors.mail.${mailState}`)),
            },
          ]}
        />
      )}
    </Loaded>
  )
}
