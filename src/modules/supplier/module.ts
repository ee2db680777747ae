/** Suppliers: their register, and the public list of those that process data for us (Art. 28 GDPR). */
import type { Module } from '#core/module.ts'
import { registerRoutes } from '#core/register/routes.ts'
import { tellOfAnnouncement } from './actions/tell.ts'
import { confidentialColumns } from './cell.ts'
import { permissions, supplierContract } from './contract.ts'
import { supplierJobs } from './jobs.ts'
import { supplierRegister } from './register.ts'
import { listRoutes } from './routes.ts'

/** The manifest. */
export const supplierModule: Module = {
  name: 'supplier',
  permissions,
  routes: [
    ...registerRoutes(supplierContract, supplierRegister, {
      fields: (mark) => ({ name: `Specimen ${mark}`, role: 'supplier', country: 'DE', purpose: 'Specimen' }),
      file: (mark) => `id;name;role;country;purpose\n${mark};Specimen ${mark};supplier;DE;Specimen\n`,
    }),
    ...listRoutes,
  ],
  factTypes: [],
  duties: [],
  populations: supplierRegister.populations,
  collectors: [],
  jobs: [tellOfAnnouncement],
  recurring: supplierJobs,
  confidentialColumns,
  lists: [{ id: 'register-suppliers', permission: 'supplier:read', search: supplierContract.search }],
  tables: [
    'suppliers',
    'subprocessor_lists',
    'subprocessor_announcements',
    'subprocessor_subscriptions',
    'subprocessor_notices',
  ],
}
