// expect: the loss takes predictions [number, number], but the model gives [number, 3, 4]
import { pipe } from 'fp-ts/lib/function.js'
import { compose, dense, reshape, softmaxCrossEntropy, supervised } from 'pullback'
export const objective = pipe(compose(dense(2, 12), reshape([3, 4])), supervised(softmaxCrossEntropy()))
