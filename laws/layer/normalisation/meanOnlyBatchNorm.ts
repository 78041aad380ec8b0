/**
 * Laws of mean-only batch normalisation.
 *
 * @module
 */
import fc from 'fast-check'
import {
  evaluation,
  key,
  meanOnlyBatchNorm as meanOnlyBatchNormLayer,
  op,
  type Tensor,
  training,
  zeros,
} from '../../../src/index.ts'
import { lattice, tensors } from '../../arbitraries.ts'
import { norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, type TreeLayer } from '../same.ts'

const features = 3
const batches = tensors([5, features])
const means = tensors([features])
const momenta = fc.integer({ min: 0, max: 16 }).map(n => n / 16)

const meanOf = (x: Tensor): Tensor => op.scale(1 / (x.shape[0] as number))(op.sum([0])(x) as Tensor)

/** Laws of normalisation by the mean of a batch; by default of `meanOnlyBatchNorm`. */
export const meanOnlyBatchNormLaws = (
  layer: (features: number, options: { readonly momentum: number }) => TreeLayer = (n, options) =>
    forget(meanOnlyBatchNormLayer(n, options)),
): LawSet => {
  const near = (...scales: readonly unknown[]) => summed(16, undefined, norm(scales))
  const train = (momentum: number, x: Tensor, mean: Tensor) =>
    layer(features, { momentum }).run({}, x, { mean }, training(key(0)))
  return lawSet('meanOnlyBatchNorm', [
    law('35a', 'in training the mean over the batch is 0', [batches, means], (x, mean) => {
      const [y] = train(0.1, x, mean)
      return near(x)(meanOf(y as never), zeros([features], 'f64'))
    }),
    law(
      '35b',
      'in training the cotangents add up to 0 over the batch',
      [batches, batches, means],
      (x, dy, mean) => {
        const [, pullback] = train(0.1, x, mean)
        return near(dy)(meanOf(pullback(dy)[1] as never), zeros([features], 'f64'))
      },
    ),
    law(
      '35c',
      'in training a shift of a feature changes nothing',
      [batches, means, lattice],
      (x, mean, by) => {
        const [y] = train(0.1, x, mean)
        const [shifted] = train(0.1, op.shift(by)(x), mean)
        return near(x, by)(y, shifted)
      },
    ),
    law(
      '38d',
      'mean ← (1 - momentum) · mean + momentum · mean(x)',
      [batches, means, momenta],
      (x, mean, share) => {
        const [, , next] = train(share, x, mean)
        const expected = op.add(op.scale(1 - share)(mean), op.scale(share)(meanOf(x)))
        return near(x, mean)(next, { mean: expected })
      },
    ),
    law('38e', 'evaluation subtracts the running mean', [batches, means], (x, mean) => {
      const [y] = layer(features, { momentum: 0.1 }).run({}, x, { mean: mean }, evaluation)
      return near(x, mean)(y, op.sub(x, op.broadcast([5, features])(mean)))
    }),
  ])
}
