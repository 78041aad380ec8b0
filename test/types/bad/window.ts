// expect: the 3rd layer slides a window of 7 by 7 over an image of 5 by 6, padding included: the window is larger
import { compose, conv2d, maxPool2d, reshape } from 'pullback'
export const model = compose(reshape([1, 5, 4]), maxPool2d(1), conv2d(1, 8, 7, { padding: [0, 1] }))
