/**
 * Laws of samplers whose samples are differentiable in a parameter, the key staying as it is.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  compile,
  fromValues,
  item,
  type Key,
  op,
  reference,
  type Shape,
  smooth,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { keys } from '../arbitraries.ts'
import { every, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { loosely } from '../oracle/loose.ts'

/** Numbers for a positive parameter. */
export const positives: Arbitrary<readonly number[]> = fc.array(
  fc.integer({ min: 1, max: 48 }).map(n => n / 8),
  { minLength: 3, maxLength: 3 },
)

const columns = 3
const samples: Shape = [4, columns]

/** Draws samples of a shape for a parameter that is repeated to it. */
type Reparametrised = (parameter: Tensor, shape: Shape) => (key: Key) => Tensor

const step = 2 ** -12

/**
 * Laws of samplers that are differentiable in a parameter: the derivative is that of the samples, in a program too.
 */
export const reparametrisedLaws = (
  name: string,
  sampler: Reparametrised,
  parameters: Arbitrary<readonly number[]>,
): LawSet =>
  lawSet(
    name,
    [
      law(
        'K19',
        'the derivative in a parameter is that of the samples of a key, element by element',
        [keys, parameters],
        (k, values) => {
          const weights: Tensor = fromValues(
            [...samples],
            Array.from({ length: 12 }, (_, i) => 1 + (i % 5) / 4),
            'f64',
          )
          const f = (x: Tensor): Tensor<[]> => op.sum()(op.mul(sampler(x, samples)(k), weights))
          const slope = toValues(smooth.gradient(smooth.lift(f))(fromValues([columns], values, 'f64')))
          return every(
            ...values.map((x, i) => {
              const moved = (by: number): number =>
                item(f(fromValues([columns], values.with(i, x * (1 + by * step)), 'f64')))
              // Of fourth order, so that what is left out is less than 10⁻⁹ of a smooth function.
              const [a, b, c, d] = [moved(-2), moved(-1), moved(1), moved(2)] as const
              const difference = (a - 8 * b + 8 * c - d) / (12 * step * x)
              const scale = Math.max(1, Math.abs(difference), Math.abs(c / x))
              return {
                ...{ lhs: slope[i], rhs: difference },
                ...{ error: Math.abs(slope[i]! - difference) / scale, bound: 2e-7 },
              }
            }),
          )
        },
      ),
      law(
        'K20',
        'samples and their derivative are the same in a program, of which key and parameter are inputs',
        [keys, parameters],
        (k, values) => {
          const x: Tensor = fromValues([columns], values, 'f64')
          const both = (parameter: Tensor, key: Key): readonly [Tensor, Tensor] => [
            sampler(parameter, samples)(key),
            smooth.gradient(smooth.lift((y: Tensor) => op.sum()(sampler(y, samples)(key))))(parameter),
          ]
          const compiled = loosely<typeof both>(compile)(both, { engine: reference })
          const [want, got] = [both(x, k), compiled(x, k)]
          return every(
            ...want.map((tensor, i) => {
              const [a, b] = [Array.from(toValues(tensor)), Array.from(toValues(got[i] as Tensor))]
              const apart = Math.max(...a.map((y, j) => Math.abs(y - b[j]!) / Math.max(1, Math.abs(y))))
              return { lhs: a, rhs: b, error: apart, bound: 1e-12 }
            }),
            holds(got[0].shape.join() === samples.join(), got[0].shape, samples),
          )
        },
      ),
    ],
    [],
    10,
  )
