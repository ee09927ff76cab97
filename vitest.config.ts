import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(`packages/${path}`, import.meta.url))

// Unit tests read the sources; everything else reads what would be published.
const sources = [
  { find: /^@no-orphans\/core$/, replacement: source('core/src/index.ts') },
  { find: /^@no-orphans\/core\/report$/, replacement: source('core/src/report/index.ts') },
  { find: /^@no-orphans\/core\/(adapter|matchers|worker)$/, replacement: source('core/src/$1.ts') },
]

// What failed once in a hundred runs is told whole: there may be no second time.
const chaiConfig = { truncateThreshold: 0 }

export default defineConfig({
  test: {
    // The end-to-end tests start whole test runs of their own: more workers than this only make them wait for each other.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias: sources },
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          pool: 'forks',
          chaiConfig,
          // Some start workers and children, which takes its time on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/install-labs.ts',
          pool: 'forks',
          chaiConfig,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'packaging',
          include: ['test/packaging/**/*.test.ts'],
          globalSetup: 'test/install-labs.ts',
          pool: 'forks',
          chaiConfig,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
