// expect: 128 features cannot be shared out to 3 heads: 2 are left over
import { selfAttention } from 'pullback'

export const attention = selfAttention(128, 3)
