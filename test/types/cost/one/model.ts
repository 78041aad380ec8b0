import { dense } from 'pullback'

export const model = dense(784, 512)
