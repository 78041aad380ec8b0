// Compositions of twelve layers, over whose names an editor shows something readable: see compilers.test.ts.
import { compose, conv2d, dense, flatten, init, key, maxPool2d, relu, reshape } from 'pullback'

const lenet = compose(
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
const model = init(lenet)(key(0))

const ofImages = compose(
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
  relu(),
  dense(84, 10),
)

const features = compose(
  conv2d(3, 16, 3, { padding: 1 }),
  relu(),
  conv2d(16, 16, 3, { padding: 1 }),
  relu(),
  maxPool2d(2),
  conv2d(16, 32, 3, { padding: 1 }),
  relu(),
  conv2d(32, 32, 3, { padding: 1 }),
  relu(),
  maxPool2d(2),
  conv2d(32, 64, 3),
  relu(),
)

export const shown = { lenet, model, ofImages, features }
