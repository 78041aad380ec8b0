// expect: "supervised takes a loss that is called, with its options or without: softmaxCrossEntropy()"
import { pipe } from 'fp-ts/lib/function.js'
import { dense, softmaxCrossEntropy, supervised } from 'pullback'
export const objective = pipe(dense(784, 10), supervised(softmaxCrossEntropy))
