// expect: "the loss takes targets integers [number], but the batches have [number]"
import { batches, dense, fit, sgd, softmaxCrossEntropy, supervised, zeros } from 'pullback'

const objective = supervised(softmaxCrossEntropy())(dense(784, 10))
const data = batches({ inputs: zeros([8, 784]), targets: zeros([8]) }, { size: 2 })
export const training = fit(sgd(0.1), data)(objective)
