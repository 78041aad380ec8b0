// expect: the 2nd layer takes ([..., 3], [..., 6]), but the 1st gives ([..., 3], [..., 5])
import { compose, dense, fanout, parallel } from 'pullback'
export const model = compose(fanout(dense(2, 3), dense(2, 5)), parallel(dense(3, 1), dense(6, 1)))
