/**
 * The forward-mode tracer: the same code on dual numbers gives the value and its derivative along a direction.
 *
 * @module
 */

import { outputsOf } from '../../primitive/control/controls.ts'
import { bind, freshLevel, type Interpreter } from '../../primitive/core/bind.ts'
import type { Control } from '../../primitive/core/control.ts'
import type { Primitive } from '../../primitive/core/primitive.ts'
import { Progress } from '../../primitive/core/progress.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ArgumentError, DTypeError, showPath, unequalShapes } from '../../tensor/error.ts'
import { type Cotangent, zero } from '../../tensor/function/cotangent.ts'
import { leaves, map, zipWith } from '../../tensor/function/traversal.ts'
import { requireTree } from '../../tensor/requireTree.ts'
import { type Shape, sameShape, showShape } from '../../tensor/shape.ts'
import { type AnyTensor, isTensor, type Tensor, TensorBase, tracer } from '../../tensor/tensor.ts'
import { isFloat, type Leaf } from '../../tensor/tree.ts'
import type { Push } from '../body/rule.ts'
import { ruleOf } from '../body/rules.ts'
import type { Smooth } from '../map/smooth.ts'
import { applyGiven, capturedError, type Given, type GivenTracer, pullGiven } from '../map/withPullback.ts'
import { pullRecorded, record } from './record.ts'
import { GivenTape } from './tape.ts'
import { requirePure } from './trial.ts'

/**
 * The tangents of `A` have the structure of its cotangents.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Tangent<A> = Cotangent<A>

class Dual extends TensorBase<Shape, Kind> {
  override readonly [tracer]: TangentTracer
  readonly primal: AnyTensor
  readonly tangent: AnyTensor

  constructor(own: TangentTracer, primal: AnyTensor, tangent: AnyTensor) {
    super(primal.shape as Shape, primal.dtype)
    this[tracer] = own
    this.primal = primal
    this.tangent = tangent
    Object.freeze(this)
  }
}

class TangentTracer implements Interpreter, GivenTracer {
  readonly name = 'a tangent'
  readonly level = freshLevel()
  readonly progress = new Progress()

  primal(x: AnyTensor): AnyTensor {
    return x instanceof Dual && x[tracer] === this ? x.primal : x
  }

  tangent(x: AnyTensor): AnyTensor | null {
    return x instanceof Dual && x[tracer] === this ? x.tangent : null
  }

  interpret<O>(primitive: Primitive<O>, options: O, inputs: readonly AnyTensor[]): AnyTensor {
    const primals = inputs.map(x => this.primal(x))
    const output: AnyTensor = bind(primitive, options, primals)
    this.progress.note(primitive.name, output)
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

  /** The outputs of a body, and their tangents, by a tracer of its own. */
  static push: Push = (body, { values, tangents }) => {
    const own = new TangentTracer()
    const outputs = outputsOf(
      body,
      values.map((x, i) => {
        const dx = tangents[i] ?? null
        return dx === null ? x : new Dual(own, x, dx)
      }),
    )
    return { values: outputs.map(y => own.primal(y)), tangents: outputs.map(y => own.tangent(y)) }
  }

  control<O>(control: Control<O>, options: O, inputs: readonly AnyTensor[]): readonly AnyTensor[] {
    const at = { values: inputs.map(x => this.primal(x)), tangents: inputs.map(x => this.tangent(x)) }
    const { values, tangents } = ruleOf(control).tangent(options, at, TangentTracer.push)
    this.progress.note(control.name, ...values)
    return values.map((y, i) => {
      const dy = tangents[i] ?? null
      return dy === null ? y : new Dual(this, y, dy)
    })
  }

  /** The tangent of a function with a pullback of its own: what the pullback, a linear map, is the transpose of. */
  given<A, B>(given: Given<A, B>, a: A): B {
    if (leaves(a).every(x => this.tangent(x as AnyTensor) === null)) throw capturedError()
    const point = map((x: AnyTensor) => this.primal(x))(a)
    const b = applyGiven(given, point)
    if (leaves(b).some(y => this.tangent(y as AnyTensor) !== null)) throw capturedError()
    const da = zipWith((x: AnyTensor, zeros: Leaf) => this.tangent(x) ?? zeros)(
      a,
      zero(point) as A,
    ) as Cotangent<A>
    const origin = zero(b)
    const back = record(new GivenTape(), (db: Cotangent<B>) => pullGiven(given, point, b, db), origin)
    const tangent = pullRecorded(back, origin)(da as Cotangent<Cotangent<A>>)
    return zipWith((y: Leaf, dy: AnyTensor) => (isFloat(y) ? (new Dual(this, y, dy) as Leaf) : y))(
      b,
      tangent as B,
    )
  }
}

/** `jvp` for those who have tried the function already, and are called otherwise. */
export const pushForward =
  <A, B>(operation: string, f: (a: A) => B) =>
  (a: A, da: Tangent<A>): readonly [value: B, tangent: Tangent<B>] => {
    const own = new TangentTracer()
    const pair = (x: Leaf, dx: Leaf, path: readonly (string | number)[]): Leaf => {
      if (!isFloat(x)) {
        if (!isTensor(dx)) return x
        const place = path.length === 0 ? 'its argument' : `its argument at ${showPath(path)}`
        const is = isTensor(x) ? `${x.dtype}${showShape(x.shape)}` : 'trivial'
        throw new DTypeError(
          `${operation} cannot differentiate by integers, but there is a tangent for ${place}, which is ${is}. Its tangent is the ` +
            'trivial one, as zero(a) has it.',
        )
      }
      if (!isFloat(dx))
        throw new ArgumentError(`${operation} needs a tangent of floats for each float tensor.`)
      if (!sameShape(x.shape, dx.shape)) throw unequalShapes(operation, x.shape, dx.shape)
      if (x.dtype !== dx.dtype)
        throw new DTypeError(
          `${operation} needs a tangent of ${x.dtype}, as its point is, but was given ${dx.dtype}.`,
        )
      return new Dual(own, x, dx) as Leaf
    }
    requireTree(operation, 'its argument', a)
    const point = zipWith(pair)(a, da as A)
    const b = own.progress.within(`the function of ${operation}`, () => f(point))
    requireTree(operation, 'its value', b)
    const primal = map((y: AnyTensor) => own.primal(y))(b)
    return [
      primal,
      zipWith((y: AnyTensor, zeros: Leaf) => own.tangent(y) ?? zeros)(b, zero(primal) as B) as Tangent<B>,
    ]
  }

/**
 * The value of a function at `a` and its derivative along the tangent `da` (the Jacobian-vector product), in one run.
 * The function may be any pure function of trees of tensors; running it on the pullback of another gives
 * Hessian-vector products. At the first point of each form it is tried twice, to see that it is pure.
 *
 * @throws ShapeError, DTypeError or ArgumentError if a tangent has not the shape, element type or structure of its primal;
 * TracingError if the function looks at values or is not pure, with the operation and the place.
 *
 * @example
 * import { smooth, tensor } from 'pullback'
 * const [y, dy] = smooth.jvp(smooth.value(smooth.exp))(tensor([0, 1]), tensor([1, 1]))
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const jvp = takes('jvp', { f: needs.fn }, () => jvpUnchecked)

const jvpUnchecked =
  <A, B>(f: (a: A) => B) =>
  (a: A, da: Tangent<A>): readonly [value: B, tangent: Tangent<B>] => {
    const pushed = pushForward('jvp', f)(a, da)
    requirePure('jvp', f, f, a)
    return pushed
  }

/**
 * The derivative of a smooth map's value along a direction.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const tangentAt = takes('tangentAt', { f: needs.smooth }, () => tangentAtUnchecked)

const tangentAtUnchecked =
  <A, B>(f: Smooth<A, B>) =>
  (a: A, da: Tangent<A>): Tangent<B> => {
    const value = (x: A): B => f(x)[0]
    const [, tangent] = pushForward('tangentAt', value)(a, da)
    requirePure('tangentAt', f, value, a)
    return tangent
  }
