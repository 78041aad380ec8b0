import { config } from './test/config.ts'

// Every file that other frameworks made, in ../shared/exchange or in the folder that EXCHANGE_DIR names: `npm run test:exchange`.
// What is cheap of it runs in `npm test`, too (test/exchange/cheap.test.ts).
export default {
  ...config,
  test: {
    ...config.test,
    include: ['test/exchange/**/*.exchange.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
}
