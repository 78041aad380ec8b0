/**
 * Products of square matrices.
 *
 * @module
 */
import { multiplies } from '../pullback/learner.ts'
import { valuesOf } from '../start/problem.ts'
import { randomState } from '../start/randomState.ts'
import type { Case } from './case.ts'

const product = (n: number): Case => ({
  name: `product-${n}`,
  about: `the product of two ${n} × ${n} matrices`,
  dtypes: ['f64', 'f32'],
  steps: 1,
  problem: () => {
    const random = randomState(n)
    const square = () => valuesOf(random.uniform(0, 1, n * n), n, n)
    return { kind: 'product', params: { a: square(), b: square() } }
  },
  learner: multiplies,
  peers: ['numpy', 'numpy-1'],
  growth: { family: 'product', unit: 'size of the matrices', size: n, flops: 2 * n ** 3 },
})

/** `product-32` to `product-2048`. */
export const growthProducts: readonly Case[] = [32, 64, 128, 256, 512, 1024, 2048].map(product)
