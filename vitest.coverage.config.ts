import { config } from './test/config.ts'

// How much of the sources the laws alone reach: `npm run coverage:laws`. Laws' own mutants and tests beside them do not count. A few samples of
// each law reach what many do, and a law that fails does not hide what is reached.
process.env.PULLBACK_LAWS_RUNS ??= '5'
export default {
  ...config,
  test: {
    ...config.test,
    include: ['test/laws/**/*.test.ts'],
    testTimeout: 600_000,
    exclude: ['test/laws/mutants-*', 'test/laws/zoo.test.ts', 'test/laws/report.test.ts'],
    coverage: {
      enabled: true,
      reportOnFailure: true,
      provider: 'v8' as const,
      include: ['src/**'],
      reporter: ['text', 'html'],
      reportsDirectory: 'out/coverage',
    },
  },
}
