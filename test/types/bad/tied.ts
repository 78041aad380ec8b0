// expect: tied needs a layer that gives what it takes, but this one takes [..., 4] and gives [..., 5]
import { dense, tied } from 'pullback'
export const model = tied(3)(dense(4, 5))
