/** Today: what needs somebody, by deadline and by what breaks. */
import { defineRoute, type Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { readTodayOrThen } from './actions/list-past.ts'
import { readToday } from './contract.ts'

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function todayModule(registry: () => Registry): Module {
  return {
    name: 'today',
    permissions: { 'today:read': ['owner', 'isb', 'management', 'measure-owner', 'employee', 'auditor'] },
    routes: [defineRoute(readToday, (context, { query }) => readTodayOrThen(context, registry(), query))],
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    confidentialColumns: [],
    tables: [],
  }
}
