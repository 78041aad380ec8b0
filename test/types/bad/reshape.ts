// expect: the 2nd layer reshapes 12 elements for each example to a shape of 20
import { compose, reshape } from 'pullback'
export const model = compose(reshape([3, 4]), reshape([4, 5]))
