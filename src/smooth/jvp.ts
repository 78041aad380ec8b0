/**
 * The forward-mode tracer: the same code on dual numbers gives the value and its derivative along a direction.
 *
 * @module
 */
import { isFloat } from '../tensor/tree.ts'
import { add } from '../primitive/arithmetic.ts'
import { bind, freshLevel, type Interpreter } from '../primitive/bind.ts'
import { isLoop, isResult, outputsOf } from '../primitive/loop.ts'
import type { Primitive } from '../primitive/primitive.ts'
import type { LoopOptions } from '../primitive/program.ts'
import { loopOf } from '../program/loopOf.ts'
import { Progress } from '../primitive/progress.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { type Cotangent, zero } from '../tensor/cotangent.ts'
import { type Kind, kindOf } from '../tensor/dtype.ts'
import { sameShape, type Shape, showShape } from '../tensor/shape.ts'
import { ArgumentError, DTypeError, showPath, unequalShapes } from '../tensor/error.ts'
import { type AnyTensor, isTensor, tracer, type Tensor, TensorBase, zerosLike } from '../tensor/tensor.ts'
import { requireTree } from '../tensor/requireTree.ts'
import { type Leaf, leaves, map, zipWith } from '../tensor/tree.ts'
import { varyingOperands } from './loopOperands.ts'
import { pullRecorded, record } from './record.ts'
import type { Smooth } from './smooth.ts'
import { GivenTape } from './tape.ts'
import { requirePure } from './trial.ts'
import { applyGiven, capturedError, type Given, type GivenTracer, pullGiven } from './withPullback.ts'

/**
 * The tangents of `A` have the structure of its cotangents.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Tangent<A> = Cotangent<A>

const indices = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i)

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

  loop(options: LoopOptions, inputs: readonly AnyTensor[]): readonly AnyTensor[] {
    const { body, carries, slices, count, reverse } = options
    const constants = carries + slices
    const primals = inputs.map(x => this.primal(x))
    const tangents = inputs.map(x => this.tangent(x))
    const isVaried = varyingOperands(
      options,
      tangents.map(dx => dx !== null),
      equation => kindOf(equation.dtype) === 'float' || isLoop(equation) || isResult(equation),
    )
    const variedCarries = indices(0, carries).filter(i => isVaried[i] === true)
    const variedSlices = indices(carries, constants).filter(i => isVaried[i] === true)
    const variedOutputs: number[] = []
    const results = loopOf(
      (carried, own) => {
        const tracer = new TangentTracer()
        const given = inputs.map((_, i) => {
          const x = (i < carries ? carried[i] : i < constants ? own[i - carries] : primals[i]) as AnyTensor
          const dx =
            i < carries
              ? carried[carries + variedCarries.indexOf(i)]
              : i < constants
                ? own[slices + variedSlices.indexOf(i)]
                : tangents[i]
          return isVaried[i] === true && dx ? new Dual(tracer, x, dx) : x
        })
        const outputs = outputsOf(body, given)
        const values = outputs.map(y => tracer.primal(y))
        const dys = outputs.map(y => tracer.tangent(y))
        const stacked = indices(carries, outputs.length).filter(i => dys[i] !== null)
        variedOutputs.splice(0, variedOutputs.length, ...stacked)
        return [
          [
            ...values.slice(0, carries),
            ...variedCarries.map(i => dys[i] ?? zerosLike(values[i] as AnyTensor)),
          ],
          [...values.slice(carries), ...stacked.map(i => dys[i] as AnyTensor)],
        ]
      },
      { count, reverse },
      [
        ...primals.slice(0, carries),
        ...variedCarries.map(i => tangents[i] ?? zerosLike(primals[i] as AnyTensor)),
      ],
      [...primals.slice(carries, constants), ...variedSlices.map(i => tangents[i] as AnyTensor)],
    ) as readonly AnyTensor[]
    const firstStack = carries + variedCarries.length
    const stacks = body.outputs.length - carries
    return body.outputs.map((_, i) => {
      const y = (i < carries ? results[i] : results[firstStack + i - carries]) as AnyTensor
      const place = (i < carries ? variedCarries : variedOutputs).indexOf(i)
      if (place < 0) return y
      const dy = results[i < carries ? carries + place : firstStack + stacks + place] as AnyTensor
      return new Dual(this, y, dy)
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
