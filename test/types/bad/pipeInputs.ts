// expect: "the model takes inputs [..., 784], but the batches have [number, 783]"
import { pipe } from 'fp-ts/lib/function.js'
import { batches, dense, fit, sgd, softmaxCrossEntropy, supervised, zeros } from 'pullback'
const data = batches({ inputs: zeros([8, 783]), targets: zeros([8], 'i32') }, { size: 2 })
export const training = pipe(dense(784, 10), supervised(softmaxCrossEntropy()), fit(sgd(0.1), data))
