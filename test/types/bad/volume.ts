// expect: the 2nd layer slides a window of 2 by 2 by 2 over a volume of 1 by 4 by 4, padding included: the window is larger
import { compose, conv3d, maxPool3d, reshape } from 'pullback'
export const model = compose(reshape([1, 1, 4, 4]), maxPool3d(2), conv3d(1, 2, 1))
