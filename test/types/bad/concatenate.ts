// expect: the 3rd layer joins along axis 0 of each example what differs elsewhere: [number, 1, 28, 28] and [number, 1, 14, 14]
import { compose, concatenate, fanout, identity, maxPool2d, reshape } from 'pullback'
export const model = compose(reshape([1, 28, 28]), fanout(identity(), maxPool2d(2)), concatenate(0))
