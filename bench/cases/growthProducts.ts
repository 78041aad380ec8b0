/**
 * Products of square matrices.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { bind, bindTo, evaluate } from 'fp-ts/lib/State.js'
import { randomState, uniform } from 'pullback/numpy'
import { multiplies } from '../pullback/learner.ts'
import { valuesIn } from '../start/problem.ts'
import type { Case } from './case.ts'

const product = (n: number): Case => ({
  name: `product-${n}`,
  about: `the product of two ${n} × ${n} matrices`,
  dtypes: ['f64', 'f32'],
  steps: 1,
  problem: () => {
    const square = uniform(0, 1, [n, n])
    const draws = pipe(
      square,
      bindTo('a'),
      bind('b', () => square),
    )
    const { a, b } = evaluate(randomState(n))(draws)
    return { kind: 'product', params: { a: valuesIn(a), b: valuesIn(b) } }
  },
  learner: multiplies,
  peers: ['numpy', 'numpy-1'],
  growth: { family: 'product', unit: 'size of the matrices', size: n, flops: 2 * n ** 3 },
})

/** `product-32` to `product-2048`. */
export const growthProducts: readonly Case[] = [32, 64, 128, 256, 512, 1024, 2048].map(product)
