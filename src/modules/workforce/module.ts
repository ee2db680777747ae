/** Workforce: the register of people, and the proof that whoever has an account works here. */
import type { Module } from '#core/module.ts'
import { registerRoutes } from '#core/register/routes.ts'
import { employmentCollector } from './collector.ts'
import { accountEmployment, duties } from './fact.ts'
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import { peopleContract, permissions } from './contract.ts'
import { peopleRegister } from './register.ts'

/** The manifest. */
export const workforceModule: Module = {
  name: 'workforce',
  permissions,
  routes: registerRoutes(peopleContract, peopleRegister, {
    fields: (mark) => ({ name: `Specimen ${mark}`, joinedOn: '2026-01-05' }),
    file: (mark) => `id;name;joinedOn\n${mark};Specimen ${mark};2026-01-05\n`,
  }),
  factTypes: [accountEmployment],
  duties,
  populations: peopleRegister.populations,
  collectors: [employmentCollector],
  jobs: [],
  confidentialColumns: [
    confidentialColumn({ table: 'employments', column: 'name' }),
    confidentialColumn({ table: 'employments', column: 'email', blindIndex: 'email_index' }),
  ],
  lists: [{ id: 'register-people', permission: 'workforce:read', search: peopleContract.search }],
  tables: ['employments'],
}
