/**
 * A function applied to its own result, again and again, without leaving the engine.
 *
 * @module
 */
import { prepared } from '../engine/prepared.ts'
import { trace } from '../program/trace.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { carriedOn, requireForm, tensorsIn, withTensors } from '../tensor/form.ts'
import { isConcrete } from '../tensor/tensor.ts'
import type { CompileOptions } from './compile.ts'
import { defaultEngine } from './defaultEngine.ts'

/** More steps than this would run for days: a mistake. */
const mostSteps = 2 ** 31 - 1

/**
 * `f(f(… f(x)))`, so many times: the value stays in the engine, where it is overwritten in place, and is copied out once, at
 * the end. NaN and infinities pass, as they do in `f`; to train, use `fit`, which stops at them. Inside of another tracer (a
 * tangent, a trace) `f` is applied one time after the other, so that a fixed point's iteration can be differentiated.
 *
 * What `f` gives has the form of what it takes, with entries matched by name. Plain values in it stay what they are.
 *
 * @throws ArgumentError unless the count is a non-negative integer, or if `f` gives another structure than it takes, with the
 * place and both.
 * @throws ShapeError or DTypeError if `f` gives another shape or element type than it takes, with the place and both.
 * @throws TracingError if `f` looks at values.
 *
 * @example
 * import { iterate, op, tensor, type Tensor } from 'pullback'
 * const towardsGoldenRatio = (x: Tensor<[]>) => op.sqrt(op.shift(1)(x))
 * const phi = iterate(towardsGoldenRatio)(50)(tensor(1))
 *
 * @category Running programs
 * @since 0.1.0
 */
export const iterate = takes(
  'iterate',
  [
    { f: needs.fn, options: needs.options({ engine: needs.engine }) },
    { times: needs.integerBetween(0, mostSteps) },
  ],
  () => iterateUnchecked,
)

const iterateUnchecked =
  <S>(f: (state: S) => S, { engine = defaultEngine }: Omit<CompileOptions, 'cache'> = {}) =>
  (times: number) =>
  (initial: S): S => {
    const step = (state: S): S => carriedOn('iterate', state, f(state))
    requireForm('iterate', 'its state', initial)
    const { program } = trace(step)(initial)
    const states = tensorsIn(initial)
    const isPlain = states.every(isConcrete) && program.constants.every(isConcrete)
    // Tensors of another tracer, tangents say, do not go into an engine: the function is applied as it is.
    if (!isPlain) return Array.from({ length: times }).reduce<S>(step, initial)
    const carried = states.map((_, i) => ({ output: i, input: i }))
    const executable = prepared(engine, program, { carried, inPlace: true })
    states.forEach((x, i) => {
      executable.write(i, x)
    })
    for (let i = 0; i < times; i++) {
      executable.execute()
      executable.commit()
    }
    const result = withTensors(states.map((_, i) => executable.readInput(i)))(initial)
    executable.release?.()
    return result
  }
