/** Deutsche Texte des Support-Zugangs. */
export const de = {
  'permission.support:read': 'Support-Zugänge sehen',
  'permission.support:grant': 'Support-Zugang geben und zurücknehmen',
  'permission.platform:support': 'Mandanten, die Zugang geben, als Support ansehen',
  'problem.support.grant_over': 'Dieser Support-Zugang ist zu Ende. Verlassen Sie den Mandanten, um weiterzuarbeiten.',
  'problem.support.read_only': 'Als Support können Sie hier nur lesen.',
  'problem.support.not_live': 'Dieser Zugang ist schon zu Ende.',
  'problem.support.not_inside': 'Sie sind gerade in keinem Mandanten als Support.',
  'action.support-grant.given': 'Zugang für den Support gegeben',
  'action.support-grant.listed': 'Zugänge des Supports angesehen',
  'action.support-grant.revoked': 'Zugang des Supports widerrufen',
  'action.support.entered': 'Support hat den Mandanten betreten',
  'action.support.left': 'Support hat den Mandanten verlassen',
  'action.support.listed': 'Besuche des Supports angesehen',
} as const
