/**
 * The laws of initialisers.
 *
 * @module
 */
import fc from 'fast-check'
import { type initialiser, random, type Shape, toValues } from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { keys, shapes } from '../arbitraries.ts'
import { every, exact, holds } from '../close.ts'
import { type Law, type LawSet, law, lawSet } from '../law.ts'
import { momentsMatch, type SamplerPromises } from '../random/random.ts'

/**
 * What an initialiser promises of the numbers that it gives for a shape.
 *
 * @category Laws
 * @since 0.1.0
 */
export type InitialiserPromises = (
  shape: Shape,
) => Pick<SamplerPromises, 'mean' | 'deviation' | 'kurtosis'> & { readonly bound?: number }

const weights = fc.tuple(fc.integer({ min: 8, max: 64 }), fc.integer({ min: 8, max: 64 }))
const dtypes = fc.constantFrom('f32', 'f64')

// Figures of fewer numbers are far from normally distributed: in one of 10⁴ draws of 64 numbers from a tail the variance is eight
// standard errors off, in less than one of 10⁹ of so many.
const enough = 2000

const distribution = (make: initialiser.Initialiser, promises: InitialiserPromises): readonly Law[] => [
  law('N3', 'mean and variance are as promised for the shape', [keys, weights], (k, shape) => {
    const draws = Math.ceil(enough / (shape[0] * shape[1]))
    const sample = Array.from({ length: draws }, (_, i) => make(shape, 'f64')(random.foldIn(i)(k)))
    return momentsMatch(
      sample.flatMap(weight => Array.from(toValues(weight))),
      promises(shape),
    )
  }),
  law('N4', 'no number is beyond the bound', [keys, weights, dtypes], (k, shape, dtype) => {
    const { bound = Number.POSITIVE_INFINITY } = promises(shape)
    const widest = Array.from(toValues(make(shape, dtype)(k))).reduce(
      (most, x) => Math.max(most, Math.abs(x)),
      0,
    )
    return { lhs: widest, rhs: bound, error: widest <= bound * (1 + 2 ** -22) ? 0 : widest, bound: 0 }
  }),
]

/**
 * The laws of an initialiser; with promises, also that its numbers are spread as they say.
 *
 * @example
 * import { initialiser } from 'pullback'
 * import { checkLaws, initialiserLaws } from 'pullback/laws'
 * checkLaws(initialiserLaws('narrow', initialiser.uniform(-0.1, 0.1)))
 *
 * @category Laws
 * @since 0.1.0
 */
export const initialiserLaws = takes(
  'initialiserLaws',
  { name: needs.text, make: needs.fn, promises: needs.optional(needs.fn) },
  () =>
    (name: string, make: initialiser.Initialiser, promises?: InitialiserPromises): LawSet =>
      lawSet(name, [
        law(
          'N1',
          'it gives the shape and element type asked for',
          [keys, shapes(), dtypes],
          (k, shape, dtype) => {
            const x = make(shape, dtype)(k)
            return holds(
              x.dtype === dtype && x.shape.join() === shape.join(),
              `${x.dtype}[${x.shape}]`,
              `${dtype}[${shape}]`,
            )
          },
        ),
        law('N2', 'it is a function of the key', [keys, shapes({ max: 8 }), dtypes], (k, shape, dtype) =>
          every(exact(make(shape, dtype)(k), make(shape, dtype)(k))),
        ),
        ...(promises === undefined ? [] : distribution(make, promises)),
      ]),
)
