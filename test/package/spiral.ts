// A stranger's program: separates three arms of a spiral in the WebAssembly engine, with nothing but what the package exports.
import {
  accuracy,
  allParams,
  augmentOnes,
  batches,
  compose,
  fit,
  fromValues,
  initialiser,
  key,
  l2Penalty,
  last,
  linear,
  penalised,
  predict,
  random,
  relu,
  sgd,
  softmaxCrossEntropy,
  supervised,
  toValues,
  wasm,
} from 'pullback'

const [arms, perArm] = [3, 300]
const count = arms * perArm
const noise = toValues(random.normal([count])(key(1)))

/** Point `i` of all: on an arm that turns by a bit more than once, further out with each point. */
const point = (i: number): readonly number[] => {
  const [arm, t] = [Math.floor(i / perArm), (i % perArm) / (perArm - 1)]
  const angle = 4 * (arm + t) + 0.2 * noise[i]!
  return [t * Math.sin(angle), t * Math.cos(angle)]
}
const order = Array.from({ length: count }, (_, i) => i)
const inputs = fromValues([count, 2], order.flatMap(point))
const targets = fromValues([count], order.map(i => Math.floor(i / perArm)), 'i32') // biome-ignore format: one column

// Biases are weights of an input that is always 1, so that the penalty takes hold of all of them alike.
const classifier = compose(
  augmentOnes(),
  linear(3, 200, { w: initialiser.normal(0, Math.SQRT2) }),
  relu(),
  augmentOnes(),
  linear(201, 3, { w: initialiser.normal(0, 0.1) }),
)
const objective = penalised(l2Penalty(0.001, allParams))(supervised(softmaxCrossEntropy())(classifier))

export const separate = async (): Promise<{ readonly loss: number; readonly accuracy: number }> => {
  const data = batches({ inputs, targets }, { size: count })
  const training = fit(sgd(0.1), data, { epochs: 400, engine: wasm })(objective)
  const { loss, model } = await last(training(key(0)))
  return { loss, accuracy: accuracy(targets)(predict(classifier, model())(inputs)) }
}
