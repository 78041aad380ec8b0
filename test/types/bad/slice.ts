// expect: the 2nd layer takes a range that is not within an axis of 28, or empty
import { compose, reshape, slice } from 'pullback'
export const model = compose(reshape([28, 28]), slice([[], [4, 32]]))
