/**
 * Laws of single initialisers: how wide they spread weights, where they cut tails off, and what is orthogonal.
 *
 * @module
 */
import fc from 'fast-check'
import { initialiser, op, type Shape, type Tensor, toValues } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { keys } from '../arbitraries.ts'
import { every, exact, holds, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'

type Scaling = typeof initialiser.varianceScaling

const sizes = fc.integer({ min: 1, max: 8 })
const fans = fc.constantFrom('in' as const, 'out' as const, 'average' as const)
const distributions = fc.constantFrom('uniform' as const, 'normal' as const)

/**
 * Laws of widths by fans; by default of `initialiser.varianceScaling`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const varianceScalingLaws = takes(
  'varianceScalingLaws',
  { scaling: implementation },
  () =>
    (scaling: Scaling = initialiser.varianceScaling): LawSet =>
      lawSet('varianceScaling', [
        law(
          'N5',
          'a draw is the standard one times gain / √fan, with fans by the shape or as they are said to be',
          [keys, fc.tuple(sizes, sizes), fans, distributions, fc.integer({ min: 1, max: 32 })],
          (k, [ins, outs], fan, distribution, n) => {
            const make = scaling({ gain: n / 16, fan, distribution })
            const wide = Math.sqrt(3)
            const standard =
              distribution === 'uniform' ? initialiser.uniform(-wide, wide) : initialiser.normal(0, 1)
            const count = { in: ins, out: outs, average: (ins + outs) / 2 }[fan]
            const expected = (shape: Shape, many: number) =>
              op.scale(n / 16 / Math.sqrt(many))(standard(shape, 'f64')(k))
            const kernel = [outs, ins, 2, 3]
            return every(
              summed(16)(make([ins, outs], 'f64')(k), expected([ins, outs], count)),
              summed(16)(make(kernel, 'f64')(k), expected(kernel, count * 6)),
              summed(16)(make([outs, ins], 'f64', { in: ins, out: outs })(k), expected([outs, ins], count)),
            )
          },
        ),
      ]),
)

/** Mean, deviation and kurtosis of a normal distribution between two bounds, by adding up its density in small steps. */
export const truncatedMoments = (
  mean: number,
  deviation: number,
  low: number,
  high: number,
): { readonly mean: number; readonly deviation: number; readonly kurtosis: number } => {
  const steps = 20_000
  const at = (i: number): number => low + ((i + 0.5) * (high - low)) / steps
  const weight = (x: number): number => Math.exp(-(((x - mean) / deviation) ** 2) / 2)
  const average = (f: (x: number) => number): number => {
    let [sum, total] = [0, 0]
    for (let i = 0; i < steps; i++) {
      sum += weight(at(i)) * f(at(i))
      total += weight(at(i))
    }
    return sum / total
  }
  const own = average(x => x)
  const variance = average(x => (x - own) ** 2)
  return {
    mean: own,
    deviation: Math.sqrt(variance),
    kurtosis: average(x => (x - own) ** 4) / variance ** 2,
  }
}

type Truncated = typeof initialiser.truncatedNormal

/**
 * Laws of the normal distribution without tails; by default of `initialiser.truncatedNormal`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const truncatedNormalLaws = takes(
  'truncatedNormalLaws',
  { truncated: implementation },
  () =>
    (truncated: Truncated = initialiser.truncatedNormal): LawSet =>
      lawSet('truncatedNormal', [
        law(
          'N6',
          'every number lies between the bounds, wherever they are',
          [
            keys,
            fc.integer({ min: -80, max: 80 }),
            fc.integer({ min: 1, max: 80 }),
            fc.integer({ min: 1, max: 16 }),
          ],
          (k, from, width, scale) => {
            const [low, high] = [(from / 8) * scale, ((from + width) / 8) * scale]
            const drawn = toValues(truncated(0.5, scale / 4, { low, high })([32], 'f64')(k))
            return holds(
              drawn.every(x => x >= low && x <= high),
              drawn,
              [low, high],
            )
          },
        ),
        law('N7', 'by default, tails begin at two deviations', [keys], k =>
          exact(truncated(1, 0.5)([8], 'f64')(k), truncated(1, 0.5, { low: 0, high: 2 })([8], 'f64')(k)),
        ),
      ]),
)

type Orthogonal = typeof initialiser.orthogonal

const matrices = fc.oneof(
  fc.tuple(sizes, sizes),
  fc.tuple(sizes, sizes, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
)

/**
 * Laws of orthogonal weights; by default of `initialiser.orthogonal`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const orthogonalLaws = takes(
  'orthogonalLaws',
  { orthogonal: implementation },
  () =>
    (orthogonal: Orthogonal = initialiser.orthogonal): LawSet =>
      lawSet('orthogonal', [
        law(
          'N8',
          'W Wᵀ, or Wᵀ W if there are more rows than columns, is the square of the gain times the identity',
          [keys, matrices, fc.integer({ min: 1, max: 32 })],
          (k, shape, n) => {
            const rows = shape[0]
            const columns = shape.slice(1).reduce((product, size) => product * size, 1)
            const w = op.reshape([rows, columns])(orthogonal(n / 16)(shape, 'f64')(k)) as Tensor<
              [number, number]
            >
            const turned = op.transpose([1, 0])(w) as Tensor<[number, number]>
            const gram = rows > columns ? op.matmul(turned, w) : op.matmul(w, turned)
            const size = Math.min(rows, columns)
            const identity = Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0))
            return summed(64)(
              Array.from(toValues(gram)),
              identity.map(x => (x * n * n) / 256),
            )
          },
        ),
      ]),
)
