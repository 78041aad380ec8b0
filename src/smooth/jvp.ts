/**
 * The tangent reading: the same code on dual numbers gives the value and its derivative along a direction.
 *
 * @module
 */
import { add } from '../primitive/arithmetic.ts'
import { bind, freshLevel, type Interpreter } from '../primitive/bind.ts'
import type { Primitive } from '../primitive/primitive.ts'
import { type Cotangent, zero } from '../tensor/cotangent.ts'
import type { Kind } from '../tensor/dtype.ts'
import { sameShape, type Shape } from '../tensor/shape.ts'
import { ArgumentError, DTypeError, unequalShapes } from '../tensor/error.ts'
import { type AnyTensor, reading, type Tensor, TensorBase } from '../tensor/tensor.ts'
import { isFloat, type Leaf, leaves, map, zipWith } from '../tensor/tree.ts'
import { pullRecorded, record } from './record.ts'
import type { Smooth } from './smooth.ts'
import { GivenTape } from './tape.ts'
import { applyGiven, capturedError, type Given, type GivenReading, pullGiven } from './withPullback.ts'

/** The tangents of `A` have the structure of its cotangents. */
export type Tangent<A> = Cotangent<A>

class Dual extends TensorBase<Shape, Kind> {
  override readonly [reading]: TangentReading
  readonly primal: AnyTensor
  readonly tangent: AnyTensor

  constructor(own: TangentReading, primal: AnyTensor, tangent: AnyTensor) {
    super(primal.shape as Shape, primal.dtype)
    this[reading] = own
    this.primal = primal
    this.tangent = tangent
  }
}

class TangentReading implements Interpreter, GivenReading {
  readonly name = 'a tangent'
  readonly level = freshLevel()

  primal(x: AnyTensor): AnyTensor {
    return x instanceof Dual && x[reading] === this ? x.primal : x
  }

  tangent(x: AnyTensor): AnyTensor | null {
    return x instanceof Dual && x[reading] === this ? x.tangent : null
  }

  interpret<O>(primitive: Primitive<O>, options: O, inputs: readonly AnyTensor[]): AnyTensor {
    const primals = inputs.map(x => this.primal(x))
    const output: AnyTensor = bind(primitive, options, primals)
    if (output.kind !== 'float') return output
    const partials = primitive.partials(primals, output, options)
    const tangents = inputs.flatMap((x, i) => {
      const dx = this.tangent(x)
      const partial = partials[i]
      return dx === null || partial === null || partial === undefined ? [] : [partial.apply(dx)]
    })
    const [first, ...rest] = tangents
    return first === undefined
      ? output
      : new Dual(
          this,
          output,
          rest.reduce((sum, dx) => add(sum as Tensor, dx as Tensor), first),
        )
  }

  /** The tangent of a function with a pullback of its own: what the pullback, a linear map, is the transpose of. */
  given<A, B>(given: Given<A, B>, a: A): B {
    if (leaves(a).every(x => this.tangent(x as AnyTensor) === null)) throw capturedError()
    const point = map((x: AnyTensor) => this.primal(x))(a)
    const b = applyGiven(given, point)
    if (leaves(b).some(y => this.tangent(y as AnyTensor) !== null)) throw capturedError()
    const da = zipWith((x: AnyTensor, zeros: Leaf) => this.tangent(x) ?? zeros)(
      a,
      zero(point) as unknown as A,
    ) as unknown as Cotangent<A>
    const origin = zero(b)
    const back = record(new GivenTape(), (db: Cotangent<B>) => pullGiven(given, point, b, db), origin)
    const tangent = pullRecorded(back, origin)(da as never)
    return zipWith((y: Leaf, dy: AnyTensor) => (isFloat(y) ? (new Dual(this, y, dy) as Leaf) : y))(
      b,
      tangent as unknown as B,
    )
  }
}

/**
 * The value of a function at `a` and its derivative along the tangent `da` (the Jacobian-vector product), in one run.
 * The function may be any pure function of trees of tensors; running it on the pullback of another gives
 * Hessian-vector products.
 *
 * @throws ShapeError, DTypeError or ArgumentError if a tangent has not the shape, element type or structure of its primal.
 *
 * @example
 * import { smooth, tensor } from 'pullback'
 * const [y, dy] = smooth.jvp(smooth.value(smooth.exp))(tensor([0, 1]), tensor([1, 1]))
 */
export const jvp =
  <A, B>(f: (a: A) => B) =>
  (a: A, da: Tangent<A>): readonly [value: B, tangent: Tangent<B>] => {
    const own = new TangentReading()
    const pair = (x: Leaf, dx: Leaf): Leaf => {
      if (!isFloat(x)) return x
      if (!isFloat(dx)) throw new ArgumentError('jvp needs a tangent of floats for each float tensor.')
      if (!sameShape(x.shape, dx.shape)) throw unequalShapes('jvp', x.shape, dx.shape)
      if (x.dtype !== dx.dtype)
        throw new DTypeError(`jvp needs a tangent of ${x.dtype}, as its point is, but was given ${dx.dtype}.`)
      return new Dual(own, x, dx) as Leaf
    }
    const b = f(zipWith(pair)(a, da as unknown as A))
    const primal = map((y: AnyTensor) => own.primal(y))(b)
    return [
      primal,
      zipWith((y: AnyTensor, zeros: Leaf) => own.tangent(y) ?? zeros)(
        b,
        zero(primal) as unknown as B,
      ) as never,
    ]
  }

/** The derivative of a smooth map's value along a direction. */
export const tangentAt =
  <A, B>(f: Smooth<A, B>) =>
  (a: A, da: Tangent<A>): Tangent<B> =>
    jvp((x: A) => f(x)[0])(a, da)[1]
