// expect: the 2nd layer takes [..., 17], but the 1st gives [..., 16]
import { compose, dense } from 'pullback'

const blocks = [1, 2].map(() => dense(16, 16))
export const model = compose(dense(8, 16), dense(17, 16), ...blocks)
