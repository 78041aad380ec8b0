// expect: "the model takes inputs [..., 64], but the batches have [number, 63]"
import { pipe } from 'fp-ts/lib/function.js'
import { batches, dense, fit, sgd, softmaxCrossEntropy, supervised, zeros } from 'pullback'

const data = batches({ inputs: zeros([8, 63]), targets: zeros([8], 'i32') }, { size: 2 })
export const training = pipe(dense(64, 10), supervised(softmaxCrossEntropy()), fit(sgd(0.1), data))
