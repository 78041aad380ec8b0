/**
 * Composed operations of single elements with their laws.
 *
 * @module
 */
import fc from 'fast-check'
import { op, type Tensor, tensor } from '../../src/index.ts'
import { shapes, tensors } from '../arbitraries.ts'
import { every, exact, summed } from '../close.ts'
import { type Law, law, lawSet } from '../law.ts'
import { type Plain, plainOf, tensorOf } from '../primitive/plain.ts'
import type { Entry } from './entry.ts'

const one = shapes({ max: 3 }).chain(shape => tensors(shape))
const two = shapes({ max: 3 }).chain(shape => fc.tuple(tensors(shape), tensors(shape)))
const positive = one.map(x => op.shift(0.5)(op.abs(x)))
/** Where the exponential of a number is 0 or infinite. */
const far = 1000
/** With numbers that are not finite. */
const wild = fc
  .array(fc.constantFrom(0, -1, 2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY), {
    minLength: 1,
  })
  .map(list => tensor(list))
const masks = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1 }).map(
  pairs =>
    [
      tensor(
        pairs.map(([x]) => x),
        'u8',
      ),
      tensor(
        pairs.map(([, y]) => y),
        'u8',
      ),
    ] as const,
)

const each =
  (f: (...xs: number[]) => number, dtype?: Plain['dtype']) =>
  (...xs: readonly Parameters<typeof plainOf>[0][]): ReturnType<typeof tensorOf> => {
    const plains = xs.map(plainOf)
    return tensorOf({
      ...plains[0]!,
      ...(dtype && { dtype }),
      at: index => f(...plains.map(x => x.at(index))),
    })
  }

const own = (name: string, ...laws: readonly Law[]): Entry => ({ laws: () => [lawSet(`op.${name}`, laws)] })
const means = <T>(
  name: string,
  given: fc.Arbitrary<T>,
  holds: Parameters<typeof law<readonly [T]>>[3],
): Law => law('O2', `op.${name} means what its formula gives`, [given], holds)

export const composedElementwise = {
  square: own(
    'square',
    means('square', one, x => exact(op.square(x), each(v => v * v)(x))),
  ),
  reciprocal: own(
    'reciprocal',
    means('reciprocal', positive, x => exact(op.reciprocal(x), each(v => 1 / v)(x))),
  ),
  rsqrt: own(
    'rsqrt',
    means('rsqrt', positive, x => exact(op.rsqrt(x), each(v => 1 / Math.sqrt(v))(x))),
  ),
  clip: own(
    'clip',
    means('clip', one, x =>
      every(
        exact(op.clip({ min: -1, max: 1.5 })(x), each(v => (v < -1 ? -1 : v > 1.5 ? 1.5 : v))(x)),
        exact(op.clip({ min: -1 })(x), each(v => (v < -1 ? -1 : v))(x)),
        exact(op.clip({})(x), x),
      ),
    ),
  ),
  logaddexp: own(
    'logaddexp',
    means('logaddexp', two, ([x, y]) =>
      every(
        summed(16)(op.logaddexp(x, y), each((a, b) => Math.log(Math.exp(a) + Math.exp(b)))(x, y) as Tensor),
        exact(op.logaddexp(y)(x), op.logaddexp(x, y)),
        ...[-far, far].map(by =>
          summed(16)(op.logaddexp(op.shift(by)(x), op.shift(by)(y)), op.shift(by)(op.logaddexp(x, y))),
        ),
      ),
    ),
  ),
  logSigmoid: own(
    'logSigmoid',
    means('logSigmoid', one, x =>
      every(
        summed(16)(op.logSigmoid(x), each(v => -Math.log(1 + Math.exp(-v)))(x) as Tensor),
        exact(op.logSigmoid(op.shift(-far)(x)), op.shift(-far)(x)),
        exact(op.logSigmoid(op.shift(far)(x)), op.scale(0)(x)),
      ),
    ),
  ),
  isFinite: own(
    'isFinite',
    means('isFinite', wild, x => exact(op.isFinite(x), each(v => (v - v === 0 ? 1 : 0), 'u8')(x))),
  ),
  isNaN: own(
    'isNaN',
    means('isNaN', wild, x => exact(op.isNaN(x), each(v => (Number.isNaN(v) ? 1 : 0), 'u8')(x))),
  ),
  not: own(
    'not',
    means('not', masks, ([x]) => exact(op.not(x), each(v => (v === 0 ? 1 : 0), 'u8')(x))),
  ),
  and: own(
    'and',
    means('and', masks, ([x, y]) =>
      every(
        exact(op.and(x, y), each((a, b) => (a !== 0 && b !== 0 ? 1 : 0), 'u8')(x, y)),
        exact(op.and(y)(x), op.and(x, y)),
      ),
    ),
  ),
  or: own(
    'or',
    means('or', masks, ([x, y]) =>
      every(
        exact(op.or(x, y), each((a, b) => (a !== 0 || b !== 0 ? 1 : 0), 'u8')(x, y)),
        exact(op.or(y)(x), op.or(x, y)),
      ),
    ),
  ),
  where: own(
    'where',
    means('where', two, ([x, y]) => {
      const mask = op.greater(x, y)
      return every(
        exact(op.where(mask, x, y), op.select(mask, x, y)),
        exact(op.where(mask, x, tensor(2, 'f64')), op.select(mask, x, op.shift(2)(op.scale(0)(x)))),
      )
    }),
  ),
}
