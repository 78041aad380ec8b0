// expect: "the loss takes targets integers [number], but the batches have [number]"
import { pipe } from 'fp-ts/lib/function.js'
import {
  batches,
  dense,
  fit,
  l2Penalty,
  penalised,
  sgd,
  softmaxCrossEntropy,
  supervised,
  zeros,
} from 'pullback'

const data = batches({ inputs: zeros([8, 784]), targets: zeros([8]) }, { size: 2 })
export const training = pipe(
  dense(784, 10),
  supervised(softmaxCrossEntropy()),
  penalised(l2Penalty(1e-4)),
  fit(sgd(0.1), data),
)
