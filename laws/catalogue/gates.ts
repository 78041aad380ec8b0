/**
 * Every gated unit with its laws.
 *
 * @module
 */
import { gelu, glu, swiGlu } from '../../src/index.ts'
import { gluLaws, swiGluLaws } from '../layer/gate/gate.ts'
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
  swiGlu: {
    laws: () => [swiGluLaws(), layerLaws(swiGlu(2, 3, { bias: true }), { input: [3, 2] })],
  },
} as const satisfies Readonly<Record<string, Entry>>
