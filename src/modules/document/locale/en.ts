/** English texts of the register of documents. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'permission.document:read': 'Read documents',
  'permission.document:create': 'Make documents',
  'permission.document:approve': 'Approve documents',

  'problem.document.invalid': 'No document can be made like this.',
  'problem.document.not_draft': 'This document has already been decided on.',
  'problem.document.not_in_force': 'This document is not in force.',
  'problem.document.newer_in_force': 'A newer version has already been approved.',
  'problem.document.altered': 'What is stored does not agree with its hash. It is not shown.',
  'problem.document.too_large': 'The document would become too large. Please narrow down what it is about.',

  'issue.unknown_document_kind': 'There is no such kind of document here.',
  'issue.about_something_else': 'This kind of document is about something else.',
  'issue.about_nothing': 'This kind of document is about nothing in particular.',
  'issue.no_period': 'This kind of document speaks of no period.',
  'issue.after_the_end': 'Lies after the end of the period.',
  'issue.present_only': 'This kind of document only speaks of the present.',
  'action.document.approval_withdrawn': 'Approval of a document withdrawn',
  'action.document.approved': 'Document approved',
  'action.document.created': 'Document created',
  'action.document.downloaded': 'Document downloaded',
  'action.document.table-downloaded': 'Table of a document downloaded',
  'action.document.listed': 'Documents looked at',
  'action.document.read': 'Document read',
  'action.document.rejected': 'Document rejected',
}
