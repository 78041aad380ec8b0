/**
 * Every layer that slides windows over images and sequences, or resizes them, with its laws.
 *
 * @module
 */
import {
  adaptiveAvgPool2d,
  avgPool2d,
  conv1d,
  conv2d,
  convTranspose2d,
  globalAvgPool2d,
  globalMaxPool2d,
  maxPool2d,
  upsample,
} from '../../src/index.ts'
import { distinct } from '../arbitraries.ts'
import type { Entry } from './entry.ts'
import { layerLaws } from '../layer/layer.ts'
import { conv2dLaws, convTranspose2dLaws } from '../layer/convolution/convolution.ts'
import { windowNameLaws } from '../layer/convolution/names.ts'
import {
  adaptiveAvgPool2dLaws,
  avgPool2dLaws,
  globalMaxPool2dLaws,
  maxPool2dLaws,
  upsampleLaws,
} from '../layer/pooling/pooling.ts'

/** By the names that they are exported under. */
export const windowCatalogue = {
  adaptiveAvgPool2d: {
    laws: () => [
      adaptiveAvgPool2dLaws(),
      layerLaws(adaptiveAvgPool2d([2, 3]), { input: [3, 2, 3, 4], linear: 'jointly' }),
    ],
  },
  avgPool2d: {
    laws: () => [
      avgPool2dLaws(),
      layerLaws(avgPool2d(2), { input: [3, 2, 5, 4], linear: 'jointly' }),
      layerLaws(avgPool2d([3, 2], { stride: [2, 1], padding: 1, countIncludePad: false }), {
        input: [3, 1, 3, 2],
      }),
    ],
  },
  conv1d: {
    laws: () => [
      windowNameLaws,
      conv2dLaws(),
      layerLaws(conv1d(2, 4, 3, { stride: 2, padding: 1, groups: 2 }), { input: [3, 2, 4], linear: 'each' }),
    ],
  },
  conv2d: {
    laws: () => [
      conv2dLaws(),
      layerLaws(conv2d(2, 3, 2), { input: [3, 2, 3, 4], linear: 'each' }),
      layerLaws(conv2d(2, 4, [2, 3], { stride: [2, 1], padding: 1, dilation: [1, 2], groups: 2 }), {
        input: [3, 2, 3, 4],
      }),
      layerLaws(conv2d(2, 2, 1, { bias: false }), { input: [3, 2, 2, 2] }),
    ],
  },
  convTranspose2d: {
    laws: () => [
      convTranspose2dLaws(),
      conv2dLaws(),
      layerLaws(convTranspose2d(2, 1, 2), { input: [3, 2, 2, 3], linear: 'each' }),
      layerLaws(convTranspose2d(2, 4, 3, { stride: 2, padding: 1, outputPadding: [1, 0], groups: 2 }), {
        input: [3, 2, 2, 2],
      }),
    ],
  },
  globalAvgPool2d: {
    laws: () => [
      adaptiveAvgPool2dLaws(),
      layerLaws(globalAvgPool2d(), { input: [3, 2, 2, 4], linear: 'jointly' }),
    ],
  },
  globalMaxPool2d: {
    laws: () => [
      globalMaxPool2dLaws(),
      layerLaws(globalMaxPool2d(), { input: distinct([3, 2, 2, 4]), kinky: true }),
    ],
  },
  maxPool2d: {
    laws: () => [
      maxPool2dLaws(),
      layerLaws(maxPool2d(2), { input: distinct([3, 2, 5, 4]), kinky: true }),
      layerLaws(maxPool2d([3, 2], { stride: [2, 1], padding: 1 }), {
        input: distinct([3, 1, 4, 3]),
        kinky: true,
      }),
    ],
  },
  upsample: {
    laws: () => [upsampleLaws(), layerLaws(upsample([2, 3]), { input: [3, 2, 2, 2], linear: 'jointly' })],
  },
} as const satisfies Readonly<Record<string, Entry>>
