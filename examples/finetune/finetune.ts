/**
 * A model from an ONNX file with a new head: the head is trained alone, and then all of it.
 *
 * @module
 */
import {
  accuracy,
  adam,
  batches,
  compile,
  compose,
  dense,
  fit,
  frozen,
  type Integers,
  key,
  last,
  op,
  predict,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
} from 'pullback'
import type { OnnxModel } from 'pullback/onnx'

/** Images of one channel with the classes that they show. */
export interface Images {
  readonly inputs: Tensor<[number, 1, 28, 28]>
  readonly targets: Integers<[number]>
}

/** A model that takes such images, and gives ten numbers for each. */
export type Imported = OnnxModel<Tensor<[number, 1, 28, 28]>, Tensor<[number, 10]>>

/** How much is right of images that were not trained on: with a new head, and after all was trained. */
export interface Finetuned {
  readonly headAlone: number
  readonly all: number
}

/** Images of 8 × 8 pixels, three times as large, in the middle of 28 × 28. */
export const enlarged = (digits: Tensor<[number, 64]>): Tensor<[number, 1, 28, 28]> => {
  const images = op.reshape([digits.shape[0], 1, 8, 8])(digits)
  const large = op.repeat(3, 3)(op.repeat(2, 3)(images))
  return op.pad([0, 0, 2, 2], [0, 0, 2, 2])(op.scale(1 / 16)(large as Tensor)) as Tensor<[number, 1, 28, 28]>
}

/** Trains a head of ours on what an imported model gives, and then both. */
export const finetune = async (
  { layer, model }: Imported,
  train: Images,
  test: Images,
  { epochs, seed }: { readonly epochs: number; readonly seed: number },
): Promise<Finetuned> => {
  const data = batches(train, { size: 32, shuffle: true })
  const objective = supervised(softmaxCrossEntropy())
  const rightOf = accuracy(test.targets)

  const withHead = compose(frozen(model)(layer), dense(10, 10))
  const trainHead = fit(adam(0.02), data, { epochs })(objective(withHead))
  const { params, state } = (await last(trainHead(key(seed)))).model()
  const headAlone = rightOf(compile(predict(withHead, { params, state }))(test.inputs))

  const whole = compose(layer, dense(10, 10))
  const from = { params: [model.params, params[1]], state: [model.state, state[1]] } as const
  const trainAll = fit(adam(0.002), data, { epochs, from })(objective(whole))
  const all = (await last(trainAll(key(seed)))).model()
  return { headAlone, all: rightOf(compile(predict(whole, all))(test.inputs)) }
}
