/**
 * Laws of normalising each example by itself: layer norm and RMS norm.
 *
 * @module
 */
import fc from 'fast-check'
import {
  evaluation,
  layerNorm as layerNormLayer,
  op,
  rmsNorm as rmsNormLayer,
  type Tensor,
  zeros,
} from '../../../src/index.ts'
import { distinct, lattice, tensors } from '../../arbitraries.ts'
import { every, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, type TreeLayer } from '../same.ts'

const features = 4
/** Not the default, and so large that it shows. */
const epsilon = 0.25
const inputs = distinct([3, features])
const cotangents = tensors([3, features])
const rows = tensors([features])
const powersOf2 = fc.integer({ min: 1, max: 6 }).map(n => 2 ** n)

const meanOf = (x: Tensor): Tensor => op.scale(1 / features)(op.sum([1])(x) as Tensor)
const none = zeros([3], 'f64')
const near = (...scales: readonly unknown[]) => summed(1024, undefined, norm(scales))

const run = (
  layer: TreeLayer,
  params: { readonly [name: string]: Tensor },
  x: Tensor,
): readonly [y: Tensor, pullback: (dy: Tensor) => readonly [unknown, Tensor]] =>
  layer.run(params, x, {}, evaluation) as never

const ones = op.shift(1)(zeros([features], 'f64'))
const plain = { scale: ones, shift: op.scale(0)(ones) }

/** Laws of normalisation by mean and variance of the features; by default of `layerNorm`. */
export const layerNormLaws = (
  layerNorm: (features: number, options: { readonly epsilon: number }) => TreeLayer = (n, options) =>
    forget(layerNormLayer(n, options)),
): LawSet => {
  const layer = layerNorm(features, { epsilon })
  return lawSet('layerNorm', [
    law('35l', 'each example has mean 0 and variance σ² / (σ² + ε)', [inputs], x => {
      const [y] = run(layer, plain, x)
      const centred = op.sub(x, op.broadcastAlong<number, readonly number[]>(x.shape, [0])(meanOf(x)))
      const variance = meanOf(op.mul(centred, centred))
      return every(
        near(x)(meanOf(y), none),
        near(x)(meanOf(op.mul(y, y)), op.div(variance, op.shift(epsilon)(variance))),
      )
    }),
    law(
      '35m',
      'a shift of all features changes nothing',
      [inputs, lattice, rows, rows],
      (x, by, scale, shift) =>
        near(
          x,
          by,
          scale,
          shift,
        )(run(layer, { scale, shift }, op.shift(by)(x))[0], run(layer, { scale, shift }, x)[0]),
    ),
    law(
      '35n',
      'the cotangents of the features of each example add up to 0',
      [inputs, cotangents, rows, rows],
      (x, dy, scale, shift) => near(x, dy, scale)(meanOf(run(layer, { scale, shift }, x)[1](dy)[1]), none),
    ),
  ])
}

/** Laws of normalisation by the root of the mean square; by default of `rmsNorm`. */
export const rmsNormLaws = (
  rmsNorm: (features: number, options: { readonly epsilon: number }) => TreeLayer = (n, options) =>
    forget(rmsNormLayer(n, options)),
): LawSet =>
  lawSet('rmsNorm', [
    law('35o', 'the mean square of each example is m / (m + ε)', [inputs], x => {
      const [y] = run(rmsNorm(features, { epsilon }), { scale: ones }, x)
      const m = meanOf(op.mul(x, x))
      return near(x)(meanOf(op.mul(y, y)), op.div(m, op.shift(epsilon)(m)))
    }),
    law('35j', 'rmsNorm(c · x, c² · ε) = rmsNorm(x, ε)', [inputs, powersOf2, rows], (x, c, scale) =>
      near(x, scale)(
        run(rmsNorm(features, { epsilon: c * c * epsilon }), { scale }, op.scale(c)(x))[0],
        run(rmsNorm(features, { epsilon }), { scale }, x)[0],
      ),
    ),
    law(
      '35k',
      'the cotangent of x is orthogonal to x as ε goes to 0',
      [inputs, cotangents, rows],
      (x, dy, scale) => {
        const [, pullback] = run(rmsNorm(features, { epsilon: 1e-300 }), { scale }, x)
        return near(x, dy, scale)(op.sum([1])(op.mul(pullback(dy)[1], x)) as Tensor, none)
      },
    ),
  ])
