import { compose, conv2d, dense, flatten, maxPool2d, relu, reshape } from 'pullback'

export const model = compose(
  reshape([1, 28, 28]),
  conv2d(1, 6, 5, { padding: 2 }),
  relu(),
  maxPool2d(2),
  conv2d(6, 16, 5),
  relu(),
  maxPool2d(2),
  flatten(),
  dense(400, 120),
  relu(),
  dense(120, 84),
  dense(84, 10),
)
