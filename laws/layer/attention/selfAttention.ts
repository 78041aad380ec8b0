/**
 * Laws of attention of a sequence to itself.
 *
 * @module
 */

import {
  compose,
  type Integers,
  key,
  op,
  random,
  selfAttention as selfAttentionLayer,
  sinusoidalPositions,
  type Tensor,
} from '../../../src/index.ts'
import { keys } from '../../arbitraries.ts'
import { exact, holds } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, type TreeLayer } from '../same.ts'
import { paddingLaws } from './padding.ts'
import { batch, heads, padded, permuted, run, runs, time, width } from './sample.ts'
import { causalityLaws, equivarianceLaws } from './visible.ts'
import { weightsLaws } from './weights.ts'

/** How attention is made. */
type Make = (options: { readonly causal?: boolean; readonly padding?: boolean }) => TreeLayer

/** Laws of attention of a sequence to itself; by default of `selfAttention`. */
export const selfAttentionLaws = (
  make: Make = options => forget(selfAttentionLayer(width, heads, options as never)),
): LawSet => {
  const [plain, causal, masked] = [make({}), make({ causal: true }), make({ padding: true })]
  const placed = forget(compose(sinusoidalPositions(width), selfAttentionLayer(width, heads)))
  return lawSet('selfAttention', [
    ...equivarianceLaws(plain),
    ...weightsLaws(plain, false),
    law('32d', 'positions that differ break the symmetry', [keys], k => {
      const { params } = placed.init(k, 'f64')
      const x = random.normal([batch, time, width], 0, 1, { dtype: 'f64' })(key(1))
      const order = [1, 0, 2, 3]
      const [y] = run(placed, { params, input: x, state: {} })
      const [z] = run(placed, { params, input: permuted(x, order), state: {} })
      return holds(exact(z, permuted(y, order)).error > 1e-6, z, y)
    }),
    ...causalityLaws(causal),
    ...paddingLaws(masked),
    law('33d', 'with nothing hidden, a mask changes nothing', [runs(masked, padded)], at => {
      const [x, mask] = at.input as readonly [Tensor, Integers]
      const ones = op.equal(mask, mask)
      const [y] = run(masked, { ...at, input: [x, ones] })
      return exact(y, run(plain, { ...at, input: x })[0])
    }),
  ])
}
