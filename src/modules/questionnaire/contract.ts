/** Questionnaires at the edge: who may see, answer and approve them. The endpoints stand in `contract/`. Browser-safe. */
import type { PermissionTable } from '#core/permission.ts'

export const permissions = {
  'questionnaire:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
  'questionnaire:import': ['owner', 'isb'],
  'questionnaire:answer': ['owner', 'isb', 'measure-owner'],
  'questionnaire:approve': ['owner', 'isb', 'management'],
} as const satisfies PermissionTable
