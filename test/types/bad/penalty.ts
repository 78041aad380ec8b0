// expect: "the penalty takes other parameters than those of the objective"
import { pipe } from 'fp-ts/lib/function.js'
import { dense, l2Penalty, penalised, softmaxCrossEntropy, supervised, type Tensor } from 'pullback'

const onGain = (params: { readonly gain: Tensor<[3]> }) => l2Penalty(0.1)(params)
export const objective = pipe(dense(784, 10), supervised(softmaxCrossEntropy()), penalised(onGain))
