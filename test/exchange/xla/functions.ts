/**
 * Functions whose programs have bodies: choices, loops both ways and within each other, and steps as long as something holds, with
 * their derivatives.
 *
 * @module
 */
import { type AnyTensor, key, op, random, scalar, smooth, type Tensor, tensor } from '../../../src/index.ts'
import type { Integers } from '../../../src/tensor/tensor.ts'

/** A function of tensors, and what it is tried on. */
export interface FunctionCase {
  readonly name: string
  readonly f: (...xs: readonly AnyTensor[]) => unknown
  readonly args: readonly AnyTensor[]
}

type X = Tensor<[3]>

const huber = smooth.cond(
  (x: X) => op.greater(op.norm()(x), scalar(1)),
  smooth.lift((x: X) => op.shift(-0.5)(op.norm()(x))),
  smooth.lift((x: X) => op.scale(0.5)(op.sum()(op.mul(x, x)))),
)

/** The value, and the pullback of 1. */
const both = (x: AnyTensor): unknown => {
  const [y, pullback] = huber(x as X)
  return [y, pullback(scalar(1))]
}

type Step = readonly [constants: Tensor<[3, 3]>, carried: X, slice: X]

const cell = smooth.lift(([w, h, x]: Step) => {
  const next = op.tanh(op.add(op.reshape([3])(op.matmul(op.reshape([1, 3])(h), w)), x))
  return [next, op.sum()(next)] as const
})

const scanned =
  (reverse: boolean) =>
  (w: AnyTensor, h: AnyTensor, xs: AnyTensor): unknown => {
    const [[last, all], pullback] = smooth.scan({ reverse })(cell)([
      w as Tensor<[3, 3]>,
      h as X,
      xs as Tensor<[number, 3]>,
    ])
    return [last, all, pullback([last, all])]
  }

/** Heron's root, as long as it is not good enough: a different number of steps for each input. */
const root = (x: AnyTensor): unknown =>
  smooth.whileLoop({
    while: (y: Tensor<[]>) => op.greater(op.abs(op.sub(op.mul(y, y), x as Tensor<[]>)), scalar(1e-5)),
    do: (y: Tensor<[]>) => op.scale(0.5)(op.add(y, op.div(x as Tensor<[]>, y))),
    limit: 30,
  })(scalar(1))

/** Powers of 2 below a limit, counted in integers; ended by the number of steps. */
const counted = (limit: AnyTensor): unknown =>
  smooth.whileLoop({
    while: (n: Integers<[]>) => op.greater(limit as Integers<[]>, n),
    do: (n: Integers<[]>) => op.add(n, n),
    limit: 4,
  })(scalar(1, 'i32'))

export const functionCases: readonly FunctionCase[] = [
  { name: 'cond-true', f: both as FunctionCase['f'], args: [tensor([3, 0, 4])] },
  { name: 'cond-false', f: both as FunctionCase['f'], args: [tensor([0.3, 0, 0.4])] },
  ...[false, true].map(reverse => ({
    name: `scan-${reverse ? 'reverse' : 'forward'}`,
    f: scanned(reverse) as FunctionCase['f'],
    args: [random.normal([3, 3])(key(0)), tensor([0.1, -0.2, 0.3]), random.normal([5, 3])(key(1))],
  })),
  { name: 'while-root', f: root as FunctionCase['f'], args: [scalar(7)] },
  { name: 'while-at-once', f: root as FunctionCase['f'], args: [scalar(1)] },
  { name: 'while-limit', f: counted as FunctionCase['f'], args: [scalar(1000, 'i32')] },
  { name: 'while-done', f: counted as FunctionCase['f'], args: [scalar(5, 'i32')] },
]
