/**
 * A function applied to its own result, again and again, without leaving the engine.
 *
 * @module
 */
import { abstractOf } from '../program/program.ts'
import { trace } from '../program/trace.ts'
import { ArgumentError, DTypeError, unequalShapes } from '../tensor/error.ts'
import { sameShape } from '../tensor/shape.ts'
import { isConcrete } from '../tensor/tensor.ts'
import { type Leaf, tensors, withLeaves } from '../tensor/tree.ts'
import type { CompileOptions } from './compile.ts'
import { defaultEngine } from './defaultEngine.ts'

/**
 * `f(f(… f(x)))`, so many times: the value stays in the engine, where it is overwritten in place, and is copied out once, at
 * the end. NaN and infinities pass, as they do in `f`; to train, use `fit`, which stops at them. Inside of another reading (a
 * tangent, a trace) `f` is applied one time after the other, so that a fixed point's iteration can be differentiated.
 *
 * @throws ArgumentError unless the count is a non-negative integer, or if `f` gives another structure than it takes.
 * @throws ShapeError or DTypeError if `f` gives another shape or element type than it takes.
 * @throws ReadingError if `f` looks at values.
 *
 * @example
 * import { iterate, op, tensor, type Tensor } from 'pullback'
 * const towardsGoldenRatio = (x: Tensor<[]>) => op.sqrt(op.shift(1)(x))
 * const phi = iterate(towardsGoldenRatio)(50)(tensor(1))
 */
export const iterate =
  <S>(f: (state: S) => S, { engine = defaultEngine }: Omit<CompileOptions, 'cache'> = {}) =>
  (times: number) =>
  (initial: S): S => {
    if (!Number.isSafeInteger(times) || times < 0)
      throw new ArgumentError(`iterate needs a non-negative integer of times, but was given ${times}.`)
    const { program } = trace(f)(initial)
    const states = tensors(initial)
    const isPlain = states.every(isConcrete) && program.constants.every(isConcrete)
    if (program.outputs.length !== states.length)
      throw new ArgumentError(
        `iterate needs a function that gives what it takes, but it takes ${states.length} tensors and gives ` +
          `${program.outputs.length}.`,
      )
    const after = program.outputs.map(ref => abstractOf(program, ref))
    states.forEach((x, i) => {
      const y = after[i] as (typeof after)[number]
      if (x.dtype !== y.dtype)
        throw new DTypeError(`iterate needs one element type, but ${x.dtype} becomes ${y.dtype}.`)
      if (!sameShape(x.shape, y.shape)) throw unequalShapes('iterate', x.shape, y.shape)
    })
    // Tensors of another reading, tangents say, do not go into an engine: the function is applied as it is.
    if (!isPlain) return Array.from({ length: times }).reduce<S>(state => f(state), initial)
    const carried = states.map((_, i) => ({ output: i, input: i }))
    const executable = engine.prepare(program, { carried, inPlace: true })
    states.forEach((x, i) => {
      executable.write(i, x)
    })
    for (let i = 0; i < times; i++) {
      executable.execute()
      executable.commit()
    }
    return withLeaves(states.map((_, i) => executable.readInput(i)) as readonly Leaf[])(initial)
  }
