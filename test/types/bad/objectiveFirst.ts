// expect: "fit takes the objective last: fit(optimiser, batches, options)(objective)"
import { batches, dense, fit, sgd, softmaxCrossEntropy, supervised, zeros } from 'pullback'

const data = batches({ inputs: zeros([8, 784]), targets: zeros([8], 'i32') }, { size: 2 })
export const training = fit(supervised(softmaxCrossEntropy())(dense(784, 10)), sgd(0.1), data, { epochs: 3 })
