/**
 * Functions with a pullback of one's own, which every tracer that differentiates takes for their derivative.
 *
 * @module
 */

import { outermost } from '../../primitive/core/bind.ts'
import { applying } from '../../primitive/core/scope.ts'
import { callable, needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, DTypeError, ShapeError, showPath, TracingError } from '../../tensor/error.ts'
import type { Cotangent } from '../../tensor/function/cotangent.ts'
import { tensors, zipWith } from '../../tensor/function/traversal.ts'
import { sameShape, showShape } from '../../tensor/shape.ts'
import type { Tracer } from '../../tensor/tensor.ts'
import { isFloat, type Leaf, type Tree } from '../../tensor/tree.ts'
import type { Smooth } from './smooth.ts'

/** A function and the pullback that was written for it. */
export interface Given<A, B> {
  readonly f: (a: A) => B
  readonly pullback: (a: A, b: B, db: Cotangent<B>) => Cotangent<A>
}

/** A tracer that knows what such a function is for its tensors. For all others it is its operations. */
export interface GivenTracer extends Tracer {
  readonly given: <A, B>(map: Given<A, B>, a: A) => B
}

export const isGivenTracer = (tracer: Tracer | null): tracer is GivenTracer =>
  tracer !== null && 'given' in tracer

/** Whether a function with a pullback of its own is applied while something runs. */
export const appliesGiven = (run: () => void): boolean => {
  let found = false
  const outer = applying.current
  applying.during(() => {
    found = true
    outer?.()
  }, run)
  return found
}

/** The value of a function with a pullback, as its argument is read. */
export const applyGiven = <A, B>(map: Given<A, B>, a: A): B => {
  applying.current?.()
  const top = outermost(tensors(a))
  if (isGivenTracer(top)) return top.given(map, a)
  const b = map.f(a)
  // What it takes from outside may be read in a way that its argument is not.
  const outside = outermost(tensors(b))
  return isGivenTracer(outside) && outside.level > (top?.level ?? 0) ? outside.given(map, a) : b
}

/**
 * A map that is operations, where a function with a pullback of its own is applied within it: then those who read it so take the whole
 * for such a function, so that its pullback counts. `applies` says whether there is one.
 */
export const withGivenPullbacks = <A, B, DA, DB>(
  run: (a: A) => readonly [value: B, pullback: (db: DB) => DA],
  applies: (a: A) => boolean,
): ((a: A) => readonly [value: B, pullback: (db: DB) => DA]) => {
  return a => {
    const top = outermost(tensors(a))
    if (!isGivenTracer(top) || !applies(a)) return run(a)
    let known: { readonly point: A; readonly pullback: (db: DB) => DA } | null = null
    const map: Given<A, B> = {
      f: point => {
        const [value, pullback] = run(point)
        known = { point, pullback }
        return value
      },
      // What pulls back at a point of another tracer, of a higher order, is that of the operations there.
      pullback: (point, _, db) =>
        (known?.point === point ? known.pullback : run(point)[1])(db as DB) as Cotangent<A>,
    }
    return [top.given(map, a), db => run(a)[1](db)]
  }
}

/** What is said where a function differentiates by what it is not given. */
export const capturedError = (): TracingError =>
  new TracingError(
    'The function of withPullback uses a tensor from outside that is being differentiated by, of which its pullback says ' +
      'nothing. Make it a part of the argument.',
  )

const requireCotangent = (x: Leaf, dx: Leaf, path: readonly (string | number)[]): Leaf => {
  if (!isFloat(x)) return dx
  const place = path.length === 0 ? 'its argument' : `its argument at ${showPath(path)}`
  const wanted = `${place}, ${x.dtype}${showShape(x.shape)}`
  if (!isFloat(dx))
    throw new ArgumentError(`The pullback of withPullback gave no cotangent of floats for ${wanted}.`)
  const given = `The pullback of withPullback gave ${dx.dtype}${showShape(dx.shape)} for ${wanted}.`
  if (!sameShape(x.shape, dx.shape)) throw new ShapeError(given, [x.shape, dx.shape])
  if (x.dtype !== dx.dtype) throw new DTypeError(given)
  return dx
}

/** What the pullback gives, held to the form of the argument. */
export const pullGiven = <A, B>({ pullback }: Given<A, B>, a: A, b: B, db: Cotangent<B>): Cotangent<A> =>
  zipWith(requireCotangent)(a as Tree, pullback(a, b, db) as Tree) as Cotangent<A>

/**
 * A plain function with a pullback of one's own, which is given the point, the value there and the cotangent: where there is a
 * shorter way than the operations', or a more exact one, or where another slope is wanted than the function has. It counts for every
 * derivative: `lift`, `gradient` and `jvp` of what is made of the map take it for the slope of the value, and higher orders
 * differentiate the pullback itself, by its operations. A tangent is what the pullback, which is linear, is the transpose of
 * (Townsend: "A new trick for calculating Jacobian vector products", 2017).
 *
 * What is differentiated by has to be in the argument. A program (`program.trace`) knows operations only: differentiate before it is
 * made. Law D1 of `pullback/laws` holds the pullback to the operations (`liftOperations`); one that is meant to differ breaks it.
 *
 * @throws TracingError if the function uses a tensor from outside that is differentiated by; ShapeError, DTypeError or ArgumentError
 * if, differentiated further, the pullback gives no cotangent of the argument's form.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const softplus = smooth.withPullback(
 *   (x: Tensor<[3]>) => op.log(op.shift(1)(op.exp(x))),
 *   (x, _, dy) => op.mul(dy, op.sigmoid(x)),
 * )
 * // A sign that lets gradients through (Bengio, Léonard and Courville: "Estimating or propagating gradients through stochastic
 * // neurons for conditional computation", 2013)
 * const straightThrough = smooth.withPullback(
 *   (x: Tensor<[2]>) => op.sign(x),
 *   (_x, _y, dy) => dy,
 * )
 * const total = smooth.lift((x: Tensor<[2]>) => op.sum()(straightThrough(x)[0]))
 * console.log(smooth.gradient(total)(tensor([3, -1]))) // 1, 1
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const withPullback = takes(
  'withPullback',
  { f: needs.fn, pullback: needs.fn },
  () => withPullbackUnchecked,
)

const withPullbackUnchecked = <A, B>(
  f: (a: A) => B,
  pullback: (a: A, b: NoInfer<B>, db: Cotangent<NoInfer<B>>) => Cotangent<NoInfer<A>>,
): Smooth<A, B> => {
  const map: Given<A, B> = { f, pullback }
  return a => {
    const b = applyGiven(map, a)
    return callable([b, (db: Cotangent<B>) => pullback(a, b, db)] as const)
  }
}
