// expect: "supervised takes the loss first, and the model after it: supervised(loss)(model)"
import { dense, softmaxCrossEntropy, supervised } from 'pullback'
export const objective = supervised(dense(784, 10), softmaxCrossEntropy())
