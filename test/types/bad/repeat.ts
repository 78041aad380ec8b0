// expect: repeat needs a layer that gives what it takes, but this one takes [..., 4] and gives [..., 5]
import { dense, repeat } from 'pullback'
export const model = repeat(3)(dense(4, 5))
