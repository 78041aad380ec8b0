/**
 * Functions as model files of ONNX.
 *
 * @module
 */
import { type Port, portsOf } from '../../exchange/named.ts'
import type { Sizes } from '../../exchange/varying.ts'
import { trace } from '../../program/trace.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { mapTensors, tensorsIn } from '../../tensor/form.ts'
import { zeros } from '../../tensor/function/constructors.ts'
import { showShape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { ExternalFiles } from '../read/external.ts'
import { modelBytes } from './model.ts'

/**
 * What becomes of an argument in a model file: it is an input; or an input of which the first axis, that of the examples, may have any
 * size; or its tensors are stored in the file, as the weights of a model are.
 *
 * @category Models from files
 * @since 0.1.0
 */
export type OnnxRole = 'given' | 'batched' | 'stored'

/**
 * What an argument is called in a model file, and its role.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxArgument {
  /** The root of its paths; with `''` its entries have their own names alone. Defaults to its position. */
  readonly name?: string
  /**
   * Defaults to `'given'`.
   *
   * @default 'given'
   */
  readonly role?: OnnxRole
}

/**
 * How a model file is written.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxFileOptions {
  /** The name of the graph, and of the file beside it. Defaults to `'pullback'`. */
  readonly name?: string
  /**
   * The version of the operators, from 18, the oldest that has all that is used, to 24. Defaults to 18.
   *
   * @default 18
   */
  readonly opset?: number
  /**
   * Whether large stored tensors are in the model itself or in a file beside it, as they have to be beyond 2 GB. Defaults to `'inside'`.
   *
   * @default 'inside'
   */
  readonly weights?: 'inside' | 'beside'
}

/**
 * How a function is written as a model file.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxFunctionOptions extends OnnxFileOptions {
  /** Its arguments, in order. */
  readonly args?: readonly OnnxArgument[]
}

/**
 * An input or an output of a model file: sizes that are the batch's are `'batch'`.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxPort {
  readonly name: string
  readonly shape: readonly (number | 'batch')[]
  readonly type: AnyTensor['dtype']
}

/**
 * A model file.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxFile {
  /** The model, for a file `….onnx`. */
  readonly bytes: Uint8Array
  /** Files that have to be beside it, by name: none, or one with large tensors. */
  readonly external: ExternalFiles
  readonly inputs: readonly OnnxPort[]
  readonly outputs: readonly OnnxPort[]
  /** The version of the operators. */
  readonly opset: number
}

const opsets = { oldest: 18, newest: 24 }

export const fileOptions = {
  name: needs.text,
  opset: needs.described(
    `an opset from ${opsets.oldest} to ${opsets.newest}`,
    (x): x is number =>
      Number.isInteger(x) && (x as number) >= opsets.oldest && (x as number) <= opsets.newest,
  ),
  weights: needs.oneOf('inside', 'beside'),
}

const functionOptions = needs.options({
  ...fileOptions,
  args: needs.listOf(
    needs.record({
      name: needs.anything,
      role: needs.optional(needs.oneOf('given', 'batched', 'stored')),
    }),
    'arguments { name, role }',
  ),
})

/** Two sizes of the batch that models hardly have as other sizes. */
const sizes: Sizes = [7, 11]

const withBatch = (arg: unknown, n: number, name: string): unknown =>
  mapTensors((x: AnyTensor) => {
    if (x.shape.length === 0)
      throw new ShapeError(
        `onnx was given a tensor of shape ${showShape(x.shape)} in the batched argument '${name}', but the first axis counts the examples. Give it as an argument of its own.`,
        [x.shape],
      )
    return zeros([n, ...x.shape.slice(1)], x.dtype)
  })(arg)

/** An output with the name of an input is its next value. */
const distinct = (inputs: readonly Port[], outputs: readonly Port[]): readonly Port[] => {
  const taken = new Set(inputs.map(({ name }) => name))
  return outputs.map(port => (taken.has(port.name) ? { ...port, name: `next.${port.name}` } : port))
}

/** Whether two shapes differ in the batch, axis by axis. */
const shownShape = (one: Port, other: Port | undefined): OnnxPort => ({
  name: one.name,
  shape: one.shape.map((n, axis) => (other === undefined || n === other.shape[axis] ? n : 'batch')),
  type: one.dtype,
})

/** The model file of a function, for arguments of the given forms. */
export const fileOf = (
  f: (...args: never[]) => unknown,
  args: readonly unknown[],
  { name = 'pullback', opset = opsets.oldest, weights = 'inside', args: given = [] }: OnnxFunctionOptions,
): OnnxFile => {
  const roles = args.map((_, i): OnnxRole => given[i]?.role ?? 'given')
  const roots = args.map((_, i) => given[i]?.name ?? String(i))
  const isBatched = roles.includes('batched')
  const argsFor = (n: number): readonly unknown[] =>
    args.map((arg, i) => (roles[i] === 'batched' ? withBatch(arg, n, roots[i] as string) : arg))
  const traced = (own: readonly unknown[]) => {
    const found = trace(f as (...args: unknown[]) => unknown)(...own)
    const ports = portsOf(found, own, roots)
    return { program: found.program, inputs: ports.inputs, outputs: distinct(ports.inputs, ports.outputs) }
  }
  const one = traced(isBatched ? argsFor(sizes[0]) : args)
  const other = isBatched ? traced(argsFor(sizes[1])) : null
  // Which argument an input is of, as arguments have several tensors.
  const stored = args.flatMap((arg, i) => tensorsIn(arg).map(x => (roles[i] === 'stored' ? x : null)))
  const location = weights === 'beside' ? `${name}.weights` : null
  const file = modelBytes({
    name,
    opset,
    twin: { one: one.program, other: other?.program ?? null },
    sizes,
    inputs: one.inputs,
    outputs: one.outputs,
    stored,
    location,
  })
  return {
    bytes: file.bytes,
    external: location !== null && file.weights !== null ? { [location]: file.weights } : {},
    inputs: one.inputs
      .map((port, i) => shownShape(port, other?.inputs[i]))
      .filter((_, i) => stored[i] == null),
    outputs: one.outputs.map((port, i) => shownShape(port, other?.outputs[i])),
    opset,
  }
}

/**
 * A pure function of trees of tensors as a model file of ONNX: a prediction, a pullback, a step, for arguments of the given shapes and
 * element types. Inputs and outputs have the names of their paths; an output with the name of an input is `next.…`, and is given for
 * that in the next run.
 *
 * A batched argument may have any number of examples: the function is traced for two numbers, and what differs depends on the batch.
 *
 * What kernels refuse while they run (an index out of range, a singular matrix) a file does not: engines refuse it, or give infinities or NaN.
 *
 * @throws ArgumentError if the program is another one for another batch, with the place; for a constant that f32 cannot hold; for an
 * operation that is not a primitive of the library; and for entries of trees with a dot in their names.
 * @throws TracingError if the function looks at values or is not pure.
 *
 * @example
 * import { op, type Tensor, zeros } from 'pullback'
 * import { onnx } from 'pullback/onnx'
 * const f = (w: Tensor<[3, 2]>, x: Tensor<[number, 3]>) => op.tanh(op.matmul(x, w))
 * const { bytes, inputs } = onnx({ args: [{ name: 'w' }, { name: 'x', role: 'batched' }] })(f)(zeros([3, 2]), zeros([5, 3]))
 * console.log(bytes.length, inputs[1]) // { name: 'x', shape: ['batch', 3], type: 'f32' }
 *
 * @category Models from files
 * @since 0.1.0
 */
export const onnx = takes(
  'onnx',
  [{ options: needs.optional(functionOptions) }, { f: needs.fn }],
  () => onnxUnchecked,
)

const onnxUnchecked =
  (options: OnnxFunctionOptions = {}) =>
  <A extends readonly unknown[], B>(f: (...args: A) => B) =>
  (...args: A): OnnxFile =>
    fileOf(f, args, options)
