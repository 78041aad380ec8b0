// expect: tied needs a layer that gives what it takes, but this one takes [..., 4] and gives [..., 5]
import { pipe } from 'fp-ts/lib/function.js'
import { checkpointed, dense, tied } from 'pullback'
export const model = pipe(dense(4, 5), checkpointed, tied(3))
