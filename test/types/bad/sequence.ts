// expect: slides a window of 9 along a sequence of 8, padding included: the window is longer
import { compose, conv1d, reshape } from 'pullback'
export const model = compose(reshape([2, 6]), conv1d(2, 4, 5, { padding: 1, dilation: 2 }))
