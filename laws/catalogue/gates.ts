/**
 * Every gated unit with its laws.
 *
 * @module
 */
import { compose, dense, gelu, glu, mixtureOfExperts, swiGlu, tanh } from '../../src/index.ts'
import { gluLaws, swiGluLaws } from '../layer/gate/gate.ts'
import { mixtureOfExpertsLaws } from '../layer/gate/mixture.ts'
import { layerLaws } from '../layer/layer.ts'
import type { Entry } from './entry.ts'

/** By the names that they are exported under. */
export const gateCatalogue = {
  glu: {
    laws: () => [
      gluLaws(),
      layerLaws(glu(), { input: [3, 4] }),
      layerLaws(glu({ axis: 0, activation: gelu }), { input: [3, 2, 2] }),
    ],
  },
  mixtureOfExperts: {
    laws: () => [
      mixtureOfExpertsLaws(),
      // Where all experts are chosen nothing jumps.
      layerLaws(mixtureOfExperts(2, 2, { noise: 0.5 })(compose(dense(2, 2), tanh())), { input: [3, 2] }),
      layerLaws(mixtureOfExperts(2, 2)(dense(2, 1)).withBalance, { input: [3, 2], batched: false }),
    ],
  },
  swiGlu: {
    laws: () => [swiGluLaws(), layerLaws(swiGlu(2, 3, { bias: true }), { input: [3, 2] })],
  },
} as const satisfies Readonly<Record<string, Entry>>
