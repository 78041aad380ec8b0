/**
 * Laws of batch and group normalisation.
 *
 * @module
 */
import fc from 'fast-check'
import {
  batchNorm as batchNormLayer,
  type Context,
  evaluation,
  groupNorm as groupNormLayer,
  instanceNorm as instanceNormLayer,
  key,
  ones,
  op,
  type Tensor,
  training,
  type tree,
  zeros,
} from '../../../src/index.ts'
import { distinct, lattice, positive, tensors } from '../../arbitraries.ts'
import { every, exact, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, type TreeLayer } from '../same.ts'

const [batch, channels, epsilon] = [3, 4, 1 / 64]
const shape = [batch, channels, 2, 3] as const
const images = distinct(shape)
const states = fc.record({
  mean: tensors([channels]),
  variance: tensors([channels], { entries: positive }),
})
const momenta = fc.integer({ min: 0, max: 16 }).map(n => n / 16)
const near = (...scales: readonly unknown[]) => summed(256, undefined, norm(scales))

const over = (perChannel: Tensor): Tensor => op.broadcastAlong(shape, [1])(perChannel)
const sumOfChannels = (x: Tensor): Tensor => op.sum([0, 2, 3])(x) as Tensor
const noSums = zeros([channels], 'f64')

/** Laws of `batchNorm`. */
export const batchNormLaws = (
  layer: (channels: number, options: { readonly momentum: number; readonly epsilon: number }) => TreeLayer = (
    n,
    options,
  ) => forget(batchNormLayer(n, { ...options, affine: false })),
): LawSet => {
  const run = (x: unknown, state: unknown, context: Context = training(key(0)), momentum = 1 / 8) => {
    const [y, pullback, next] = layer(channels, { momentum, epsilon }).run(
      {},
      x as tree.Tree,
      state as tree.Tree,
      context,
    )
    return {
      y: y as Tensor,
      pull: (dy: unknown) => pullback(dy as never)[1] as Tensor,
      next,
    }
  }
  return lawSet('batchNorm', [
    law('35a', 'in training the mean over the batch is 0', [images, states], (x, state) =>
      near(x)(sumOfChannels(run(x, state).y), noSums),
    ),
    law(
      '35b',
      'in training the cotangents add up to 0 over the batch',
      [images, tensors(shape), states],
      (x, dy, state) => near(dy, x)(sumOfChannels(run(x, state).pull(dy)), noSums),
    ),
    law(
      '35c',
      'in training a shift of a feature changes nothing',
      [images, states, lattice],
      (x, state, by) => near(x, by)(run(x, state).y, run(op.shift(by)(x), state).y),
    ),
    law(
      '35f',
      'in training the mean square over the batch is variance / (variance + ε)',
      [images, states],
      (x, state) => {
        const { y } = run(x, state)
        const count = batch * 6
        const mean = op.scale(1 / count)(sumOfChannels(x))
        const centred = op.sub(x, over(mean))
        const variance = op.scale(1 / count)(sumOfChannels(op.mul(centred, centred)))
        return near(x)(
          op.scale(1 / count)(sumOfChannels(op.mul(y, y))),
          op.div(variance, op.shift(epsilon)(variance)),
        )
      },
    ),
    law(
      '38d',
      'running ← (1 - momentum) · running + momentum · batch, with the unbiased variance',
      [images, states, momenta],
      (x, state, share) => {
        const next = run(x, state, training(key(0)), share).next
        const count = batch * 6
        const mean = op.scale(1 / count)(sumOfChannels(x))
        const centred = op.sub(x, over(mean))
        const variance = op.scale(1 / (count - 1))(sumOfChannels(op.mul(centred, centred)))
        const follow = (running: unknown, fresh: Tensor): Tensor =>
          op.add(op.scale(1 - share)(running as Tensor), op.scale(share)(fresh))
        return near(x, state)(next, {
          mean: follow(state.mean, mean),
          variance: follow(state.variance, variance),
        })
      },
    ),
    law('38e', 'evaluation normalises by the running statistics', [images, states], (x, state) => {
      const deviation = op.sqrt(op.shift(epsilon)(state.variance as Tensor))
      const wanted = op.div(op.sub(x, over(state.mean)), over(deviation))
      return near(x, state)(run(x, state, evaluation).y, wanted)
    }),
  ])
}

/** Laws of `groupNorm`. */
export const groupNormLaws = (
  layer: (groups: number, channels: number, options: { readonly epsilon: number }) => TreeLayer = (
    groups,
    n,
    options,
  ) => forget(groupNormLayer(groups, n, options)),
): LawSet => {
  const groups = 2
  const plain = { scale: ones([channels], 'f64'), shift: zeros([channels], 'f64') }
  const run = (x: unknown) => layer(groups, channels, { epsilon }).run(plain, x as never, {}, evaluation)
  const sums = (x: unknown): Tensor => op.sum([1])(op.reshape([batch * groups, 12])(x as Tensor)) as Tensor
  const none = zeros([batch * groups], 'f64')
  return lawSet('groupNorm', [
    law(
      '35g',
      'the mean of each group is 0, and cotangents add up to 0 in it',
      [images, tensors(shape)],
      (x, dy) => {
        const [y, pullback] = run(x)
        return every(near(x)(sums(y), none), near(x, dy)(sums(pullback(dy)[1]), none))
      },
    ),
    law('35h', 'a shift of a group changes nothing', [images, tensors([batch * groups])], (x, by) => {
      const spread = op.reshape(shape)(op.broadcastAlong([batch * groups, 12], [0])(by))
      return near(x, by)(run(x)[0], run(op.add(x, spread))[0])
    }),
    law('35i', 'one group for each channel is a batch norm of each example by itself', [images], x => {
      const [y] = layer(channels, channels, { epsilon }).run(plain, x, {}, evaluation)
      const alone = Array.from({ length: batch }, (_, i) => {
        const example = op.slice([i, 0, 0, 0], [1, channels, 2, 3])(x)
        const start = { mean: zeros([channels], 'f64'), variance: ones([channels], 'f64') }
        return forget(batchNormLayer(channels, { epsilon, affine: false })).run(
          {},
          example,
          start,
          training(key(0)),
        )[0] as Tensor
      })
      return near(x)(y, op.concat(0)(...alone))
    }),
  ])
}

/** Laws of `instanceNorm`. */
export const instanceNormLaws = (
  layer: (channels: number, options: { readonly epsilon: number }) => TreeLayer = (n, options) =>
    forget(instanceNormLayer(n, options)),
): LawSet => {
  const own = layer(channels, { epsilon })
  const groups = forget(groupNormLayer(channels, channels, { epsilon }))
  return lawSet('instanceNorm', [
    law(
      '35w',
      'it is a group norm with as many groups as channels, and so is its pullback',
      [images, tensors([channels]), tensors([channels]), tensors(shape)],
      (x, scale, shift, dy) => {
        const [y, pullback] = own.run({ scale, shift }, x, {}, evaluation)
        const [wanted, pull] = groups.run({ scale, shift }, x, {}, evaluation)
        return exact([y, pullback(dy)], [wanted, pull(dy)])
      },
    ),
    law('35x', 'the mean of each channel of each example is 0', [images], x => {
      const plain = { scale: ones([channels], 'f64'), shift: zeros([channels], 'f64') }
      const [y] = own.run(plain, x, {}, evaluation)
      return near(x)(op.sum([2, 3])(y as Tensor), zeros([batch, channels], 'f64'))
    }),
  ])
}
