// expect: the loss takes predictions [number, number], but the model gives [number, 3, 4]
import { compose, dense, reshape, softmaxCrossEntropy, supervised } from 'pullback'
export const objective = supervised(softmaxCrossEntropy())(compose(dense(2, 12), reshape([3, 4])))
