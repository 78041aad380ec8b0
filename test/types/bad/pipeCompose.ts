// expect: the 3rd layer takes [..., 65], but the 2nd gives [..., 64]
import { pipe } from 'fp-ts/lib/function.js'
import { compose, dense, label, repeat } from 'pullback'

const body = pipe(dense(64, 64), repeat(3), label('body'))
export const model = compose(dense(784, 64), body, label('head')(dense(65, 10)))
