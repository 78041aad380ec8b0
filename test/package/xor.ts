// A stranger's program: learns exclusive or, with nothing but what the package exports.
import {
  adam,
  batches,
  compose,
  dense,
  fit,
  key,
  label,
  last,
  predict,
  softmaxCrossEntropy,
  supervised,
  tanh,
  tensor,
  toNested,
} from 'pullback'

const inputs = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
])
const targets = tensor([0, 1, 1, 0], 'i32')
const classifier = compose(label('hidden')(dense(2, 8)), tanh(), label('output')(dense(8, 2)))

export const learn = async (): Promise<{ readonly loss: number; readonly scores: unknown }> => {
  const data = batches({ inputs, targets }, { size: 4 })
  const { loss, model } = await last(
    fit(adam(0.1), data, { epochs: 100 })(supervised(softmaxCrossEntropy())(classifier))(key(0)),
  )
  return { loss, scores: toNested(predict(classifier, model())(inputs)) }
}
