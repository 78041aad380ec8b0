// expect: "the model takes inputs [..., 784], but the batches have [number, 783]"
import { batches, dense, fit, sgd, softmaxCrossEntropy, supervised, zeros } from 'pullback'

const objective = supervised(softmaxCrossEntropy())(dense(784, 10))
const data = batches({ inputs: zeros([8, 783]), targets: zeros([8], 'i32') }, { size: 2 })
export const training = fit(sgd(0.1), data)(objective)
