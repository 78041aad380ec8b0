/**
 * Laws of the other activations: their symmetries, their limits, and the conventions at their kinks.
 *
 * @module
 */
import fc from 'fast-check'
import {
  elu as eluLayer,
  evaluation,
  gelu as geluLayer,
  hardtanh as hardtanhLayer,
  mish as mishLayer,
  op,
  prelu as preluLayer,
  selu as seluLayer,
  silu as siluLayer,
  softplus as softplusLayer,
  type Tensor,
  toValues,
  zeros,
} from '../../../src/index.ts'
import { kinkSafe, lattice, tensors } from '../../arbitraries.ts'
import { every, exact, holds, norm, summed } from '../../close.ts'
import { type Law, type LawSet, law, lawSet } from '../../law.ts'
import { forget, runAlone as run, type TreeLayer } from '../same.ts'

const shape: readonly [4, 5] = [4, 5]
const anywhere = tensors(shape)
const rates = fc.integer({ min: 1, max: 32 }).map(n => n / 8)
const far = tensors(shape, { entries: kinkSafe.map(x => 1000 * x) })
const none = zeros(shape, 'f64')

const above = (x: Tensor) => op.greater(x, none)
const near = (...scales: readonly unknown[]) => summed(64, undefined, norm(scales))

/** `f(x) - f(-x) = x`: what is x times a share of x, where the shares of x and of -x add up to 1. */
const halves = (layer: TreeLayer): Law =>
  law('A1', 'f(x) - f(-x) = x', [anywhere], x =>
    near(x)(op.sub(run(layer, x)[0], run(layer, op.neg(x))[0]), x),
  )

/** Far out it is the rectified linear unit, and its derivative 1 or 0: nothing overflows. */
const rectifies = (layer: TreeLayer): Law =>
  law('A2', 'far from 0 it is max(x, 0), with derivative 1 or 0', [far, anywhere], (x, dy) => {
    const [y, pullback] = run(layer, x)
    return every(
      near(x)(y, op.select(above(x), x, none)),
      near(x, dy)(pullback(dy), op.select(above(x), dy, none)),
    )
  })

/** Laws of a gelu; by default of `gelu`. */
export const geluLaws = (
  gelu: (options: { readonly approximate: 'none' | 'tanh' }) => TreeLayer = options =>
    forget(geluLayer(options)),
): LawSet => {
  const [exactly, nearly] = [gelu({ approximate: 'none' }), gelu({ approximate: 'tanh' })]
  return lawSet('gelu', [
    halves(exactly),
    rectifies(exactly),
    law('A3', 'the approximation is off by less than 0.0005', [anywhere], x => {
      const gap = op.abs(op.sub(run(exactly, x)[0], run(nearly, x)[0]))
      return holds(
        toValues(gap).every(d => d < 5e-4),
        gap,
        5e-4,
      )
    }),
  ])
}

/** Laws of `silu`. */
export const siluLaws = (silu: TreeLayer = forget(siluLayer())): LawSet =>
  lawSet('silu', [halves(silu), rectifies(silu)])

/** Laws of `mish`. */
export const mishLaws = (mish: TreeLayer = forget(mishLayer())): LawSet => lawSet('mish', [rectifies(mish)])

/** Laws of `softplus`. */
export const softplusLaws = (
  softplus: (beta: number) => TreeLayer = beta => forget(softplusLayer(beta)),
): LawSet =>
  lawSet('softplus', [
    halves(softplus(1)),
    rectifies(softplus(1)),
    law('A4', 'softplus(β)(x) = softplus(1)(β x) / β', [anywhere, rates], (x, beta) =>
      near(x)(run(softplus(beta), x)[0], op.scale(1 / beta)(run(softplus(1), op.scale(beta)(x))[0])),
    ),
  ])

/** Laws of `elu`. */
export const eluLaws = (elu: (alpha: number) => TreeLayer = alpha => forget(eluLayer(alpha))): LawSet =>
  lawSet('elu', [
    law(
      '24',
      'elu is x above 0 and α (eˣ - 1) elsewhere, and its derivative 1 above 0, and α eˣ at 0 and below',
      [lattice, anywhere, anywhere],
      (alpha, x, dy) => {
        const [y, pullback] = run(elu(alpha), x)
        const below = op.scale(alpha)
        return every(
          exact(y, op.select(above(x), x, below(op.expm1(x)))),
          near(x, dy)(pullback(dy), op.select(above(x), dy, below(op.mul(dy, op.exp(x))))),
          exact(run(elu(alpha), none)[1](dy), below(dy)),
        )
      },
    ),
  ])

/** Laws of `selu`. */
export const seluLaws = (selu: TreeLayer = forget(seluLayer())): LawSet => {
  const [lambda, alpha] = [1.0507009873554805, 1.6732632423543772]
  return lawSet('selu', [
    law('A5', 'selu = λ · elu(α)', [anywhere, anywhere], (x, dy) => {
      const [y, pullback] = run(selu, x)
      const [z, pullElu] = run(forget(eluLayer(alpha)), x)
      return every(near(x)(y, op.scale(lambda)(z)), near(x, dy)(pullback(dy), op.scale(lambda)(pullElu(dy))))
    }),
  ])
}

/** Laws of `hardtanh`. */
export const hardtanhLaws = (
  hardtanh: (low: number, high: number) => TreeLayer = (low, high) => forget(hardtanhLayer(low, high)),
): LawSet =>
  lawSet('hardtanh', [
    law(
      '24',
      'hardtanh cuts off at both ends, and its derivative is 1 between them and 0 at and beyond them',
      [fc.integer({ min: -8, max: 0 }), fc.integer({ min: 1, max: 8 }), anywhere, anywhere],
      (low, high, x, dy) => {
        const [y, pullback] = run(hardtanh(low, high), x)
        const [least, most] = [op.shift(low)(none), op.shift(high)(none)]
        const inside = op.mul(op.greater(x, least), op.greater(most, x))
        return every(
          exact(y, op.maximum(op.minimum(x, most), least)),
          exact(pullback(dy), op.select(inside, dy, none)),
          exact(
            [run(hardtanh(low, high), least)[1](dy), run(hardtanh(low, high), most)[1](dy)],
            [none, none],
          ),
        )
      },
    ),
  ])

/** Laws of `prelu`. */
export const preluLaws = (prelu: TreeLayer = forget(preluLayer(5))): LawSet =>
  lawSet('prelu', [
    law(
      '24',
      'prelu is x above 0 and slope · x elsewhere; at 0 its derivative is the slope',
      [tensors([5]), anywhere, anywhere],
      (slope, x, dy) => {
        const at = (z: Tensor) => prelu.run({ slope: slope }, z, {}, evaluation)
        const leak = op.broadcast(shape)(slope) as Tensor
        return every(
          exact(at(x)[0], op.select(above(x), x, op.mul(leak, x))),
          exact(at(none)[1](dy)[1], op.mul(leak, dy)),
        )
      },
    ),
  ])
