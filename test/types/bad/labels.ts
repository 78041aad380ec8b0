// expect: is not assignable to parameter of type 'Integers<[number]>'
import { softmaxCrossEntropy, tensor } from 'pullback'
// the mistake of the first notebook: labels of shape [n, 1]
export const loss = softmaxCrossEntropy()(tensor([[5], [0], [4]], 'i32'))
