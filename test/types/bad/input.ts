// expect: parameter of type '"the model takes [..., 784], but is given [5, 783]"'
import { dense, init, key, predict, zeros } from 'pullback'

const model = dense(784, 10)
export const scores = predict(model, init(model)(key(0)))(zeros([5, 783]))
