/** English texts about the public page as the tenant sets it up. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'permission.trust-centre:read': 'See the settings of the public page',
  'permission.trust-centre:manage': 'Set up the public page',
  'action.public-host.claimed': 'Host name of the public page entered',
  'action.public-host.proven': 'Host name of the public page proven',
  'action.public-host.removed': 'Host name of the public page given up',
  'action.sentence.display_changed': 'Display of a sentence on the public page changed',
  'issue.no_host_name': 'This is no host name, such as trust.example.com.',
  'issue.host_of_instance': 'This instance itself is reached under this name.',
}
