// expect: "supervised takes a loss that gives one number: perExample.mean(loss) or perExample.sum(loss)"
import { pipe } from 'fp-ts/lib/function.js'
import { dense, perExample, supervised } from 'pullback'
export const objective = pipe(dense(784, 10), supervised(perExample.huber()))
