/**
 * Every layer that slides windows over images and sequences, or resizes them, with its laws.
 *
 * @module
 */
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  globalAvgPool1d,
  globalAvgPool2d,
  globalAvgPool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  upsample,
} from '../../src/index.ts'
import { distinct } from '../arbitraries.ts'
import { conv2dLaws, convTranspose2dLaws } from '../layer/convolution/convolution.ts'
import { windowNameLaws } from '../layer/convolution/names.ts'
import { conv3dLaws } from '../layer/convolution/volumes.ts'
import { layerLaws } from '../layer/layer.ts'
import { channelPoolLaws } from '../layer/pooling/channels.ts'
import {
  adaptiveAvgPool2dLaws,
  avgPool2dLaws,
  globalMaxPool2dLaws,
  maxPool2dLaws,
  upsampleLaws,
} from '../layer/pooling/pooling.ts'
import {
  avgPool1dLaws,
  avgPool3dLaws,
  maxPool1dLaws,
  maxPool2dWindowLaws,
  maxPool3dLaws,
} from '../layer/pooling/sliding.ts'
import type { Entry } from './entry.ts'

/** By the names that they are exported under. */
export const windowCatalogue = {
  adaptiveAvgPool1d: {
    laws: () => [
      channelPoolLaws.adaptiveAvgPool1d(),
      layerLaws(adaptiveAvgPool1d(2), { input: [3, 2, 3], linear: 'jointly' }),
    ],
  },
  adaptiveAvgPool2d: {
    laws: () => [
      adaptiveAvgPool2dLaws(),
      layerLaws(adaptiveAvgPool2d([2, 3]), { input: [3, 2, 3, 4], linear: 'jointly' }),
    ],
  },
  adaptiveAvgPool3d: {
    laws: () => [
      channelPoolLaws.adaptiveAvgPool3d(),
      layerLaws(adaptiveAvgPool3d([2, 1, 2]), { input: [3, 1, 3, 2, 2], linear: 'jointly' }),
    ],
  },
  avgPool1d: {
    laws: () => [
      avgPool1dLaws(),
      layerLaws(avgPool1d(3, { stride: 2, padding: 1, countIncludePad: false }), { input: [3, 2, 5] }),
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
  avgPool3d: {
    laws: () => [
      avgPool3dLaws(),
      layerLaws(avgPool3d(2, { stride: [1, 2, 1], padding: 1, countIncludePad: false }), {
        input: [3, 1, 2, 2, 2],
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
  conv3d: {
    laws: () => [
      conv3dLaws(),
      layerLaws(conv3d(2, 2, [2, 1, 2], { stride: [2, 1, 1], padding: 1, dilation: [1, 1, 2], groups: 2 }), {
        input: [3, 2, 2, 1, 2],
        linear: 'each',
      }),
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
  globalAvgPool1d: {
    laws: () => [
      channelPoolLaws.globalAvgPool1d(),
      layerLaws(globalAvgPool1d(), { input: [3, 2, 4], linear: 'jointly' }),
    ],
  },
  globalAvgPool2d: {
    laws: () => [
      adaptiveAvgPool2dLaws(),
      layerLaws(globalAvgPool2d(), { input: [3, 2, 2, 4], linear: 'jointly' }),
    ],
  },
  globalAvgPool3d: {
    laws: () => [
      channelPoolLaws.globalAvgPool3d(),
      layerLaws(globalAvgPool3d(), { input: [3, 2, 2, 1, 2], linear: 'jointly' }),
    ],
  },
  globalMaxPool1d: {
    laws: () => [
      channelPoolLaws.globalMaxPool1d(),
      layerLaws(globalMaxPool1d(), { input: distinct([3, 2, 4]), kinky: true }),
    ],
  },
  globalMaxPool2d: {
    laws: () => [
      globalMaxPool2dLaws(),
      layerLaws(globalMaxPool2d(), { input: distinct([3, 2, 2, 4]), kinky: true }),
    ],
  },
  globalMaxPool3d: {
    laws: () => [
      channelPoolLaws.globalMaxPool3d(),
      layerLaws(globalMaxPool3d(), { input: distinct([3, 1, 2, 2, 2]), kinky: true }),
    ],
  },
  maxPool1d: {
    laws: () => [
      maxPool1dLaws(),
      layerLaws(maxPool1d(3, { stride: 2, padding: 1, dilation: 2 }), {
        input: distinct([3, 2, 5]),
        kinky: true,
      }),
    ],
  },
  maxPool2d: {
    laws: () => [
      maxPool2dLaws(),
      maxPool2dWindowLaws(),
      layerLaws(maxPool2d(2), { input: distinct([3, 2, 5, 4]), kinky: true }),
      layerLaws(maxPool2d([3, 2], { stride: [2, 1], padding: 1 }), {
        input: distinct([3, 1, 4, 3]),
        kinky: true,
      }),
    ],
  },
  maxPool3d: {
    laws: () => [
      maxPool3dLaws(),
      layerLaws(maxPool3d(2, { stride: [1, 2, 1], padding: [1, 0, 0] }), {
        input: distinct([3, 1, 2, 2, 3]),
        kinky: true,
      }),
    ],
  },
  upsample: {
    laws: () => [upsampleLaws(), layerLaws(upsample([2, 3]), { input: [3, 2, 2, 2], linear: 'jointly' })],
  },
} as const satisfies Readonly<Record<string, Entry>>
