/** Who may do what, as a document: every permission with the roles that hold it. */
import { defineDocumentKind, type DocumentKind } from '#core/document/kind.ts'
import { builtInRoles } from '#core/permission.ts'
import type { Registry } from '#core/registry.ts'

/** The registry is asked for late, because it is made of this kind among others. */
export function permissionsDocument(registry: () => Registry): DocumentKind {
  return defineDocumentKind({
    id: 'identity.permissions',
    title: { de: 'Rollen und Rechte', en: 'Roles and permissions' },
    purpose: {
      de: 'Jedes Recht und die Rollen, die es haben: der Kern des Berechtigungskonzepts.',
      en: 'Every permission and the roles that hold it: the core of the access concept.',
    },
    permission: 'role:read',
    classification: 'internal',
    about: 'nothing',
    readsPast: false,
    build: async ({ services }, { locale }) => {
      const t = (key: string) => services.texts.text(locale, key)
      const rows = Object.entries(registry().permissions).map(([permission, roles]) => [
        [t(`permission.${permission}`)],
        [{ text: permission, style: 'code' as const }],
        [
          builtInRoles
            .filter((role) => roles.includes(role))
            .map((role) => t(`role.${role}`))
            .join(', '),
        ],
      ])
      return {
        title: t('document.permissions.title'),
        cover: [{ term: t('document.permissions.count'), value: [String(rows.length)] }],
        blocks: [
          { kind: 'paragraph', text: [t('document.permissions.meaning')] },
          {
            kind: 'table',
            caption: t('document.permissions.title'),
            columns: [
              { title: t('document.permissions.permission'), width: 3, numeric: false },
              { title: t('document.permissions.id'), width: 2, numeric: false },
              { title: t('document.permissions.roles'), width: 4, numeric: false },
            ],
            rows,
          },
        ],
      }
    },
  })
}
