/**
 * Built-in roles (design.md §7) and the table role → permission, composed from what the modules declare.
 */
import type { Permission } from '#platform/http/endpoint.ts'
import { z } from 'zod'

export const builtInRoles = ['owner', 'isb', 'management', 'measure-owner', 'employee', 'auditor', 'customer'] as const
export const roleSchema = z.enum(builtInRoles)
export type BuiltInRole = (typeof builtInRoles)[number]

/** Roles whose holders can change the system or see everything: "administrators" in a statement. */
export const administrativeRoles: readonly BuiltInRole[] = ['owner', 'isb']

/** A module's share of the table: permission → roles that hold it. */
export type PermissionTable = Readonly<Record<Permission, readonly BuiltInRole[]>>

/** Whether a permission is about the instance itself: it counts for accounts of the platform tenant only. */
export function isOfPlatform(permission: Permission): boolean {
  return permission.startsWith('platform:')
}

/** All permissions of a set of roles in a tenant of that kind. */
export function permissionsOf(
  table: PermissionTable,
  roles: readonly BuiltInRole[],
  kind: 'platform' | 'company',
): ReadonlySet<Permission> {
  const held = new Set<Permission>()
  // The keys of the table are what its type says.
  for (const [permission, holders] of Object.entries(table) as [Permission, readonly BuiltInRole[]][]) {
    if (kind !== 'platform' && isOfPlatform(permission)) continue
    if (roles.some((role) => holders.includes(role))) held.add(permission)
  }
  return held
}
