/**
 * A loop as one operation: a body that is applied so many times, with values that it carries from one time to the next, operands
 * that it reads slice by slice, and results that it stacks.
 *
 * An operation has one result, and a loop many. So the loop itself gives their bytes, one after the other, and `result` reads
 * one of them: programs name what they need, and engines let the bytes be where they are.
 *
 * @module
 */
import { allocate, type Elements } from '../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import { sameShape, showShape, sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, unsafeFromElements } from '../tensor/tensor.ts'
import { bind, type Interpreter, outermost } from './bind.ts'
import { type Abstract, bytesOf, notDifferentiable, type Primitive, type View } from './primitive.ts'
import { abstractOf, type Equation, type LoopOptions, type Program, type Ref } from './program.ts'

/** A result of a loop: which one, and where among the loop's bytes it begins. */
export interface ResultOptions extends Abstract {
  readonly index: number
  readonly offset: number
}

/** Vectors may read this far behind a value. */
const padding = 64

const stacked = (count: number, { shape, dtype }: Abstract): Abstract => ({ shape: [count, ...shape], dtype })

/** The results of a loop: the carried values after the last time, and the stacks. */
export const resultsOf = ({ body, count, carries }: LoopOptions): readonly ResultOptions[] => {
  let offset = 0
  return body.outputs.map((ref, index) => {
    const one = abstractOf(body, ref)
    const { shape, dtype } = index < carries ? one : stacked(count, one)
    const result = { index, offset, shape, dtype }
    offset += Math.ceil((bytesOf(result) + padding) / 16) * 16
    return result
  })
}

/** What the body takes at one time of an operand: the whole, or a slice of it. */
const wantedOf = ({ body, count, carries, slices }: LoopOptions, i: number): Abstract => {
  const one = body.inputs[i] as Abstract
  return i >= carries && i < carries + slices ? stacked(count, one) : one
}

const requireOperands = (options: LoopOptions, operands: readonly Abstract[]): void => {
  const { body, count, carries, slices } = options
  if (!Number.isInteger(count) || count < 1)
    throw new ArgumentError(`loop needs a count of at least 1, but was given ${count}.`)
  if (
    operands.length !== body.inputs.length ||
    carries + slices > body.inputs.length ||
    carries > body.outputs.length ||
    body.constants.length > 0
  )
    throw new ArgumentError(
      `loop needs an operand for each of the ${body.inputs.length} inputs of its body, but was given ${operands.length}.`,
    )
  operands.forEach((x, i) => {
    const wanted = wantedOf(options, i)
    if (x.dtype !== wanted.dtype || !sameShape(x.shape, wanted.shape))
      throw new ShapeError(
        `loop needs ${wanted.dtype}${showShape(wanted.shape)} as its operand ${i}, but was given ${x.dtype}${showShape(x.shape)}.`,
        [wanted.shape, x.shape],
      )
  })
  for (let i = 0; i < carries; i++) {
    const [before, after] = [body.inputs[i] as Abstract, abstractOf(body, body.outputs[i] as Ref)]
    if (before.dtype !== after.dtype || !sameShape(before.shape, after.shape))
      throw new ShapeError(
        `loop carries ${before.dtype}${showShape(before.shape)} as its value ${i}, but its body gives ${after.dtype}${showShape(after.shape)}.`,
        [before.shape, after.shape],
      )
  }
}

const emptyView = ({ shape, dtype }: Abstract): View => ({
  shape,
  dtype,
  elements: allocate(dtype, sizeOf(shape)),
})

/** The t-th slice of a view, in the same memory. */
const sliceOf = ({ shape, dtype, elements }: View, t: number): View => {
  const [, ...rest] = shape
  const size = sizeOf(rest)
  return { shape: rest, dtype, elements: elements.subarray(t * size, (t + 1) * size) }
}

/** The outputs of a body by the kernels of its operations. */
const outputsByKernels = (body: Program, inputs: readonly View[]): readonly View[] => {
  const values: View[] = [...inputs]
  for (const equation of body.equations) {
    const view = emptyView(equation)
    equation.primitive.kernel(
      equation.operands.map(ref => values[ref] as View),
      view,
      equation.options,
    )
    values.push(view)
  }
  return body.outputs.map(ref => values[ref] as View)
}

const bytesIn = ({ buffer, byteOffset, byteLength }: Elements): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** The times of a loop, in order. */
const timesOf = ({ count, reverse }: LoopOptions): readonly number[] =>
  Array.from({ length: count }, (_, i) => (reverse ? count - 1 - i : i))

export const Loop: Primitive<LoopOptions> = {
  name: 'loop',
  shape: (inputs, options) => {
    requireOperands(options, inputs)
    const last = resultsOf(options).at(-1)
    const bytes = last === undefined ? 0 : last.offset + Math.ceil((bytesOf(last) + padding) / 16) * 16
    return { shape: [bytes], dtype: 'u8' }
  },
  kernel: (inputs, output, options) => {
    const { body, carries, slices } = options
    let carried = inputs.slice(0, carries)
    const results = resultsOf(options).map(emptyView)
    for (const t of timesOf(options)) {
      const own = inputs.slice(carries, carries + slices).map(x => sliceOf(x, t))
      const outputs = outputsByKernels(body, [...carried, ...own, ...inputs.slice(carries + slices)])
      carried = outputs.slice(0, carries)
      outputs.slice(carries).forEach((y, i) => {
        sliceOf(results[carries + i] as View, t).elements.set(y.elements)
      })
    }
    carried.forEach((x, i) => {
      results[i]?.elements.set(x.elements)
    })
    output.elements.fill(0)
    resultsOf(options).forEach(({ offset }, i) => {
      output.elements.set(bytesIn((results[i] as View).elements), offset)
    })
  },
  partials: notDifferentiable,
}

export const Result: Primitive<ResultOptions> = {
  name: 'result',
  shape: ([loop], { shape, dtype, offset }) => {
    if (loop === undefined || loop.dtype !== 'u8' || offset + bytesOf({ shape, dtype }) > sizeOf(loop.shape))
      throw new ArgumentError('result reads what a loop gives, and this is not among it.')
    return { shape, dtype }
  },
  kernel: ([loop], output, { offset }) => {
    const { elements } = output
    bytesIn(elements).set(bytesIn(loop!.elements).subarray(offset, offset + elements.byteLength))
  },
  partials: notDifferentiable,
}

/** Whether an equation is a loop. */
export const isLoop = ({ primitive }: Equation): boolean => (primitive as unknown) === Loop

/** Whether an equation reads a result of a loop. */
export const isResult = ({ primitive }: Equation): boolean => (primitive as unknown) === Result

/** The outputs of a body for tensors of any reading. */
export const outputsOf = (body: Program, inputs: readonly AnyTensor[]): readonly AnyTensor[] => {
  // A loop gives several values; what reads one of them is an equation of its own. Only its bytes are one value.
  const values: (AnyTensor | readonly AnyTensor[])[] = [...inputs, ...body.constants]
  const at = (ref: Ref): AnyTensor => values[ref] as AnyTensor
  for (const equation of body.equations) {
    const { primitive, options, operands } = equation
    const [first] = operands.map(ref => values[ref])
    if (isLoop(equation) && !body.outputs.includes(values.length))
      values.push(loop(options as LoopOptions, operands.map(at)))
    else if (Array.isArray(first)) values.push(first[(options as ResultOptions).index] as AnyTensor)
    else values.push(bind(primitive, options, operands.map(at)))
  }
  return body.outputs.map(at)
}

const slice = (x: AnyTensor, t: number): AnyTensor => {
  const { shape, dtype, elements } = sliceOf({ ...abstract(x), elements: elementsOf(x) }, t)
  return unsafeFromElements(shape, dtype, elements.slice())
}

const abstract = ({ shape, dtype }: Abstract): Abstract => ({ shape, dtype })

const evaluateLoop = (options: LoopOptions, operands: readonly AnyTensor[]): readonly AnyTensor[] => {
  const { body, carries, slices } = options
  let carried = operands.slice(0, carries)
  const stacks = resultsOf(options).slice(carries).map(emptyView)
  for (const t of timesOf(options)) {
    const own = operands.slice(carries, carries + slices).map(x => slice(x, t))
    const outputs = outputsOf(body, [...carried, ...own, ...operands.slice(carries + slices)])
    carried = outputs.slice(0, carries)
    outputs.slice(carries).forEach((y, i) => {
      sliceOf(stacks[i] as View, t).elements.set(elementsOf(y))
    })
  }
  return [
    ...carried,
    ...stacks.map(({ shape, dtype, elements }) => unsafeFromElements(shape, dtype, elements)),
  ]
}

/** The results of a loop on tensors of any reading: the carried values after the last time, and the stacks. */
export const loop = (options: LoopOptions, operands: readonly AnyTensor[]): readonly AnyTensor[] => {
  requireOperands(options, operands)
  const top = outermost(operands)
  return top === null ? evaluateLoop(options, operands) : (top as Interpreter).loop(options, operands)
}
