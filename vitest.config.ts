import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { alone, config, mutants } from './test/config.ts'

// Node strips the sources' types once, not in each process that tests start.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'out/compile-cache')

const { globalSetup, allowOnly, maxWorkers, sequence, ...test } = config.test

export default defineConfig({
  test: {
    globalSetup,
    allowOnly,
    maxWorkers,
    sequence,
    projects: [
      { ...config, test: { ...test, name: 'alone', include: [...alone], exclude: [mutants] } },
      {
        ...config,
        test: {
          ...test,
          name: 'together',
          exclude: [...alone, mutants],
          // Several hundred modules are loaded once for all files, and by Node itself, as a user's program loads them: with a process
          // and vitest's own loader for each file, all of it takes a third longer.
          isolate: false,
          experimental: { viteModuleRunner: false, nodeLoader: false },
        },
      },
    ],
  },
})
