/**
 * Products of matrices, sums of products, determinants.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import {
  add,
  broadcast,
  commonShape,
  convert,
  isFloat,
  matmul,
  reshape,
  scale,
  sub,
  transpose,
} from '../node/arrays.ts'
import { floatsOf, need, ofFloats } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed, type Value } from '../node/value.ts'

/** NumPy's product: vectors are rows or columns, and axes in front are broadcast. */
export const product = (a: Tensor, b: Tensor): Tensor => {
  if (a.shape.length === 0 || b.shape.length === 0)
    return wrong('it takes vectors and matrices, but was given a scalar')
  const left = a.shape.length === 1 ? reshape([1, ...a.shape], a) : a
  const right = b.shape.length === 1 ? reshape([...b.shape, 1], b) : b
  const [k, inner] = [left.shape[left.shape.length - 1]!, right.shape[right.shape.length - 2]!]
  if (k !== inner) wrong(`the inner sizes of [${a.shape.join(', ')}] and [${b.shape.join(', ')}] differ`)
  const [m, n] = [left.shape[left.shape.length - 2]!, right.shape[right.shape.length - 1]!]
  const front = commonShape([left.shape.slice(0, -2), right.shape.slice(0, -2)])
  const rows = [...front, ...(a.shape.length === 1 ? [] : [m]), ...(b.shape.length === 1 ? [] : [n])]
  if (right.shape.length === 2 && left.shape.length > 2) {
    const flat = reshape([left.shape.slice(0, -1).reduce((x, y) => x * y, 1), k], left)
    return reshape(rows, matmul(flat, right))
  }
  return reshape(rows, matmul(broadcast([...front, m, k], left), broadcast([...front, k, n], right)))
}

const gemm: Operator = {
  inputs: [2, 3],
  alike: [0, 1, 2],
  attributes: { alpha: 'float', beta: 'float', transA: 'int', transB: 'int', broadcast: 'int' },
  prepare: node => {
    const [alpha, beta] = [node.float('alpha', 1), node.float('beta', 1)]
    const [turnA, turnB] = [node.flag('transA', false), node.flag('transB', false)]
    return inputs => {
      const [a, b] = [need(inputs, 0), need(inputs, 1)]
      if (a.shape.length !== 2 || b.shape.length !== 2)
        wrong(`it takes matrices, but was given [${a.shape.join(', ')}] and [${b.shape.join(', ')}]`)
      const exact = (value: Value): Tensor =>
        isFloat(value.tensor()) ? value.tensor() : convert('f64', value.tensor())
      const left = turnA ? transpose([1, 0], exact(a)) : exact(a)
      const right = turnB ? transpose([1, 0], exact(b)) : exact(b)
      const ab = product(left, right)
      const scaled = alpha === 1 ? ab : scale(alpha, ab)
      const c = inputs[2]
      if (c === undefined) return computed(a.type, convert(a.tensor().dtype, scaled))
      const bias = broadcast(ab.shape, exact(c))
      return computed(a.type, convert(a.tensor().dtype, add(scaled, beta === 1 ? bias : scale(beta, bias))))
    }
  },
}

/** A product of 8-bit integers without their zeros, exact in f64. */
const integerProduct: Operator = {
  since: 10,
  inputs: [2, 4],
  prepare: () => inputs => {
    const [a, b] = [need(inputs, 0), need(inputs, 1)]
    const centred = (value: Value, zero: Value | undefined, axis: number): Tensor => {
      const x = convert('f64', value.tensor())
      if (zero === undefined) return x
      const z = convert('f64', zero.tensor())
      return sub(x, z.shape.length === 1 && axis === 0 ? reshape([...z.shape, 1], z) : z)
    }
    return computed('int32', convert('i32', product(centred(a, inputs[2], 0), centred(b, inputs[3], 1))))
  },
}

export const linear: Readonly<Record<string, Operator>> = {
  MatMul: {
    inputs: [2, 2],
    alike: [0, 1],
    prepare: () => inputs => {
      const [a, b] = [need(inputs, 0), need(inputs, 1)]
      if (isFloat(a.tensor())) return computed(a.type, product(a.tensor(), b.tensor()))
      const exact = product(convert('f64', a.tensor()), convert('f64', b.tensor()))
      return computed(a.type, convert(a.tensor().dtype, exact))
    },
  },
  Gemm: gemm,
  MatMulInteger: integerProduct,
  Einsum: {
    since: 12,
    inputs: [1, Number.POSITIVE_INFINITY],
    attributes: { equation: 'string' },
    prepare: node => {
      const equation = node.string('equation')
      return inputs => {
        const values = inputs.map((_, i) => need(inputs, i))
        const apply = op.einsum(equation) as (...xs: readonly AnyTensor[]) => AnyTensor
        return computed(values[0]!.type, apply(...values.map(floatsOf)))
      }
    },
  },
  Det: ofFloats(() => x => op.det(x as Parameters<typeof op.det>[0]), { since: 11 }),
}
