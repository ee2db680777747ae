/** Questionnaires of customers: taken in, answered from what is proven, given back in the same file. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { confidentialColumns } from './cell.ts'
import { permissions } from './contract.ts'
import { questionnaireRoutes } from './routes.ts'

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function questionnaireModule(registry: () => Registry): Module {
  return {
    name: 'questionnaire',
    permissions,
    routes: questionnaireRoutes(registry),
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    confidentialColumns,
    tables: ['questionnaires', 'questionnaire_questions', 'questionnaire_edits', 'questionnaire_deliveries'],
  }
}
