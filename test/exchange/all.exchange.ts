import { registerExchange } from './exchange.ts'

registerExchange({ cheapOnly: false })
