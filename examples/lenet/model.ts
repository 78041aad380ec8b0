/**
 * The network: LeNet-5 with rectified units and maximum pooling in place of what 1998 had.
 *
 * @see Y. LeCun, L. Bottou, Y. Bengio and P. Haffner: "Gradient-based learning applied to document recognition" (1998)
 * @module
 */
import {
  adam,
  compose,
  conv2d,
  dense,
  flatten,
  initialiser,
  maxPool2d,
  type ParamsOf,
  relu,
  reshape,
  softmaxCrossEntropy,
  supervised,
} from 'pullback'

const rectified = { w: initialiser.heUniform }

/** Takes images [batch, 28, 28]; the compiler knows that 400 numbers are left of each before the dense layers. */
export const lenet = compose(
  reshape([1, 28, 28]),
  conv2d(1, 6, 5, { padding: 2, ...rectified }),
  relu(),
  maxPool2d(2),
  conv2d(6, 16, 5, rectified),
  relu(),
  maxPool2d(2),
  flatten(),
  dense(400, 120, rectified),
  relu(),
  dense(120, 84, rectified),
  relu(),
  dense(84, 10),
)

/** The parameters of the network. */
export type LeNetParams = ParamsOf<typeof lenet>

/** What training makes small. */
export const objective = supervised(softmaxCrossEntropy())(lenet)

/** Adam, whose rate falls from 0.002 to 0 along half a wave over so many steps. */
export const optimiserFor = (steps: number) =>
  adam(step => 0.001 * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps)))

/** Examples in a batch. */
export const batchSize = 64

/** Passes over the training images. */
export const epochs = 6
