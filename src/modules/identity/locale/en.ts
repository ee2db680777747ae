/** English texts of signing in, accounts and their proof. */
import type { de } from './de.ts'

export const en: Readonly<Record<keyof typeof de, string>> = {
  'problem.login.refused': 'E-mail address or password is wrong.',
  'problem.login.code_refused': 'This code is wrong or was used before. Wait for the next code and try again.',
  'problem.login.expired': 'This sign-in has expired. Please start again with your password.',
  'problem.login.too_many_attempts':
    'Too many wrong attempts. Please wait {{minutes}} minutes. Devices with which you have signed in before work as usual.',
  'problem.login.busy': 'Another attempt from here is being checked. Please try again in a second.',
  'problem.enrolment.not_valid':
    'This link no longer works: it was used, replaced, or has expired. Ask for a new invitation.',
  'problem.enrolment.password_first': 'Please give your name and a password first.',
  'problem.enrolment.email_needed': 'Please give your e-mail address.',
  'problem.account.email_taken': 'There is an account with this e-mail address already.',
  'problem.account.own_roles': 'Nobody can change their own roles. Ask somebody else who may.',
  'problem.account.own_state': 'Nobody can deactivate or reactivate their own account.',
  'problem.account.last_owner': 'This is the last owner. Give the role to somebody else first.',
  'problem.account.owner_needed': 'Only owners manage administrative accounts and roles.',
  'problem.account.changed_meanwhile': 'Somebody changed this account meanwhile. Load it again, then decide.',
  'problem.account.not_active': 'The account is not active.',
  'problem.account.not_invited': 'There is no open invitation for this account.',
  'problem.account.not_deactivated': 'The account is not deactivated.',
  'problem.account.already_deactivated': 'The account is deactivated already.',
  'problem.account.erased': 'This person’s data is erased. Invite them anew if they come back.',
  'problem.account-reset.same_person':
    'Three different people decide here: one asks, a second approves, and neither is the person concerned.',
  'problem.account-reset.already_open': 'A reset of this account is already waiting for the second person.',
  'problem.account-reset.not_open': 'This reset has been decided or has expired.',
  'problem.factor.code_refused':
    'This code is wrong. Only the code that your app shows now counts, and each only once.',
  'problem.factor.none_pending': 'No new authenticator is waiting to be confirmed. Please start again.',
  'problem.password.wrong': 'The current password is wrong.',
  'problem.password.refused': 'This password is not safe enough.',
  'problem.api-key.permission_not_held': 'A key can only be given permissions that you have yourself.',
  'issue.taken': 'Is taken already.',
  'issue.totp.wrong': 'The code is wrong.',
  'issue.password.same': 'The new password is the old one.',
  'issue.password.wrong': 'The current password is wrong.',
  'issue.permission.not_held': 'You do not have the permission {{permission}} yourself.',
  'reason.account.two_factors': 'Password and second factor are set up.',
  'reason.account.not_registered': 'This account is not in the register but left traces: {{foundIn}}.',
  'reason.account.session_below_two_factors':
    '{{sessions}} sessions of this account were opened with fewer than two factors.',
  'reason.account.session_without_right': 'The account may not sign in but has {{sessions}} live sessions.',
  'reason.account.no_password': 'The account has no password.',
  'reason.account.no_second_factor': 'The account has no second factor.',
  'reason.account.second_factor_unreadable': 'The second factor of this account was tampered with and no longer opens.',
  'reason.account.one_person': 'The account belongs to exactly one person.',
  'reason.account.no_person': 'The account belongs to nobody in the register of people.',
  'reason.account.person_twice': 'The same person has {{others}} further accounts.',
  'reason.account.function_address':
    'The address looks like a shared mailbox; whether a single person reads it, Beleg cannot tell.',
  'reason.password.argon2id': 'The password is stored as an argon2id hash of sufficient cost.',
  'reason.password.not_hashed': 'The password column holds something other than an argon2id hash.',
  'reason.password.hash_too_cheap': 'The hash of this password was computed at too low a cost.',
  'reason.api-key.in_custody':
    'The key belongs to a person with two factors, is scoped, ends, and is stored only as a hash.',
  'reason.api-key.not_registered': 'This key was used but is not in the register.',
  'reason.api-key.not_hashed': 'More than a hash of this key is stored.',
  'reason.api-key.unscoped': 'This key is not restricted to any permissions.',
  'reason.api-key.endless': 'This key never expires.',
  'reason.api-key.too_long': 'This key is valid for {{days}} days; 90 are allowed.',
  'reason.api-key.owner_inactive': 'The account that owns this key is not active.',
  'reason.api-key.owner_one_factor': 'The person who owns this key does not have two factors.',
  'reason.sign-in.guard_in_force': 'The guard in the database is in force.',
  'reason.sign-in.guard_missing': 'The guard {{guard}} in the database is missing or switched off.',
  'permission.person:read': 'See people and their accounts',
  'permission.account:invite': 'Invite people',
  'permission.account:change-roles': 'Change the roles of others',
  'permission.account:grant-administrative': 'Grant and revoke administrative roles',
  'permission.account:deactivate': 'Deactivate and reactivate accounts',
  'permission.account:reset': 'Reset lost factors: ask for it, or approve as the second person',
  'permission.session:read': 'See the sessions of others',
  'permission.session:end': 'End the sessions of others',
  'permission.role:read': 'See roles and permissions',
  'permission.api-key:create': 'Create own API keys',
  'permission.api-key:read': 'See all API keys',
  'permission.api-key:revoke': 'Revoke the API keys of others',
  'role.owner': 'Owner',
  'role.isb': 'Information security (ISO)',
  'role.management': 'Management',
  'role.measure-owner': 'Measure owner',
  'role.employee': 'Employee',
  'role.auditor': 'Auditor (read-only)',
  'role.customer': 'Customer',
  'factor.password': 'password',
  'factor.totp': 'authenticator app',
  'factor.recovery-code': 'recovery codes',
  'mail.identity.invitation.subject': 'Your invitation to Beleg: {{tenant}}',
  'mail.identity.invitation.text':
    'Hello,\n\n{{tenant}} invited you to Beleg. Set your password and your second factor with this link:\n\n{{link}}\n\nIt works for {{hours}} hours and only once. Do not pass it on: whoever opens it will have the account.\n',
  'mail.identity.reset.subject': 'Your access to Beleg was reset',
  'mail.identity.reset.text':
    'Hello,\n\ntwo people at {{tenant}} approved that you set up your password and second factor anew. The earlier ones no longer work.\n\n{{link}}\n\nThe link works for {{hours}} hours and only once. If you did not ask for this, please tell your information security at once.\n',
  'mail.identity.reset-requested.subject': 'Somebody wants to reset your access to Beleg',
  'mail.identity.reset-requested.text':
    'Hello,\n\nsomebody asked to reset the password and second factor of your account. A second person still has to agree.\n\nIf you did not ask for this, please tell your information security at once.\n',
  'mail.identity.factor-set.subject': 'A factor of your account was set anew',
  'mail.identity.factor-set.text':
    'Hello,\n\nin your account at Beleg this was set anew: {{factor}}.\n\nIf that was not you, please tell your information security at once.\n',
  'mail.identity.recovery-codes-low.subject': 'Your recovery codes are running low',
  'mail.identity.recovery-codes-low.text':
    'Hello,\n\nyou have {{left}} recovery codes left. Under “My account” you make ten new ones.\n\nIf you used none of them, please tell your information security at once.\n',
  'mail.identity.guesses-stopped.subject': 'Wrong codes when signing in to your account',
  'mail.identity.guesses-stopped.text':
    'Hello,\n\nafter the right password, a wrong second factor was given {{failures}} times for your account. The sign-in was stopped.\n\nIf that was not you, somebody knows your password: please change it now.\n',

  // Second sources, by the name under which evidence states them.
  'source.credentials, factors, keys, sessions and the login record':
    'credentials, factors, keys, sessions and the login record',
  'source.credentials and links that are being enrolled': 'credentials and links that are being enrolled',
  'source.the login record of keys': 'the login record of keys',
  'source.the list of guards in the source code': 'the list of guards in the source code',

  // Documents.
  'document.permissions.title': 'Roles and permissions',
  'document.permissions.count': 'Permissions',
  'document.permissions.meaning':
    'Whoever has a role holds its permissions; what is not listed here nobody may do. Permissions whose id begins with “platform:” count for running the instance only.',
  'document.permissions.permission': 'Permission',
  'document.permissions.id': 'Id',
  'document.permissions.roles': 'Roles',
}
