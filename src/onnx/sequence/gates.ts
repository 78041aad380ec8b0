/**
 * Functions of gates in recurrent operators, by the names that nodes give them.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { any, filled, greater, maximum, minimum, scale, select, shift } from '../node/arrays.ts'
import type { NodeView } from '../node/nodeView.ts'
import { unsupported } from '../node/refusal.ts'

type Gate = (x: Tensor) => Tensor

/** A function with two numbers, which default to those of the operator of that name; null for a number that it has not. */
interface Named {
  readonly alpha: number | null
  readonly beta: number | null
  readonly of: (alpha: number, beta: number) => Gate
}

const constant = (x: Tensor, value: number): Tensor => filled(x.shape, value, x.dtype)
const between = (x: Tensor, low: number, high: number): Tensor =>
  minimum(maximum(x, constant(x, low)), constant(x, high))

const functions: ReadonlyMap<string, Named> = new Map([
  ['tanh', { alpha: null, beta: null, of: () => x => any(op.tanh(x)) }],
  ['sigmoid', { alpha: null, beta: null, of: () => x => any(op.sigmoid(x)) }],
  ['relu', { alpha: null, beta: null, of: () => x => maximum(x, constant(x, 0)) }],
  ['softsign', { alpha: null, beta: null, of: () => x => any(op.softsign(x)) }],
  ['softplus', { alpha: null, beta: null, of: () => x => any(op.neg(op.logSigmoid(any(op.neg(x))))) }],
  ['affine', { alpha: 1, beta: 0, of: (alpha, beta) => x => shift(beta, scale(alpha, x)) }],
  ['scaledtanh', { alpha: 1, beta: 1, of: (alpha, beta) => x => scale(alpha, any(op.tanh(scale(beta, x)))) }],
  [
    'hardsigmoid',
    { alpha: 0.2, beta: 0.5, of: (alpha, beta) => x => between(shift(beta, scale(alpha, x)), 0, 1) },
  ],
  [
    'leakyrelu',
    { alpha: 0.01, beta: null, of: alpha => x => select(greater(x, constant(x, 0)), x, scale(alpha, x)) },
  ],
  [
    'thresholdedrelu',
    { alpha: 1, beta: null, of: alpha => x => select(greater(x, constant(x, alpha)), x, constant(x, 0)) },
  ],
  [
    'elu',
    {
      alpha: 1,
      beta: null,
      of: alpha => x =>
        select(greater(x, constant(x, 0)), x, scale(alpha, any(op.expm1(minimum(x, constant(x, 0)))))),
    },
  ],
])

/** The functions of a node's gates, one direction after the other. */
export const gatesOf = (
  node: NodeView,
  defaults: readonly string[],
  directions: number,
): readonly (readonly Gate[])[] => {
  const names = node.strings('activations', Array.from({ length: directions }, () => defaults).flat())
  const [alphas, betas] = [[...node.floats('activation_alpha', [])], [...node.floats('activation_beta', [])]]
  const limit = node.float('clip', Number.POSITIVE_INFINITY)
  const gates = names.map((name): Gate => {
    const found = functions.get(name.toLowerCase()) ?? unsupported(`the activation ${name} is not read`)
    const { alpha, beta } = found
    const gate = found.of(
      alpha === null ? 0 : (alphas.shift() ?? alpha),
      beta === null ? 0 : (betas.shift() ?? beta),
    )
    return limit === Number.POSITIVE_INFINITY ? gate : x => gate(between(x, -limit, limit))
  })
  if (gates.length !== defaults.length * directions)
    return unsupported(`it has ${gates.length} activations, but ${defaults.length * directions} are wanted`)
  return Array.from({ length: directions }, (_, i) =>
    gates.slice(i * defaults.length, (i + 1) * defaults.length),
  )
}
