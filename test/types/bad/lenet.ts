// expect: the 6th layer takes [..., 256], but the 5th gives [number, 400]
import { compose, conv2d, dense, flatten, maxPool2d, reshape } from 'pullback'

const padded = conv2d(1, 6, 5, { padding: 2 })
export const model = compose(
  compose(reshape([1, 28, 28]), padded),
  maxPool2d(2),
  conv2d(6, 16, 5),
  maxPool2d(2),
  flatten(),
  dense(256, 10),
)
