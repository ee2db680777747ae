import { defineConfig } from 'vitest/config'
import { specsOnDatabase } from './test/specs-on-database.ts'

const everywhere = ['**/node_modules/**', '**/dist/**']
const units = ['src/**/spec/**/*.spec.ts', 'test/**/*.spec.ts', 'catalog/**/*.spec.ts', 'bench/**/*.spec.ts']
/** The run on the oldest supported PostgreSQL leaves out what brings a server of its own, which is the newest. */
const onOldest = process.env.BELEG_TEST_PG === '15'
const ownServer = ['test/robustness/**', 'bench/**']
/** Nor what tries all routes once more: the modules' own specs try there what is stored. */
const patient = ['test/matrix/**', 'src/modules/isolation/spec/canary.spec.ts']
const elsewhere = ['test/e2e/**', 'test/peers/**', 'test/soak/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: onOldest ? specsOnDatabase(units) : units,
          exclude: [...everywhere, ...elsewhere, ...(onOldest ? [...ownServer, ...patient] : [])],
          globalSetup: ['test/global-setup.ts'],
          pool: 'forks',
          // Many specs wait for a clock, a collector or another process: more at once than there are processors.
          maxWorkers: 3,
          testTimeout: 20_000,
          // A loaded machine takes long to boot a database server.
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.spec.ts'],
          exclude: everywhere,
          globalSetup: ['test/e2e-setup.ts'],
          pool: 'forks',
          // Most bring a house of their own; those that share the one instance only read in it, or sign in.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'soak',
          environment: 'node',
          include: ['test/soak/**/*.spec.ts'],
          exclude: everywhere,
          pool: 'forks',
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'peers',
          environment: 'node',
          include: ['test/peers/**/*.spec.ts'],
          globalSetup: ['test/peers-setup.ts'],
          exclude: everywhere,
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
