import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ViteUserConfig } from 'vitest/config'
import { SlowFirst } from './slowFirst.ts'

// 'pullback' means the sources, in the tests' own modules and in the threads and processes they start.
const conditions = ['pullback-source', 'module', 'node', 'development|production']

/** The configuration that all runs of tests share: every file in a process of its own. */
export const config = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/seed.ts'],
    setupFiles: ['test/setup.ts'],
    execArgv: ['--conditions=pullback-source'],
    allowOnly: process.env.CI !== 'true',
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // A test that hangs is found; one on a busy machine is not.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
} satisfies ViteUserConfig

/** Tests of laws by what breaks them: `npm run test:mutants`. They find what is wrong with laws, and laws what is wrong with the rest. */
export const mutants = 'test/laws/mutants-*.test.ts'

const needsItsOwn = /vi\.mock\(|node:child_process|new Worker\(|chdir\(|\bblas\b|\/(engines|hosts)\.ts'/

/**
 * The files of tests that need a process of their own: those that replace modules, start processes or threads, change the working
 * directory, or call a BLAS. (OpenBLAS has its threads for a whole process, and stops them whenever the process starts another.)
 */
export const alone: readonly string[] = readdirSync(import.meta.dirname, {
  encoding: 'utf8',
  recursive: true,
})
  .filter(file => file.endsWith('.test.ts'))
  .filter(file => needsItsOwn.test(readFileSync(join(import.meta.dirname, file), 'utf8')))
  .map(file => `test/${file.replaceAll('\\', '/')}`)
  .toSorted()
