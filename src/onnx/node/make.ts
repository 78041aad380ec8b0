/**
 * Makers of rows of the table that have much in common.
 *
 * @module
 */

import * as op from '../../operation/index.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { isFloatType } from '../file/elementType.ts'
import { commonShape, convert, reshape, select, shift, throughFloats } from './arrays.ts'
import type { NodeView } from './nodeView.ts'
import type { Exact, Operator } from './operator.ts'
import { unsupported, wrong } from './refusal.ts'
import type { Inputs } from './subgraph.ts'
import { computed, fitted, numbersOf, type Value, wrapped } from './value.ts'

/** An input that has to be there. */
export const need = (inputs: Inputs, i: number): Value => inputs[i] ?? wrong(`its input ${i} is missing`)

/** The numbers of an input that decides over shapes. */
export const knownNumbers = (inputs: Inputs, i: number): readonly number[] | undefined => {
  const value = inputs[i]
  if (value === undefined) return undefined
  if (!value.known)
    unsupported(
      `its input ${i} has to be known when the model is read, but is computed from what it is run for`,
    )
  return numbersOf(value)
}

/** A number of an input that decides over shapes. */
export const knownNumber = (inputs: Inputs, i: number): number | undefined => {
  const numbers = knownNumbers(inputs, i)
  if (numbers !== undefined && numbers.length !== 1)
    wrong(`its input ${i} has ${numbers.length} numbers, but one is wanted`)
  return numbers?.[0]
}

/** Requires floats. */
export const floatsOf = (value: Value): Tensor =>
  isFloatType(value.type) ? value.tensor() : wrong(`it takes floats, but was given ${value.type}`)

/** Integers narrower than their carrier wrap around as their type does. */
export const inType = (type: Value['type'], x: AnyTensor): Value =>
  computed(
    type,
    fitted(type, x, (least, count) => {
      const from = throughFloats(y => shift(-least, y))(x)
      const rest = throughFloats(y => op.remainder(y, op.broadcast(y.shape)(convertedTo(y, count))))(from)
      return throughFloats(y => shift(least, y))(rest)
    }),
  )

const convertedTo = (y: Tensor, value: number): Tensor =>
  convert(y.dtype, reshape([], op.arange(value, value + 1)))

/** An operator of one tensor of any type, element by element. */
export const elementwise = (
  prepare: (node: NodeView) => (x: Tensor) => AnyTensor,
  more: Partial<Operator> = {},
): Operator => ({
  inputs: [1, 1],
  ...more,
  prepare: node => {
    const f = prepare(node)
    return ([x]) => inType(x!.type, f(x!.tensor()))
  },
})

/** The same of floats. */
export const ofFloats = (
  prepare: (node: NodeView) => (x: Tensor) => AnyTensor,
  more: Partial<Operator> = {},
): Operator =>
  elementwise(node => {
    const f = prepare(node)
    return x => (x.kind === 'float' ? f(x) : wrong(`it takes floats, but was given ${x.dtype}`))
  }, more)

/** Where elements of a broadcast shape are in a tensor of a smaller one. */
const position = (shape: readonly number[], whole: readonly number[], i: number): number => {
  let [rest, stride, at] = [i, 1, 0]
  for (let axis = whole.length - 1; axis >= 0; axis--) {
    const n = whole[axis]!
    const own = shape[axis - whole.length + shape.length]
    const coordinate = rest % n
    rest = (rest - coordinate) / n
    if (own === undefined) continue
    if (own !== 1) at += coordinate * stride
    stride *= own
  }
  return at
}

/** A function of integers, element by element, on tensors that are broadcast. */
export const exactly =
  (f: (...xs: readonly bigint[]) => bigint | undefined, gives?: Exact['type']) =>
  (inputs: readonly Exact[]): Exact | undefined => {
    const shape = commonShape(inputs.map(x => x.shape))
    const type = gives ?? inputs[inputs.length - 1]!.type
    const integers: bigint[] = []
    for (let i = 0; i < sizeOf(shape); i++) {
      const result = f(...inputs.map(x => x.integers[position(x.shape, shape, i)]!))
      if (result === undefined) return undefined
      integers.push(wrapped(type, result))
    }
    return { type, shape, integers }
  }

/**
 * The second operand of an arithmetic operator before opset 7: it is only broadcast where the node says so, from an axis on that it
 * may name.
 */
export const legacyOperand = (
  node: NodeView,
  x: readonly number[],
  y: readonly number[],
): readonly number[] => {
  if (node.opset >= 7 || !node.flag('broadcast', false)) {
    if (node.opset < 7 && (x.length !== y.length || x.some((n, i) => n !== y[i])))
      wrong(
        `before opset 7 shapes have to be equal where broadcast is not 1, but are [${x.join(', ')}] and [${y.join(', ')}]`,
      )
    return y
  }
  const axis = node.int('axis', x.length - y.length)
  const at = axis < 0 ? axis + x.length : axis
  const after = x.length - at - y.length
  if (at < 0 || after < 0) wrong(`axis ${axis} leaves no room for [${y.join(', ')}] in [${x.join(', ')}]`)
  return [...y, ...Array.from({ length: after }, () => 1)]
}

/** The attributes of that. */
export const legacyAttributes = { broadcast: 'int', axis: 'int' } as const

/** An operator of two tensors that are broadcast. */
export const binary = (
  f: (x: Tensor, y: Tensor, node: NodeView) => AnyTensor,
  exact: ((x: bigint, y: bigint) => bigint | undefined) | null,
  more: Partial<Operator> & { readonly gives?: 'bool' } = {},
): Operator => {
  const { gives, ...rest } = more
  return {
    inputs: [2, 2],
    alike: [0, 1],
    attributes: legacyAttributes,
    ...(exact === null
      ? {}
      : {
          exact: node => inputs => {
            const [x, y] = inputs
            const shape = legacyOperand(node, x!.shape, y!.shape)
            return exactly((a, b) => exact(a!, b!), gives)([x!, { ...y!, shape }])
          },
        }),
    prepare:
      node =>
      ([x, y]) => {
        const b = reshape(legacyOperand(node, x!.shape, y!.shape), y!.tensor())
        return inType(gives ?? x!.type, f(x!.tensor(), b, node))
      },
    ...rest,
  }
}

/** A mask as the boolean that it is. */
export const mask = (x: AnyTensor): Value => computed('bool', x)

/** `x` where a mask holds, else `y`: of tensors that are broadcast. */
export const where = (condition: AnyTensor, x: AnyTensor, y: AnyTensor): Tensor => select(condition, x, y)
