/** Predicates over what the looks at the ledger showed. Pure; what could not be seen never passes. */
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import type { Verdict } from '#core/duty.ts'
import type { ActionFact, RightsFact, TreeFact, TriggerFact } from './contract.ts'

const pass = (reason: string): Verdict => ({ outcome: 'pass', reason })
const fail = (reason: string, params: NonNullable<Verdict['params']> = {}): Verdict => ({
  outcome: 'fail',
  reason,
  params,
})
const unknown = (reason: string): Verdict => ({ outcome: 'unknown', reason })

const keep = (table: string, events: string, each: 'ROW' | 'STATEMENT') =>
  `BEFORE ${events} ON beleg.${table} FOR EACH ${each} EXECUTE FUNCTION keep_ledger()`
const keepPublished = (table: string) =>
  `BEFORE DELETE OR UPDATE OR TRUNCATE ON beleg.${table} FOR EACH STATEMENT EXECUTE FUNCTION keep_published()`

/** What stands guard, as the server prints it after `CREATE TRIGGER <name>`. */
export const expectedTriggers: Readonly<Record<string, string>> = {
  'ledger_pending.ledger_pending_unplaced': `BEFORE INSERT ON beleg.ledger_pending FOR EACH ROW WHEN (((new.leaf_index IS NOT NULL) AND ((CURRENT_USER = SESSION_USER) OR (current_setting('beleg.placing'::text, true) IS DISTINCT FROM 'on'::text)))) EXECUTE FUNCTION keep_ledger()`,
  'ledger_pending.ledger_pending_kept': keep('ledger_pending', 'DELETE OR UPDATE', 'ROW'),
  'ledger_pending.ledger_pending_whole': keep('ledger_pending', 'TRUNCATE', 'STATEMENT'),
  'ledger_tiles.ledger_tiles_kept': keep('ledger_tiles', 'DELETE OR UPDATE', 'ROW'),
  'ledger_tiles.ledger_tiles_whole': keep('ledger_tiles', 'TRUNCATE', 'STATEMENT'),
  'ledger_checkpoints.ledger_checkpoints_kept': keep('ledger_checkpoints', 'DELETE OR UPDATE', 'ROW'),
  'ledger_checkpoints.ledger_checkpoints_whole': keep('ledger_checkpoints', 'TRUNCATE', 'STATEMENT'),
  'ledger_signing_keys.ledger_signing_keys_kept': keep('ledger_signing_keys', 'DELETE OR UPDATE', 'ROW'),
  'ledger_instance_leaves.ledger_instance_leaves_kept': keep('ledger_instance_leaves', 'DELETE OR UPDATE', 'ROW'),
  'ledger_instance_leaves.ledger_instance_leaves_whole': keep('ledger_instance_leaves', 'TRUNCATE', 'STATEMENT'),
  'ledger_instance_checkpoints.ledger_instance_checkpoints_kept': keep(
    'ledger_instance_checkpoints',
    'UPDATE OR TRUNCATE',
    'STATEMENT',
  ),
  'ledger_instance_tiles.ledger_instance_tiles_kept': keepPublished('ledger_instance_tiles'),
  'ledger_publications.ledger_publications_kept': keepPublished('ledger_publications'),
  'ledger_cosignatures.ledger_cosignatures_kept': keepPublished('ledger_cosignatures'),
  'ledger_timestamps.ledger_timestamps_kept': keepPublished('ledger_timestamps'),
}

/** All that anybody but the owner may do with the tables of the ledger. */
export const expectedRights: Readonly<Record<string, readonly string[]>> = {
  ledger_pending: ['beleg_app: INSERT', 'beleg_app: SELECT'],
  ledger_tiles: ['beleg_app: SELECT'],
  ledger_checkpoints: ['beleg_app: SELECT'],
  ledger_signing_keys: ['beleg_app: INSERT', 'beleg_app: SELECT'],
  ledger_instance_leaves: ['beleg_platform: SELECT'],
  ledger_instance_checkpoints: ['beleg_platform: SELECT'],
  ledger_instance_tiles: ['beleg_platform: SELECT'],
  ledger_publications: ['beleg_platform: SELECT'],
  ledger_cosignatures: ['beleg_platform: SELECT'],
  ledger_timestamps: ['beleg_platform: SELECT'],
}

/** Is the stored tree the one that was signed? */
export function judgeTree(fact: TreeFact): Verdict {
  const [first] = fact.differences
  if (first !== undefined) {
    return first.place === null
      ? fail(`ledger.tree_${first.what}`)
      : fail(`ledger.tree_${first.what}`, { place: first.place })
  }
  if (fact.waiting === 'beyond_5s') return fail('ledger.tree_waits')
  return fact.examined === 'whole' ? pass('ledger.tree_as_signed') : unknown('ledger.tree_not_yet_examined')
}

/** Does this trigger stand guard as intended? The name is part of the subject, the definition tells which it is. */
export function judgeTrigger(fact: TriggerFact): Verdict {
  if (!fact.present) return fail('ledger.trigger_missing')
  if (!Object.values(expectedTriggers).includes(fact.definition)) return fail('ledger.trigger_unknown')
  if (!fact.enabled) return fail('ledger.trigger_disabled')
  if (!fact.asMigrated) return fail('ledger.trigger_altered')
  return pass('ledger.trigger_stands')
}

/** May anybody do more with this table than add to it? Any expected set is one that allows no change. */
export function judgeRights(fact: RightsFact): Verdict {
  const beyond = fact.held.filter((right) => !Object.values(expectedRights).some((rights) => rights.includes(right)))
  return beyond.length > 0
    ? fail('ledger.rights_beyond', { rights: beyond.join(', ') })
    : pass('ledger.rights_add_only')
}

/** Does the route leave its entry? */
export function judgeAction(fact: ActionFact): Verdict {
  if (fact.changes && fact.declared === 'none') return fail('ledger.action_undeclared')
  if (fact.declared === 'entry' && fact.left !== null && !fact.left.includes(fact.action ?? '')) {
    return fail('ledger.action_left_nothing', { action: fact.action ?? '', left: fact.left.join(', ') })
  }
  if (fact.left !== null && fact.declared === 'entry') return pass('ledger.action_left_entry')
  return pass(fact.declared === 'none' ? 'ledger.action_changes_nothing' : 'ledger.action_declared')
}

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: defaultTimeZone, dateStyle: 'short' })
/** A mail of the day comes in the morning, not in the first hour after midnight. */
const dayBeginsMs = 6 * 3_600_000

/** Whether the mail of the day is due: none was written yet, or the last one on an earlier day. */
export function isMailDue(mailedAt: Date | null, now: Date): boolean {
  const dayOf = (at: Date) => dayFormat.format(new Date(at.getTime() - dayBeginsMs))
  return mailedAt === null || dayOf(mailedAt) < dayOf(now)
}
