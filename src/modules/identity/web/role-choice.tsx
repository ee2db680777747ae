/** Roles to be given; administrative ones only by whom may give them, with the reason beside them. */
import { administrativeRoles, builtInRoles, type BuiltInRole } from '#core/permission.ts'
import { CheckboxGroup } from '#ui/field.tsx'
import { nameText } from '#web/i18n.ts'
import { useSession } from '#web/session.ts'
import { useTranslation } from 'react-i18next'

export interface RoleChoiceProps {
  roles: readonly BuiltInRole[]
  onChange: (roles: readonly string[]) => void
}

export function RoleChoice({ roles, onChange }: RoleChoiceProps) {
  const { t } = useTranslation()
  const mayGrantAll = useSession().permissions.includes('account:grant-administrative')
  return (
    <CheckboxGroup
      name="roles"
      label={t('people.roles')}
      value={roles}
      onChange={onChange}
      options={builtInRoles.map((role) => {
        const isRefused = administrativeRoles.includes(role) && !mayGrantAll
        return {
          value: role,
          label: nameText('role', role),
          isDisabled: isRefused,
          ...(isRefused ? { hint: t('roles.ownerGrants') } : {}),
        }
      })}
    />
  )
}
