/** English texts of the statement. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'problem.statement.none_published': 'No security statement has been published yet.',
  'problem.statement.already_published': 'This version is published already.',
  'problem.statement.empty': 'The file {{file}} is empty.',
  'problem.statement.unreadable': 'The file {{file}} is not text but: {{found}}.',
  'problem.statement.too_large': 'The file {{file}} is larger than {{limitBytes}} bytes.',
  'problem.statement.unsupported_format':
    'The file {{file}} ends in “{{ending}}”. Beleg reads txt, md, markdown, html and htm.',
  'problem.statement.not_utf8':
    'The file {{file}} is not written in UTF-8: byte {{offset}} is something else. Save it as UTF-8.',
  'problem.decision.invalid': 'This decision does not fit yet.',
  'problem.decision.already_decided': 'This has been decided already.',
  'issue.in_the_past': 'Lies in the past.',
  'issue.too_far_ahead': 'At most twelve months ahead.',
  'issue.claim_without_status': 'This sentence has no status to decide about.',
  'issue.no_option': 'This sentence is no option (“may”).',
  'issue.no_exceptions_here': 'This promise allows no exceptions; one would break it.',
  'issue.unknown_subject': 'There is no such subject here.',
  'permission.statement:read': 'Read the security statement',
  'permission.claim:read': 'Read the proof of a sentence',
  'permission.statement:draft': 'Draft versions',
  'permission.statement:publish': 'Publish versions',
  'permission.decision:request': 'Ask for decisions',
  'permission.decision:decide': 'Decide requests',
}
