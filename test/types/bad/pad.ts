// expect: the 3rd layer takes [..., 784], but the 2nd gives [number, 32, 30]
import { compose, dense, pad, reshape } from 'pullback'
export const model = compose(reshape([28, 28]), pad([2, [2, 0]]), dense(784, 10))
