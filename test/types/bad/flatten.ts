// expect: the 3rd layer takes [..., 783], but the 2nd gives [number, 784]
import { compose, dense, flatten, reshape } from 'pullback'
export const model = compose(reshape([28, 28]), flatten(), dense(783, 10))
