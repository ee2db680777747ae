/** English texts of support access. */
export const en = {
  'permission.support:read': 'See support access',
  'permission.support:grant': 'Give and take back support access',
  'permission.platform:support': 'Look as support at tenants that give access',
  'problem.support.grant_over': 'This support access is over. Leave the tenant to go on.',
  'problem.support.read_only': 'As support you can only read here.',
  'problem.support.not_live': 'This access is over already.',
  'problem.support.not_inside': 'You are in no tenant as support at the moment.',
  'action.support-grant.given': 'Access for support given',
  'action.support-grant.listed': 'Accesses of support looked at',
  'action.support-grant.revoked': 'Access of support revoked',
  'action.support.entered': 'Support entered the tenant',
  'action.support.left': 'Support left the tenant',
  'action.support.listed': 'Visits of support looked at',
} as const
