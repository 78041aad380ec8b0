// expect: takes two tensors of one shape, but was given [2, 3] and [2, 4]
import { pipe } from 'fp-ts/lib/function.js'
import { ones, op } from 'pullback'
export const total = pipe(ones([2, 3]), op.add(ones([2, 4])), op.sum())
