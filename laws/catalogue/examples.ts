/**
 * Every layer that moves, cuts, fills or joins the axes of examples with its laws.
 *
 * @module
 */
import fc from 'fast-check'
import {
  augmentOnes,
  concatenate,
  flatten,
  identity,
  pad,
  reshape,
  slice,
  tap,
  transpose,
} from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { layerLaws } from '../layer/layer.ts'
import { concatenateLaws } from '../layer/shape/concatenate.ts'
import { augmentOnesLaws, flattenLaws, identityLaws, reshapeLaws, tapLaws } from '../layer/shape/reshape.ts'
import { padLaws, sliceLaws } from '../layer/shape/slice.ts'
import { transposeLaws } from '../layer/shape/transpose.ts'
import type { Entry } from './entry.ts'

const matrix = [4, 3] as const

/** By the names that they are exported under. */
export const exampleCatalogue = {
  augmentOnes: {
    laws: () => [augmentOnesLaws(), layerLaws(augmentOnes(), { input: matrix, linear: 'jointly' })],
  },
  concatenate: {
    laws: () => [
      concatenateLaws(),
      layerLaws(concatenate(0), {
        input: fc.tuple(tensors([3, 2, 2]), tensors([3, 1, 2]), tensors([3, 2, 2])),
        linear: 'jointly',
      }),
    ],
  },
  flatten: { laws: () => [flattenLaws(), layerLaws(flatten(), { input: [3, 2, 2], linear: 'jointly' })] },
  identity: { laws: () => [identityLaws(), layerLaws(identity(), { input: matrix, linear: 'jointly' })] },
  pad: {
    laws: () => [
      padLaws(),
      layerLaws(pad([1, [2, 0]]), { input: [3, 2, 2], linear: 'jointly' }),
      layerLaws(pad([[0, 1], 1], { value: -1.5 }), { input: [3, 2, 2], linear: 'jointly' }),
    ],
  },
  reshape: { laws: () => [reshapeLaws(), layerLaws(reshape([2, 2]), { input: [3, 4], linear: 'jointly' })] },
  slice: {
    laws: () => [
      sliceLaws(),
      layerLaws(slice([[], [1, -1]]), { input: [3, 2, 4], linear: 'jointly' }),
      layerLaws(slice([[0, undefined, 2], [1, 4, 2], [-1]]), { input: [3, 3, 4, 2], linear: 'jointly' }),
    ],
  },
  tap: { laws: () => [tapLaws(), layerLaws(tap({}), { input: matrix, linear: 'jointly' })] },
  transpose: {
    laws: () => [
      transposeLaws(),
      layerLaws(transpose([1, 2, 0]), { input: [3, 2, 4, 1], linear: 'jointly' }),
      layerLaws(transpose(0, -1), { input: [3, 2, 3], linear: 'jointly' }),
    ],
  },
} as const satisfies Readonly<Record<string, Entry>>
