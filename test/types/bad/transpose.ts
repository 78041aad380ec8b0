// expect: the 2nd layer puts 3 axes of each example into another order, but examples have 2
import { compose, reshape, transpose } from 'pullback'
export const model = compose(reshape([3, 4]), transpose([0, 2, 1]))
