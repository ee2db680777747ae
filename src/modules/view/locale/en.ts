/** English texts of saved views. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'permission.view:keep': 'Keep views',
  'permission.view:share': 'Share views with everybody',
  'permission.view:manage': 'Change and delete shared views of others',
  'problem.view.name_taken': 'You have a view “{{name}}” here already.',
  'problem.view.too_many': 'No more than {{most}} views can be kept. Please delete one.',
  'issue.nothing_to_change': 'Nothing is given that would change.',
  'action.view.saved': 'View saved',
  'action.view.changed': 'View changed',
  'action.view.removed': 'View removed',
}
