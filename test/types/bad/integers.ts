// expect: is not assignable to parameter of type 'Tensor<[...number[], 3], "float">'
import { dense, init, key, predict, zeros } from 'pullback'
const model = dense(3, 10)
export const scores = predict(model, init(model)(key(0)))(zeros([5, 3], 'i32'))
