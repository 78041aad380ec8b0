import { config } from './test/config.ts'

// What takes minutes and has found nothing that the other tests do not find: the benchmark's contestants, and experiments with
// every seed. `npm run test:nightly` runs it; how fast the machine is must not matter.
export default {
  ...config,
  test: { ...config.test, include: ['test/**/*.nightly.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
}
