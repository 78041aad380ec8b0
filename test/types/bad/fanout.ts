// expect: all layers take the same input, but the 2nd takes [..., 5] and another [..., 4]
import { dense, fanout } from 'pullback'
export const model = fanout(dense(4, 2), dense(5, 2))
