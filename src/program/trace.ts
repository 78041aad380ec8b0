/**
 * The symbolic tracer: running a function on symbols gives its program.
 *
 * @module
 */
import { freshLevel, type Interpreter } from '../primitive/core/bind.ts'
import type { Control } from '../primitive/core/control.ts'
import type { Primitive } from '../primitive/core/primitive.ts'
import type { Program } from '../primitive/core/program.ts'
import { Progress } from '../primitive/core/progress.ts'
import { tracing } from '../primitive/core/scope.ts'
import { needs, requireArgument, takes } from '../tensor/contract/index.ts'
import type { Kind } from '../tensor/dtype.ts'
import {
  formDifference,
  formError,
  inOrderOf,
  mapTensors,
  requireForm,
  tensorsIn,
  withTensors,
} from '../tensor/form.ts'
import { scalar } from '../tensor/function/constructors.ts'
import type { Shape } from '../tensor/shape.ts'
import { type AnyTensor, isTensor, TensorBase, tracer } from '../tensor/tensor.ts'
import { type Node, Recorder } from './recorder.ts'
import { run } from './run.ts'
import { requireSameProgram, requireSameResult } from './sameProgram.ts'

/**
 * A function's program, with the structure of what the function gives.
 *
 * @category Programs
 * @since 0.1.0
 */
export interface Traced<B> {
  readonly program: Program
  /** Outputs of the program, in order, back in the structure of the function's result. */
  readonly restore: (outputs: readonly AnyTensor[]) => B
}

class SymbolicTensor extends TensorBase<Shape, Kind> {
  override readonly [tracer]: SymbolicTracer
  readonly node: Node

  constructor(own: SymbolicTracer, node: Node) {
    super(node.shape, node.dtype)
    this[tracer] = own
    this.node = node
    Object.freeze(this)
  }
}

/** The tracer that writes a function's steps down as equations. */
export class SymbolicTracer implements Interpreter {
  readonly name = 'a program'
  readonly level = freshLevel()
  readonly recorder = new Recorder()
  readonly progress = new Progress()

  symbol(node: Node): AnyTensor {
    return new SymbolicTensor(this, node)
  }

  nodeOf(x: AnyTensor): Node {
    return x instanceof SymbolicTensor && x[tracer] === this ? x.node : this.recorder.constant(x)
  }

  interpret<O>(primitive: Primitive<O>, options: O, inputs: readonly AnyTensor[]): AnyTensor {
    const node = this.recorder.equation(
      primitive as Primitive,
      options,
      inputs.map(x => this.nodeOf(x)),
    )
    this.progress.note(primitive.name, node)
    return this.symbol(node)
  }

  control<O>(control: Control<O>, options: O, inputs: readonly AnyTensor[]): readonly AnyTensor[] {
    const nodes = this.recorder.control(
      control,
      options,
      inputs.map(x => this.nodeOf(x)),
    )
    this.progress.note(control.name, ...nodes)
    return nodes.map(node => this.symbol(node))
  }
}

const outputsOf = (count: number) =>
  needs.described(
    `an array of ${count} tensors, one for each output of the program,`,
    x => Array.isArray(x) && x.length === count && x.every(isTensor),
  )

/** `trace` for functions that are known to be pure but for what they observe. */
export const traceOnce =
  <A extends readonly unknown[], B>(f: (...args: A) => B) =>
  (...args: A): Traced<B> => {
    requireForm('A program', 'its argument', args)
    const own = new SymbolicTracer()
    const symbols = mapTensors(x => own.symbol(own.recorder.input(x)))(args)
    const result = own.progress.within('the function that is traced', () => f(...symbols))
    requireForm('A program', 'its result', result)
    const nodes = tensorsIn(result).map(x => own.nodeOf(x))
    return {
      program: own.recorder.program(nodes),
      restore: outputs => {
        requireArgument('restore', 'outputs', outputsOf(nodes.length), outputs)
        return withTensors(outputs)(result)
      },
    }
  }

/** What a function gives, with anything for tensors. */
export const resultOf = <B>({ program, restore }: Traced<B>): B =>
  restore(program.outputs.map(ref => scalar(ref)))

/**
 * The program of a pure function of trees of tensors, for arguments of the given shapes and element types. Values of the
 * arguments are not looked at. Equal results are shared, what depends on no argument is computed once, now, and what the
 * result does not need is left out.
 *
 * Plain values among the arguments and in the result (numbers, texts, flags, null, undefined) are what they are: a part of the
 * program that does not change.
 *
 * The function runs twice, to see that it is pure: a random number would stay what it was for ever.
 *
 * @throws ArgumentError for anything else in an argument or in the result: a function, a date, a typed array, an object of a
 * class, with the place.
 * @throws TracingError if the function looks at values or is not pure, with the operation and the place.
 *
 * @example
 * import { op, program, type Tensor, zeros } from 'pullback'
 * const f = (x: Tensor<[2]>, y: Tensor<[2]>) => op.add(op.exp(x), op.mul(op.exp(x), y))
 * const traced = program.trace(f)(zeros([2]), zeros([2])) // with one exp
 * console.log(program.show(traced.program))
 *
 * @category Programs
 * @since 0.1.0
 */
export const trace = takes('trace', { f: needs.fn }, () => traceUnchecked)

const traceUnchecked =
  <A extends readonly unknown[], B>(f: (...args: A) => B) =>
  (...args: A): Traced<B> => {
    const inside = tracing.current
    return tracing.during(true, () => {
      const traced = traceOnce(f)(...args)
      if (inside) return traced
      const again = traceOnce(f)(...args)
      requireSameProgram(traced.program, again.program)
      requireSameResult(resultOf(traced), resultOf(again))
      return traced
    })
  }

/**
 * A function that runs the traced program of another one instead: the same results, for arguments of the shapes and
 * element types that it was traced for.
 *
 * @throws ArgumentError, ShapeError or DTypeError for arguments of another form, with the place and both forms.
 *
 * @example
 * import { op, program, type Tensor, tensor, zeros } from 'pullback'
 * const f = (x: Tensor<[2]>) => op.mul(x, x)
 * const g = program.traced(f)(zeros([2]))
 * console.log(g(tensor([3, 4])))
 *
 * @category Programs
 * @since 0.1.0
 */
export const traced = takes('traced', { f: needs.fn }, () => tracedUnchecked)

const tracedUnchecked =
  <A extends readonly unknown[], B>(f: (...args: A) => B) =>
  (...example: A): ((...args: A) => B) => {
    const { program, restore } = trace(f)(...example)
    const execute = run(program)
    return (...args) => {
      const difference = formDifference(example, args)
      if (difference !== null)
        throw formError(
          difference,
          (place, wanted, given) =>
            `The program was traced for arguments of one form, but at ${place} it takes ${wanted} and was given ${given}. ` +
            'Trace it anew for these.',
        )
      return restore(execute(tensorsIn(inOrderOf(example)(args))))
    }
  }
