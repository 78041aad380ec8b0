/**
 * Reductions over axes, and positions of the largest and smallest.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import {
  any,
  axesOf,
  axisOf,
  convert,
  filled,
  isFloat,
  mul,
  range,
  reshape,
  scale,
  size,
  sum,
} from '../node/arrays.ts'
import { inType, knownNumbers, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Exact, Operator } from '../node/operator.ts'
import { unsupported } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed } from '../node/value.ts'

type Reduce = (x: Tensor, axes: readonly number[]) => Tensor

/** The axes of a reduction: an attribute, or from some opset on an input. */
const axesOfNode = (node: NodeView, inputs: Inputs, rank: number): readonly number[] | null => {
  const given = node.has('axes') ? node.ints('axes') : knownNumbers(inputs, 1)
  if (given === undefined || given.length === 0)
    return node.flag('noop_with_empty_axes', false) ? null : range(rank)
  return axesOf(given, rank)
}

/** Shapes with axes of size 1 where they were reduced. */
const kept = (shape: readonly number[], axes: readonly number[], keep: boolean): readonly number[] =>
  keep ? shape.map((n, i) => (axes.includes(i) ? 1 : n)) : shape.filter((_, i) => !axes.includes(i))

/** Floats are reduced as they are; integers in f64, which holds each of them exactly. */
const onAll =
  (reduce: Reduce): Reduce =>
  (x, axes) =>
    isFloat(x) ? reduce(x, axes) : convert(x.dtype, reduce(convert('f64', x), axes))

const reduction = (
  reduce: Reduce,
  each: (x: Tensor) => Tensor = x => x,
  exact?: (xs: readonly bigint[]) => bigint,
): Operator => ({
  inputs: [1, 2],
  known: [1],
  attributes: { axes: 'ints', keepdims: 'int', noop_with_empty_axes: 'int' },
  ...(exact === undefined ? {} : { exact: node => inputs => exactReduction(node, inputs, exact) }),
  prepare: node => {
    const keep = node.flag('keepdims', true)
    return inputs => {
      const x = need(inputs, 0)
      const axes = axesOfNode(node, inputs, x.shape.length)
      if (axes === null) return inType(x.type, onAll(y => each(y))(x.tensor(), []))
      const shape = kept(x.shape, axes, keep)
      return inType(x.type, reshape(shape, onAll(reduce)(x.tensor(), axes)))
    }
  },
})

const exactReduction = (
  node: NodeView,
  [x, given]: readonly Exact[],
  f: (xs: readonly bigint[]) => bigint,
): Exact | undefined => {
  if (x!.type === 'bool') return undefined
  const axes = node.has('axes') ? node.ints('axes') : given?.integers.map(Number)
  const rank = x!.shape.length
  if (axes === undefined || axes.length === 0) {
    if (node.flag('noop_with_empty_axes', false)) return undefined
    return {
      type: x!.type,
      shape: kept(x!.shape, range(rank), node.flag('keepdims', true)),
      integers: [f(x!.integers)],
    }
  }
  if (rank !== 1) return undefined
  return { type: x!.type, shape: node.flag('keepdims', true) ? [1] : [], integers: [f(x!.integers)] }
}

/** The largest along axes; of nothing it is the least number of the type. */
const largest = (x: Tensor, axes: readonly number[], sign: 1 | -1): Tensor => {
  const shape = kept(x.shape, axes, false)
  if (axes.some(axis => x.shape[axis] === 0)) return filled(shape, -sign * Number.POSITIVE_INFINITY, x.dtype)
  return any((sign === 1 ? op.max([...axes]) : op.min([...axes]))(x) as AnyTensor)
}

const extreme = (sign: 1 | -1): Operator => {
  const base = reduction(
    (x, axes) => largest(x, axes, sign),
    undefined,
    xs => xs.reduce((x, y) => ((sign === 1 ? x > y : x < y) ? x : y)),
  )
  return {
    ...base,
    prepare: node => {
      const run = base.prepare(node)
      return (inputs, context) => {
        const x = need(inputs, 0)
        // Of no booleans, all hold and none does.
        if (isFloat(x.tensor()) || size(x.tensor()) > 0) return run(inputs, context)
        const axes = axesOfNode(node, inputs, x.shape.length) ?? []
        if (x.type !== 'bool')
          unsupported(`the ${sign === 1 ? 'largest' : 'smallest'} of no ${x.type} is not read`)
        return computed(
          x.type,
          filled(kept(x.shape, axes, node.flag('keepdims', true)), sign === 1 ? 0 : 1, 'u8'),
        )
      }
    },
  }
}

const abs = (x: Tensor): Tensor => any(op.abs(x))
const log = (x: Tensor): Tensor => any(op.log(x))
const total: Reduce = (x, axes) => sum(axes, false, x)
const squares: Reduce = (x, axes) => total(mul(x, x), axes)
const product: Reduce = (x, axes) => any(op.prod([...axes])(x) as AnyTensor)
const counted: Reduce = (x, axes) =>
  scale(1 / axes.reduce((n, axis) => n * x.shape[axis]!, 1), total(x, axes))
const logSumExp: Reduce = (x, axes) =>
  axes.some(axis => x.shape[axis] === 0)
    ? filled(kept(x.shape, axes, false), Number.NEGATIVE_INFINITY, x.dtype)
    : any(op.logSumExp([...axes])(x) as AnyTensor)

/** The position along an axis; of several the first, or the last. */
const argument = (sign: 1 | -1): Operator => ({
  inputs: [1, 1],
  attributes: { axis: 'int', keepdims: 'int', select_last_index: 'int' },
  prepare: node => {
    const [along, keep, last] = [
      node.int('axis', 0),
      node.flag('keepdims', true),
      node.flag('select_last_index', false),
    ]
    return inputs => {
      const x = need(inputs, 0)
      const y = isFloat(x.tensor()) ? x.tensor() : convert('f64', x.tensor())
      const axis = axisOf(along, y.shape.length)
      const n = y.shape[axis]!
      const turned = last ? any(op.flip(axis)(y)) : y
      const at = any((sign === 1 ? op.argmax(axis) : op.argmin(axis))(turned) as AnyTensor)
      const found = last ? any(op.sub(filled(at.shape, n - 1, at.dtype), at)) : at
      return computed('int64', reshape(kept(y.shape, [axis], keep), convert('i32', found)))
    }
  },
})

const added = (xs: readonly bigint[]): bigint => xs.reduce((x, y) => x + y, 0n)
const multiplied = (xs: readonly bigint[]): bigint => xs.reduce((x, y) => x * y, 1n)

export const reductions: Readonly<Record<string, Operator>> = {
  ReduceSum: reduction(total, x => x, added),
  ReduceProd: reduction(product, x => x, multiplied),
  ReduceMean: reduction(counted),
  ReduceMax: extreme(1),
  ReduceMin: extreme(-1),
  ReduceL1: reduction((x, axes) => total(abs(x), axes), abs),
  ReduceL2: reduction((x, axes) => any(op.norm([...axes])(x) as AnyTensor), abs),
  ReduceLogSum: reduction((x, axes) => log(total(x, axes)), log),
  ReduceLogSumExp: reduction(logSumExp),
  ReduceSumSquare: reduction(squares, x => mul(x, x)),
  ArgMax: argument(1),
  ArgMin: argument(-1),
}
