/**
 * Laws of weights that are normalised: as directions and lengths, and by their largest singular value.
 *
 * @module
 */
import fc from 'fast-check'
import {
  compose,
  dense,
  evaluation,
  fromValues,
  linear,
  op,
  spectralNorm as spectralNormed,
  type Tensor,
  tanh,
  toValues,
  training,
  type tree,
  weightNorm as weightNormed,
} from '../../../src/index.ts'
import { keys, tensors } from '../../arbitraries.ts'
import { every, exact, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { runsOf } from '../point.ts'
import { forget, seen, type TreeLayer } from '../same.ts'

const [inputs, outputs] = [3, 2] as const
const map = forget(linear(inputs, outputs))
/** What a linear map makes of this is its matrix. */
const identity = op.eye(inputs, { dtype: 'f64' }) as Tensor
const near = (...scales: readonly unknown[]) => summed(256, undefined, (1 + norm(scales)) ** 3)
const numbers = (x: Tensor): readonly number[] => Array.from(toValues(x))
const square = (x: Tensor): Tensor => op.mul(x, x)
const overInputs = (x: Tensor): Tensor => op.sum([0])(x) as Tensor
const times = (x: Tensor, y: Tensor): Tensor => op.mul(x, y)

type Normed = { readonly w: { readonly g: Tensor; readonly v: Tensor } }

/** Laws of layers whose weights are directions and lengths; by default of `weightNorm`. */
export const weightNormLaws = (
  weightNorm: (layer: TreeLayer) => TreeLayer = layer => forget(weightNormed()(layer)),
): LawSet => {
  const acrossInputs = forget(weightNormed({ axis: 0 })(map))
  const cell = forget(compose(dense(3, 4), tanh(), dense(4, 2)))
  const [whole, normed] = [weightNorm(cell), weightNorm(map)]
  return lawSet('weightNorm', [
    law('26d', 'it begins as the layer does', [keys, tensors([4, 3])], (k, x) => {
      const [own, begun] = [cell.init(k, 'f64'), whole.init(k, 'f64')]
      const [y] = cell.run(own.params, x, own.state, evaluation)
      const [z] = whole.run(begun.params, x, begun.state, evaluation)
      return near(x, own.params)(z, y)
    }),
    law('26k', 'the axis says which of a matrix are the units', [keys], k => {
      const { w } = acrossInputs.init(k, 'f64').params as Normed
      return every(
        exact(w.g.shape.join(), String(inputs)),
        near(w)(square(w.g), op.sum([1])(square(w.v)) as Tensor),
      )
    }),
    law(
      '26e',
      'units have the lengths g, and the gradient of their directions is perpendicular to them',
      [runsOf(normed, fc.constant(identity))],
      run => {
        const { value, dp } = seen(normed, run)
        const { g, v } = (run.params as Normed).w
        const dv = (dp as Normed).w.v
        const across = overInputs(times(dv, v))
        return every(
          near(g)(overInputs(square(value as Tensor)), square(g)),
          near(dv, v)(across, op.scale(0)(across)),
        )
      },
    ),
  ])
}

type Found = { readonly vectors: { readonly w: { readonly u: Tensor; readonly v: Tensor } } }

/** A vector of length 1, and the products of a matrix [inputs, outputs] with vectors, in plain numbers. */
const unit = (x: readonly number[]): readonly number[] => x.map(value => value / Math.hypot(...x))
const onInputs = (w: readonly number[], u: readonly number[]): readonly number[] =>
  Array.from({ length: inputs }, (_, i) => u.reduce((sum, value, j) => sum + w[i * outputs + j]! * value, 0))
const onOutputs = (w: readonly number[], v: readonly number[]): readonly number[] =>
  Array.from({ length: outputs }, (_, j) => v.reduce((sum, value, i) => sum + w[i * outputs + j]! * value, 0))

/** The largest singular value of a matrix [inputs, 2]: the root of the larger eigenvalue of `wᵀ w`. */
const largest = (w: readonly number[]): number => {
  const column = (j: number) => Array.from({ length: inputs }, (_, i) => w[i * outputs + j] as number)
  const [a, b] = [column(0), column(1)]
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  const [p, q, r] = [dot(a, a), dot(b, b), dot(a, b)]
  return Math.sqrt((p + q + Math.hypot(p - q, 2 * r)) / 2)
}

/** Weights with one singular value far above the other, which an iteration finds soon. */
const large = fromValues([inputs, outputs], [64, 0, 0, 0, 0, 0], 'f64') as Tensor
const dominated = (params: tree.Tree): tree.Tree => {
  const { w } = params as { readonly w: Tensor }
  return { w: op.add(w, large) }
}

/** Laws of layers whose weights have largest singular value 1; by default of `spectralNorm`. */
export const spectralNormLaws = (
  spectralNorm: (iterations: number) => (layer: TreeLayer) => TreeLayer = iterations => layer =>
    forget(spectralNormed({ iterations })(layer)),
): LawSet => {
  const normed = spectralNorm(1)(map)
  const runs = runsOf(normed, fc.constant(identity))
  const many = spectralNorm(20)(map)
  return lawSet('spectralNorm', [
    law(
      '26f',
      'the largest singular value is 1 where the iteration has found it',
      [runsOf(many, fc.constant(identity)), keys],
      ({ params, input, state }, k) => {
        const [w] = many.run(dominated(params), input, state, training(k))
        return near(1)(largest(numbers(w as Tensor)), 1)
      },
    ),
    law(
      '26g',
      'training takes a step of the power iteration and then does what evaluation does',
      [runs, keys],
      ({ params, input, state }, k) => {
        const [value, , next] = normed.run(params, input, state, training(k))
        const [same, , after] = normed.run(params, input, next, evaluation)
        const w = numbers((params as { readonly w: Tensor }).w)
        const before = (state as Found).vectors.w
        const u = unit(onOutputs(w, numbers(before.v)))
        const v = unit(onInputs(w, u))
        const found = (next as Found).vectors.w
        return every(
          near(value)(value, same),
          exact(after, next),
          near(u, v)([numbers(found.u), numbers(found.v)], [u, v]),
        )
      },
    ),
    law(
      '26h',
      'evaluation divides by uᵀ w v, with the pullback (dw - ⟨dw, w / σ⟩ u vᵀ) / σ',
      [runsOf(normed, fc.constant(identity), fc.constant(evaluation))],
      run => {
        const { value, dp } = seen(normed, run)
        const w = numbers((run.params as { readonly w: Tensor }).w)
        const vectors = (run.state as Found).vectors.w
        const [u, v, dw] = [numbers(vectors.u), numbers(vectors.v), numbers(run.db as Tensor)]
        const sigma = onOutputs(w, v).reduce((sum, x, j) => sum + x * u[j]!, 0)
        const along = dw.reduce((sum, d, i) => sum + (d * w[i]!) / sigma, 0)
        const gradient = dw.map(
          (d, at) => (d - along * v[Math.floor(at / outputs)]! * u[at % outputs]!) / sigma,
        )
        const close = near(w, dw, 1 / sigma)
        return every(
          close(
            numbers(value as Tensor),
            w.map(x => x / sigma),
          ),
          close(numbers((dp as { readonly w: Tensor }).w), gradient),
        )
      },
    ),
  ])
}
