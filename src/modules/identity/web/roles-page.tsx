/** Who may do what: the matrix of roles and permissions. */
import { listRoles } from '#modules/identity/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { readOf } from '#web/api.ts'
import { nameText } from '#web/i18n.ts'
import { Loaded } from '#web/loaded.tsx'
import { Page } from '#web/page.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

type Roles = OutputOf<typeof listRoles>['items']

export function RolesPage() {
  const { t } = useTranslation()
  const read = useQuery(readOf(listRoles, undefined))
  return (
    <Page title={t('roles.title')} lead={t('roles.lead')}>
      <Loaded read={read}>{({ items }) => <Matrix roles={items} />}</Loaded>
    </Page>
  )
}

function Matrix({ roles }: { roles: Roles }) {
  const { t, i18n } = useTranslation()
  const permissions = [...new Set(roles.flatMap((role) => role.permissions))]
  const nouns = [...new Set(permissions.map(nounOf))].toSorted((a, b) => a.localeCompare(b, i18n.language))
  return (
    <div className="matrix-scroll" tabIndex={0} role="region" aria-label={t('roles.matrix')}>
      <table className="matrix">
        <caption className="visually-hidden">{t('roles.matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('roles.permission')}</th>
            {roles.map((role) => (
              <th key={role.role} scope="col">
                {nameText('role', role.role)}
                {role.administrative ? <span className="matrix-note">{t('roles.administrative')}</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        {nouns.map((noun) => (
          <tbody key={noun}>
            {permissions
              .filter((permission) => nounOf(permission) === noun)
              .toSorted()
              .map((permission) => (
                <tr key={permission}>
                  <th scope="row">
                    {nameText('permission', permission)}
                    <span className="matrix-id mono">{permission}</span>
                  </th>
                  {roles.map((role) => {
                    const isHeld = role.permissions.includes(permission)
                    return (
                      <td key={role.role}>
                        <span className={isHeld ? 'matrix-yes' : 'matrix-no'} aria-hidden="true">
                          {isHeld ? '●' : '·'}
                        </span>
                        <span className="visually-hidden">{isHeld ? t('roles.yes') : t('roles.no')}</span>
                      </td>
                    )
                  })}
                </tr>
              ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function nounOf(permission: string): string {
  return permission.split(':')[0] ?? permission
}
