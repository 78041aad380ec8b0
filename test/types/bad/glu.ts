// expect: the 2nd layer halves an axis of 7, which is odd
import { compose, dense, glu } from 'pullback'
export const model = compose(dense(3, 7), glu(), dense(3, 2))
