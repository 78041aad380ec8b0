// expect: the 2nd layer is asked for an axis that examples of 2 axes do not have
import { compose, reshape, transpose } from 'pullback'
export const model = compose(reshape([3, 4]), transpose(1, 2))
