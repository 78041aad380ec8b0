import { config } from './test/config.ts'

// How much of the sources the laws alone reach: `npm run coverage:laws`. Laws' own mutants and tests beside them do not count.
export default {
  ...config,
  test: {
    ...config.test,
    include: ['test/laws/**/*.test.ts'],
    exclude: ['test/laws/mutants-*', 'test/laws/zoo.test.ts', 'test/laws/report.test.ts'],
    coverage: {
      enabled: true,
      provider: 'v8' as const,
      include: ['src/**'],
      reporter: ['text', 'html'],
      reportsDirectory: 'out/coverage',
    },
  },
}
