import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/spec/**/*.spec.ts', 'test/**/*.spec.ts', 'catalog/**/*.spec.ts', 'bench/**/*.spec.ts'],
          exclude: ['**/node_modules/**', 'test/e2e/**'],
          globalSetup: ['test/global-setup.ts'],
          pool: 'forks',
          testTimeout: 20_000,
          // A loaded machine takes long to boot a database server.
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
