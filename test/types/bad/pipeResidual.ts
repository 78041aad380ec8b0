// expect: residual needs a layer that gives what it takes, but this one takes [..., 4] and gives [..., 5]
import { pipe } from 'fp-ts/lib/function.js'
import { compose, dense, label, relu, residual } from 'pullback'
export const model = pipe(compose(dense(4, 5), relu()), residual, label('body'))
