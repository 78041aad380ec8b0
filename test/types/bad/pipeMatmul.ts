// expect: multiplies [number, 784] by [784, 10], but was given [5, 783]
import { pipe } from 'fp-ts/lib/function.js'
import { ones, op } from 'pullback'
export const scores = pipe(ones([5, 783]), op.matmul(ones([784, 10])), op.tanh)
