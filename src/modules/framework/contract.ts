/** Frameworks at the edge: who may see and decide what. The endpoints stand in `contract/`. Browser-safe. */
import type { PermissionTable } from '#core/permission.ts'

export const permissions = {
  'framework:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
  'framework:edit': ['owner', 'isb'],
  'framework:approve': ['owner', 'management'],
} as const satisfies PermissionTable
