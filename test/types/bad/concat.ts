// expect: the 2nd layer takes [..., 11], but the 1st gives [..., 10]
import { compose, concat, dense } from 'pullback'
export const model = compose(concat(dense(4, 4), dense(4, 6)), dense(11, 2))
