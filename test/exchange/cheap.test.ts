import { registerExchange } from './exchange.ts'

// The rest: npm run test:exchange
registerExchange({ cheapOnly: true })
