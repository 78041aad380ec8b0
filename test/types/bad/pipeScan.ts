// expect: a cell takes a pair of an input and a carry, but this one takes [..., 4]
import { pipe } from 'fp-ts/lib/function.js'
import { dense, scan } from 'pullback'
export const model = pipe(dense(4, 5), scan({ reverse: true }))
