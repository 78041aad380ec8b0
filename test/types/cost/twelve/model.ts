import { compose, dense, dropout, leakyRelu, relu, residual, sigmoid, softmax, tanh } from 'pullback'

export const model = compose(
  dense(784, 512),
  relu(),
  dropout(0.5),
  residual(compose(dense(512, 512), relu())),
  dense(512, 256),
  tanh(),
  dense(256, 128),
  sigmoid(),
  dense(128, 64),
  leakyRelu(0.01),
  dense(64, 10),
  softmax(),
)
