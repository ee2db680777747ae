/** Asset: the registers of systems and data sets, and the proof that each has an owner and a class. */
import type { Module } from '#core/module.ts'
import { registerRoutes } from '#core/register/routes.ts'
import { assetCollector } from './collector.ts'
import { assetRecord, duties } from './fact.ts'
import { dataSetContract, permissions, systemContract } from './contract.ts'
import { dataSetRegister, systemRegister } from './register.ts'

const specimen = {
  fields: (mark: string) => ({ name: `Specimen ${mark}` }),
  file: (mark: string) => `id;name\n${mark};Specimen ${mark}\n`,
}

/** The manifest. */
export const assetModule: Module = {
  name: 'asset',
  permissions,
  routes: [
    ...registerRoutes(systemContract, systemRegister, specimen),
    ...registerRoutes(dataSetContract, dataSetRegister, specimen),
  ],
  factTypes: [assetRecord],
  duties,
  populations: [...systemRegister.populations, ...dataSetRegister.populations],
  collectors: [assetCollector],
  jobs: [],
  confidentialColumns: [],
  lists: [
    { id: 'register-systems', permission: 'asset:read', search: systemContract.search },
    { id: 'register-data-sets', permission: 'asset:read', search: dataSetContract.search },
  ],
  tables: ['systems', 'data_sets'],
}
