/** English texts of erasure, holds and retention. */
export const en = {
  'permission.erasure:read': 'Read cases of erasure',
  'permission.erasure:request': 'Ask for a person to be erased',
  'permission.erasure:approve': 'Approve or refuse the erasure of a person',
  'permission.legal-hold:read': 'Read legal holds',
  'permission.legal-hold:place': 'Place a legal hold',
  'permission.legal-hold:release': 'Release a legal hold',
  'permission.retention:read': 'Read the retention period',
  'permission.retention:request': 'Propose a retention period',
  'permission.retention:approve': 'Approve or refuse a retention period',
  'problem.legal-hold.too_late': 'This person is erased already; nothing is left that a hold could keep.',
  'problem.legal-hold.same_person':
    'A hold is released by another person than the one who placed it, and never by the person it is about.',
  'problem.legal-hold.released': 'This hold is released already.',
  'problem.retention.same_period': 'This period is in force already.',
  'problem.retention.already_requested': 'Your earlier proposal is still waiting for the second person.',
  'problem.retention.not_requested': 'This proposal is decided already.',
  'problem.erasure.invalid': 'The request for erasure has faults.',
  'problem.erasure.already_erased': 'This person is erased already: on {{on}}, case {{case}}.',
  'problem.erasure.same_person':
    'Two different people decide here, and neither of them is the one whose data is erased.',
  'problem.erasure.last_owner':
    'This is the last person with the role owner. Give the role to somebody else first, then lock the account.',
  'problem.erasure.account_open': 'This person’s account is not locked yet. Lock it first.',
  'problem.erasure.case_open': 'A case to erase this person is open already.',
  'problem.erasure.held':
    'A legal hold covers this person. As long as it stands nothing is erased; you can refuse the case for this reason.',
  'problem.erasure.not_requested': 'This case of erasure is decided already.',
  'problem.erasure.not_yours': 'Only whoever made a request can withdraw it.',
  'issue.unknown_evidence': 'There is no such evidence.',
}
