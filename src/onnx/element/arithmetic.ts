/**
 * Sums, products, quotients, remainders, powers, and the largest and smallest of several.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { isFloatType } from '../file/elementType.ts'
import {
  add,
  bothThroughFloats,
  broadcast,
  commonShape,
  convert,
  div,
  filled,
  greater,
  isFloat,
  like,
  mul,
  pow,
  scale,
  select,
  sub,
  together,
} from '../node/arrays.ts'
import { binary, exactly, inType, need } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed } from '../node/value.ts'

/** A quotient without what is behind the point, as integers have it. */
const quotient = (x: Tensor, y: Tensor): Tensor => {
  if (isFloat(x)) return div(x, y)
  const [a, b] = together([x, y])
  return bothThroughFloats((p, q) => op.trunc(op.div(p, q)))(a!, b!)
}

/** The remainder of a truncated quotient, with the sign of what is divided. */
const truncatedRemainder = (x: Tensor, y: Tensor): AnyTensor => {
  // The remainder of sizes has no rounding, as that of x - y trunc(x / y) has.
  const rest = op.remainder(op.abs(x), op.abs(y))
  const zero = filled(x.shape, 0, x.dtype)
  const endless = op.equal(op.abs(y), filled(y.shape, Number.POSITIVE_INFINITY, y.dtype))
  const finite = op.greater(filled(x.shape, Number.POSITIVE_INFINITY, x.dtype), op.abs(x))
  const size = op.select(op.and(endless, finite), op.abs(x), rest)
  return op.select(op.greater(zero, x), op.neg(size), size)
}

/** The remainder of a quotient rounded down, with the sign of what divides; Python's, so that of an endless divisor is its own. */
const flooredRemainder = (x: Tensor, y: Tensor): AnyTensor => op.remainder(x, y)

const floorMod = (x: bigint, y: bigint): bigint => ((x % y) + y) % y

const modulo: Operator = binary(
  (x, y, node) => {
    const floored = !node.flag('fmod', false)
    const [a, b] = together([x, y])
    return bothThroughFloats(floored ? flooredRemainder : truncatedRemainder)(a!, b!)
  },
  null,
  {
    since: 10,
    attributes: { fmod: 'int' },
    exact: node => {
      const truncated = node.flag('fmod', false)
      return exactly((x, y) => (y === 0n ? undefined : truncated ? x! % y! : floorMod(x!, y!)))
    },
  },
)

/** Powers of integers by integers stay integers; a float's has the float's type. */
const power: Operator = {
  ...binary((x, y) => pow(x, y), null),
  alike: [],
  exact: () => inputs =>
    exactly((x, y) => (y! < 0n ? undefined : y! < 4096n ? x! ** y! : undefined))([
      inputs[0]!,
      inputs[1]!,
    ]) && {
      ...exactly((x, y) => (y! < 0n || y! >= 4096n ? undefined : x! ** y!))([inputs[0]!, inputs[1]!])!,
      type: inputs[0]!.type,
    },
  prepare: node => inputs => {
    const [x, y] = [need(inputs, 0), need(inputs, 1)]
    const base = x.tensor()
    if (node.opset < 7 && !node.flag('broadcast', false) && x.shape.join() !== y.shape.join())
      wrong('before opset 7 shapes have to be equal where broadcast is not 1')
    if (isFloatType(x.type)) return computed(x.type, pow(base, like(base, y.tensor())))
    return inType(x.type, convert(base.dtype, pow(convert('f64', base), convert('f64', y.tensor()))))
  },
}

/** An operator of any number of tensors that are broadcast. */
const ofAll = (
  f: (xs: readonly Tensor[]) => AnyTensor,
  exact: ((...xs: readonly bigint[]) => bigint) | null,
): Operator => ({
  inputs: [1, Number.POSITIVE_INFINITY],
  ...(exact === null ? {} : { exact: () => exactly(exact) }),
  prepare: () => inputs => {
    const values = inputs.map((_, i) => need(inputs, i))
    const other = values.find(({ type }) => type !== values[0]!.type)
    if (other !== undefined)
      wrong(`its inputs are of ${values[0]!.type} and ${other.type}, but have to be of one type`)
    const shape = commonShape(values.map(x => x.shape))
    return inType(values[0]!.type, f(values.map(x => broadcast(shape, x.tensor()))))
  },
})

const largest = (x: Tensor, y: Tensor): Tensor =>
  isFloat(x) ? (op.maximum(x, y) as Tensor) : select(greater(x, y), x, y)
const smallest = (x: Tensor, y: Tensor): Tensor =>
  isFloat(x) ? (op.minimum(x, y) as Tensor) : select(greater(x, y), y, x)

export const arithmetic: Readonly<Record<string, Operator>> = {
  Add: binary(add, (x, y) => x + y),
  Sub: binary(sub, (x, y) => x - y),
  Mul: binary(mul, (x, y) => x * y),
  Div: binary(quotient, (x, y) => (y === 0n ? undefined : x / y)),
  Mod: modulo,
  Pow: power,
  Max: ofAll(
    xs => xs.reduce(largest),
    (...xs) => xs.reduce((x, y) => (x > y ? x : y)),
  ),
  Min: ofAll(
    xs => xs.reduce(smallest),
    (...xs) => xs.reduce((x, y) => (x < y ? x : y)),
  ),
  Sum: ofAll(xs => xs.reduce((x, y) => add(x, y)), null),
  Mean: ofAll(
    xs =>
      scale(
        1 / xs.length,
        xs.reduce((x, y) => add(x, y)),
      ),
    null,
  ),
}
