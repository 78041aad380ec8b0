// expect: the 3rd layer takes [..., 65], but the 2nd gives [..., 64]
import { compose, dense, leakyRelu } from 'pullback'
export const model = compose(dense(784, 64), leakyRelu(0.01), dense(65, 10))
