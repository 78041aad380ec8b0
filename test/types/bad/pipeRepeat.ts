// expect: repeat needs a layer that gives what it takes, but this one takes [..., 4] and gives [..., 5]
import { pipe } from 'fp-ts/lib/function.js'
import { dense, label, repeat, residual } from 'pullback'
export const model = pipe(dense(4, 5), repeat(3), residual, label('body'))
