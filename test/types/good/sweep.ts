// A sweep: one of several optimisers, losses, models.
import {
  adam,
  adamw,
  batches,
  compose,
  dense,
  fit,
  key,
  last,
  momentum,
  relu,
  rmsprop,
  sgd,
  softmaxCrossEntropy,
  supervised,
  tensor,
  trainingStep,
} from 'pullback'

const data = batches({ inputs: tensor([[0, 1], [1, 0]]), targets: tensor([0, 1], 'i32') }, { size: 2 }) // biome-ignore format: one line
const objective = supervised(softmaxCrossEntropy())(compose(dense(2, 4), relu(), dense(4, 2)))

const optimisers = { sgd: sgd(0.1), momentum: momentum(0.1, 0.9), adam: adam(0.01), adamw: adamw(0.01), rmsprop: rmsprop(0.01) } // biome-ignore format: one line
export const byName = async (name: keyof typeof optimisers) => {
  const optimiser = optimisers[name]
  const first = await last(fit(optimiser, data)(objective)(key(0)))
  const again = fit(optimiser, data, { epochs: 2, from: first.checkpoint() })(objective)
  return (await last(again(key(0)))).model().params[0].w
}
export const all = [sgd(0.1), adam(0.01)].map(optimiser => fit(optimiser, data)(objective))

const models = [dense(2, 2), compose(dense(2, 8), relu(), dense(8, 2))]
export const trained = models.map(model => fit(sgd(0.1), data)(supervised(softmaxCrossEntropy())(model)))

export const step = trainingStep(optimisers.adam)(objective)
export const steps = Object.values(optimisers).map(optimiser => trainingStep(optimiser)(objective))
