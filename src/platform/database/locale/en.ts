/** English texts of what can keep the database from starting or migrating; the rest is in src/platform/locale. */
export const en = {
  'problem.database.bad_url': 'DATABASE_URL is not a valid address of a PostgreSQL database.',
  'problem.database.url_unreachable': 'No database answers at DATABASE_URL ({{place}}: {{detail}}).',
  'problem.database.url_refused': 'The database of DATABASE_URL does not let us in ({{place}}: {{detail}}).',
  'problem.database.no_package':
    'npm has no PostgreSQL for {{platform}} ({{package}}). Set DATABASE_URL to a database of yours (PostgreSQL 15 or newer), or install again with optional dependencies.',
  'problem.database.no_access':
    'The user {{user}} has no access to {{path}} ({{detail}}). Change its permissions, or choose another directory with BELEG_DATA.',
  'problem.database.no_unprivileged_user':
    'PostgreSQL does not run as root, and none of the users {{users}} exists. Create one of them, or start Beleg as another user.',
  'problem.database.no_os_user':
    'The user id {{uid}} has no name on this system; PostgreSQL needs one. Add it to /etc/passwd.',
  'problem.database.not_owner':
    'The database in {{path}} belongs to the user {{owner}}, not to {{user}}. Start Beleg as its owner or as root.',
  'problem.database.corrupted': 'The database in {{path}} is damaged: {{detail}} Restore it from a backup.',
  'problem.database.other_major':
    'The database in {{path}} is of PostgreSQL {{found}}, and {{wanted}} is needed. Move it over with a backup.',
  'problem.database.socket_path_too_long':
    'The path {{path}} is too long for a socket (at most {{longest}} bytes), and no shorter place was possible: {{detail}}',
  'problem.database.attach_refused':
    'A database server of another user already runs on {{path}} and does not let {{user}} in.',
  'problem.database.start_failed': 'The database server does not start ({{path}}): {{detail}}',
  'problem.database.too_old': 'PostgreSQL {{found}} is too old; {{wanted}} or newer is needed.',
  'problem.database.missing_right': 'The database role {{role}} lacks a right: {{right}}. Remedy: {{statement}}',
  'problem.database.role_too_strong':
    'The database role {{role}} is a superuser, bypasses row-level security or belongs to another role. Take that from it.',
  'problem.database.migration_changed': 'The migration {{name}} was changed after it was applied.',
  'problem.database.migration_missing': 'The applied migration {{name}} is missing in this version of Beleg.',
  'problem.database.migration_out_of_order': 'The migration {{name}} comes too late: later ones are already applied.',
  'problem.database.migration_failed': 'The migration {{name}} failed (line {{line}}): {{detail}}',
  'problem.database.newer_than_code':
    'The database is at version {{found}}, and this version of Beleg knows only {{known}}. Start the newer one.',
} as const
