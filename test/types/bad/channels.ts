// expect: the 3rd layer takes [number, 8, number, number], but the 2nd gives [number, 6, 24, 24]
import { compose, conv2d, reshape } from 'pullback'
export const model = compose(reshape([1, 28, 28]), conv2d(1, 6, 5), conv2d(8, 16, 5))
