/**
 * Laws of purity: every way to a derivative refuses functions that look at values, draw at random or give no tensors.
 *
 * @module
 */
import { op, smooth, toValues } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { trialLaws } from '../oracle/pure.ts'
import { refused } from '../oracle/refusal.ts'
import { type T, total } from './curved.ts'

export const random = (): number => Math.random()

/** A scalar smooth map by hand, of which no lift knows that it is not pure. */
const handmade =
  (factor: (a: T) => number): smooth.Scalar<T> =>
  a => {
    const y = op.scale(factor(a))(a)
    return [total(op.mul(y, a)), dy => op.scaleBy(dy)(op.scale(2)(y))]
  }

/** D13: every way to a derivative refuses functions that are none of their argument. */
export const pureLaws: LawSet = lawSet(
  'functions that are not pure',
  [
    law('D13', 'a function that looks at values or draws at random is refused by each', [tensors([3])], x => {
      const factors = [random, (a: T): number => toValues(a)[0] as number]
      const rowwise = op.reshape([1, 3])(x)
      return every(
        ...factors.flatMap(factor => {
          const f = (a: T): T => op.scale(factor(a))(a)
          const scalar = handmade(factor)
          const map: smooth.Smooth<T, T> = a => [f(a), d => d]
          return [
            () => smooth.jvp(f)(x, x),
            () => smooth.tangentAt(map)(x, x),
            () => smooth.jacfwd(f)(x),
            () => smooth.jacobian(map)(x),
            () => smooth.derivativesAlong(f, 2)(x, x),
            () => smooth.hvp(scalar)(x, x),
            () => smooth.hessian(scalar)(x),
            () => smooth.gaussNewtonVectorProduct(smooth.identity<T>, scalar)(x, x),
            () => smooth.vmap(f)(rowwise),
            () => smooth.perExampleGradients(() => scalar)(x, rowwise),
            () => smooth.perExampleGradientNorms(() => scalar)(x, rowwise),
          ].map(run => refused('TracingError', run))
        }),
      )
    }),
    law('D13b', 'what gives no tensors, or is not a smooth map, is refused', [tensors([3])], x => {
      const no = (value: unknown) => () => value
      return every(
        ...[3, undefined, () => x, Promise.resolve(x)].flatMap(value =>
          [smooth.lift, smooth.liftOperations].map(by => refused('ArgumentError', () => by(no(value))(x))),
        ),
        refused('ArgumentError', () => smooth.jvp(no([x, () => x]))(x, x as never)),
        refused('ArgumentError', () => smooth.vmap(no(3))(x as never)),
        refused('ArgumentError', () => smooth.lift((a: unknown) => a)([1, 2])),
        ...[smooth.gradient, smooth.valueAndGradient, smooth.hessian, smooth.jacrev, smooth.jacobian].map(
          of => refused('ArgumentError', () => of(((a: T) => total(a)) as never)(x)),
        ),
        refused('ArgumentError', () => smooth.hvp(((a: T) => total(a)) as never)(x, x as never)),
      )
    }),
  ],
  [trialLaws()],
)
