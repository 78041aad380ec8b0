// expect: "fit begins from a checkpoint or a model of the same objective and optimiser
import { pipe } from 'fp-ts/lib/function.js'
import { batches, dense, fit, init, key, sgd, softmaxCrossEntropy, supervised, zeros } from 'pullback'

const data = batches({ inputs: zeros([8, 784]), targets: zeros([8], 'i32') }, { size: 2 })
const from = init(dense(784, 11))(key(0))
export const training = pipe(dense(784, 10), supervised(softmaxCrossEntropy()), fit(sgd(0.1), data, { from }))
