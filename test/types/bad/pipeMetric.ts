// expect: "the metric r2 takes targets [...], but the loss takes integers [number]"
import { pipe } from 'fp-ts/lib/function.js'
import { batches, dense, fit, r2, sgd, softmaxCrossEntropy, supervised, zeros } from 'pullback'

const data = batches({ inputs: zeros([8, 784]), targets: zeros([8], 'i32') }, { size: 2 })
export const training = pipe(
  dense(784, 10),
  supervised(softmaxCrossEntropy()),
  fit(sgd(0.1), data, { metrics: { r2 } }),
)
