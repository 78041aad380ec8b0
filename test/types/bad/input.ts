// expect: is not assignable to parameter of type 'Tensor<[...number[], 784], "float">'
import { dense, init, key, predict, zeros } from 'pullback'
const model = dense(784, 10)
export const scores = predict(model, init(model)(key(0)))(zeros([5, 783]))
