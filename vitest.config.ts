import { defineConfig } from 'vitest/config'
import { SlowFirst } from './test/slowFirst.ts'

// 'pullback' means the sources, in the tests' own modules and in the threads and processes they start.
const conditions = ['pullback-source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/seed.ts'],
    setupFiles: ['test/setup.ts'],
    execArgv: ['--conditions=pullback-source'],
    allowOnly: process.env.CI !== 'true',
    // A process for each file: OpenBLAS has its threads for a whole process, and stops them whenever one of its files starts
    // another process.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // A test that hangs is found; one on a busy machine is not.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
