/**
 * Every layer that normalises or drops with its laws.
 *
 * @module
 */
import {
  batchNorm,
  dropout,
  dropPath,
  groupNorm,
  instanceNorm,
  layerNorm,
  meanOnlyBatchNorm,
  rmsNorm,
} from '../../src/index.ts'
import { distinct } from '../arbitraries.ts'
import { dropoutLaws, dropPathLaws } from '../layer/dropout/dropout.ts'
import { layerLaws } from '../layer/layer.ts'
import { batchNormLaws, groupNormLaws, instanceNormLaws } from '../layer/normalisation/channels.ts'
import { meanOnlyBatchNormLaws } from '../layer/normalisation/meanOnlyBatchNorm.ts'
import { layerNormLaws, rmsNormLaws } from '../layer/normalisation/rows.ts'
import type { Entry } from './entry.ts'

const matrix = [4, 3] as const

/** By the names that they are exported under. */
export const normCatalogue = {
  batchNorm: {
    laws: () => [
      batchNormLaws(),
      layerLaws(batchNorm(3), { input: distinct([4, 3]), coupled: true }),
      layerLaws(batchNorm(2, { affine: false }), { input: distinct([3, 2, 2, 2]), coupled: true }),
    ],
  },
  dropout: {
    laws: () => [
      dropoutLaws(),
      layerLaws(dropout(0.5), { input: matrix, linear: 'jointly' }),
      layerLaws(dropout(0), { input: matrix, linear: 'jointly' }),
    ],
  },
  dropPath: {
    laws: () => [dropPathLaws(), layerLaws(dropPath(0.5), { input: [4, 2, 2], linear: 'jointly' })],
  },
  instanceNorm: {
    laws: () => [instanceNormLaws(), layerLaws(instanceNorm(4), { input: distinct([3, 4, 2, 2]) })],
  },
  groupNorm: {
    laws: () => [groupNormLaws(), layerLaws(groupNorm(2, 4), { input: distinct([3, 4, 2, 2]) })],
  },
  layerNorm: {
    laws: () => [
      layerNormLaws(),
      layerLaws(layerNorm(3), { input: distinct(matrix) }),
      layerLaws(layerNorm([2, 2], { epsilon: 0.25 }), { input: distinct([3, 2, 2]) }),
      layerLaws(layerNorm(3, { affine: false }), { input: distinct([3, 2, 3]) }),
    ],
  },
  meanOnlyBatchNorm: {
    laws: () => [meanOnlyBatchNormLaws(), layerLaws(meanOnlyBatchNorm(3), { input: matrix, coupled: true })],
  },
  rmsNorm: {
    laws: () => [
      rmsNormLaws(),
      layerLaws(rmsNorm(3), { input: distinct(matrix) }),
      layerLaws(rmsNorm(2, { epsilon: 0.25 }), { input: distinct([3, 2, 2]) }),
    ],
  },
} as const satisfies Readonly<Record<string, Entry>>
