/** English texts of the ledger's checks. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'permission.ledger:read': 'Read the ledger',
  'permission.ledger:export': 'Take along bundles of the ledger',
  'problem.ledger.no_platform': 'The platform tenant is missing.',
  'problem.ledger.no_canary': 'There is no canary yet with which actions can be tried.',
  'problem.ledger.nothing_tried': 'No action could be tried.',
  'reason.ledger.tree_as_signed': 'Every entry, tile and signed head agrees with the tree.',
  'reason.ledger.tree_not_yet_examined': 'The first pass through all entries has not come to its end.',
  'reason.ledger.tree_entry_altered': 'The entry at place {{place}} is not the one that was signed.',
  'reason.ledger.tree_entry_missing': 'An entry is missing at place {{place}}.',
  'reason.ledger.tree_entry_beyond_head': 'From place {{place}} on there are entries that no signed head covers.',
  'reason.ledger.tree_tile_altered': 'The tile from place {{place}} on does not agree with its entries.',
  'reason.ledger.tree_tile_missing': 'The tile from place {{place}} on is missing.',
  'reason.ledger.tree_head_of_another_tree': 'Up to place {{place}} the entries make another tree than the signed one.',
  'reason.ledger.tree_head_not_signed': 'The head at place {{place}} bears no valid signature.',
  'reason.ledger.tree_head_went_back': 'The ledger ends at place {{place}} and was longer or another before.',
  'reason.ledger.tree_instance_lacks_head': 'The instance tree does not know the last head.',
  'reason.ledger.tree_instance_leaf_altered': 'A leaf of the instance tree at place {{place}} was altered.',
  'reason.ledger.tree_waits': 'An entry has waited for its place in the tree for more than five seconds.',
  'reason.ledger.trigger_stands': 'The guard is there, switched on and unaltered.',
  'reason.ledger.trigger_missing': 'The guard is missing.',
  'reason.ledger.trigger_unknown': 'This trigger on a table of the ledger is not intended.',
  'reason.ledger.trigger_disabled': 'The guard is switched off.',
  'reason.ledger.trigger_altered': 'The text of the guard stands in no migration.',
  'reason.ledger.rights_add_only': 'Nobody may change or delete here.',
  'reason.ledger.rights_beyond': 'Rights beyond what is intended: {{rights}}.',
  'reason.ledger.action_left_entry': 'Carried out and found in the ledger.',
  'reason.ledger.action_left_nothing': 'Carried out, but the entry {{action}} is missing; found: {{left}}.',
  'reason.ledger.action_declared': 'Declares its entry; without it nothing is committed.',
  'reason.ledger.action_changes_nothing': 'Changes nothing.',
  'reason.ledger.action_undeclared': 'Changes something and declares no entry.',

  // Second sources, by the name under which evidence states them.
  'source.the list of tenants': 'the list of tenants',
  'source.the guards that the ledger was made with': 'the guards that the ledger was made with',
  'source.the tables that the ledger was made with': 'the tables that the ledger was made with',
  'source.the table of routes': 'the table of routes',
  'problem.ledger.platform_only':
    'Only the tenant of the instance itself can do this: tree and keys belong to all tenants together.',
  'problem.ledger.too_many_keys':
    '{{most}} keys sign beside one another already. The next is possible once one of them has run out.',
  'problem.head-recipient.known': 'The heads go to this address already.',
  'problem.head-recipient.too_many':
    'There can be no more than {{most}} recipients. For a larger circle there is the public feed.',
  'problem.head-recipient.not_valid': 'This link no longer works: no more mails go to this address.',
  'permission.ledger:publish': 'Hand out heads of the ledger',
  'permission.ledger:rotate-key': 'Rotate the signing key of the ledger',
  'mail.ledger.head.subject': 'Head of the ledger of {{tenant}}: {{size}} entries',
  'mail.ledger.head.text':
    'Hello,\n\nthis is the signed head of the ledger of {{tenant}}. It fixes {{size}} entries. Whoever keeps it can show later whether any of them was changed, deleted or moved – even if somebody then holds the server and all its keys.\n\n----- head of {{tenant}} -----\n{{tenantHead}}----- end -----\n\nTo keep it: keep this mail, or save the lines between the dashes, with the empty line among them, as a file head.txt – in a place that {{tenant}} cannot reach.\n\nTo verify: have somebody give you an export of the ledger and run:\n\n    beleg verify export.zip --since head.txt\n\nThe export has to continue the head that you kept; otherwise the verification names what is wrong.\n\nThe last published head of the whole instance, with the lines of witnesses where there are any:\n\n----- head of the instance -----\n{{instanceHead}}----- end -----\n\nAll published heads: {{feed}}\n\nThis mail comes once a day. To unsubscribe: {{link}}\n',
}
