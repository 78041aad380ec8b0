// expect: residual needs a layer that gives what it takes, but this one takes [..., 64] and gives [..., 32]
import { compose, dense, residual } from 'pullback'
export const model = compose(dense(8, 64), residual(dense(64, 32)))
