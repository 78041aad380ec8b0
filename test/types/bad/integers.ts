// expect: "the model takes [..., 3], but is given integers [5, 3]"
import { dense, init, key, predict, zeros } from 'pullback'

const model = dense(3, 10)
export const scores = predict(model, init(model)(key(0)))(zeros([5, 3], 'i32'))
