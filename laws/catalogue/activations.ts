/**
 * Every activation with its laws.
 *
 * @module
 */
import {
  elu,
  gelu,
  hardtanh,
  leakyRelu,
  logSoftmax,
  mish,
  prelu,
  relu,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from '../../src/index.ts'
import { leakyReluLaws, logSoftmaxLaws, reluLaws, softmaxLaws } from '../layer/activation/activation.ts'
import {
  eluLaws,
  geluLaws,
  hardtanhLaws,
  mishLaws,
  preluLaws,
  seluLaws,
  siluLaws,
  softplusLaws,
} from '../layer/activation/forms.ts'
import { layerLaws } from '../layer/layer.ts'
import type { Entry } from './entry.ts'
import { layerMeanings } from './meanings.ts'

const matrix = [4, 3] as const

/** By the names that they are exported under. */
export const activationCatalogue = {
  elu: {
    laws: () => [
      eluLaws(),
      layerLaws(elu(), { input: matrix, kinky: true }),
      layerLaws(elu(0.5), { input: [3, 2, 2], kinky: true }),
    ],
  },
  gelu: {
    laws: () => [
      geluLaws(),
      layerMeanings.gelu(),
      layerMeanings.geluNearly(),
      layerLaws(gelu(), { input: matrix }),
      layerLaws(gelu({ approximate: 'tanh' }), { input: matrix }),
    ],
  },
  hardtanh: {
    laws: () => [
      hardtanhLaws(),
      layerLaws(hardtanh(-1.03125, 1.03125), { input: matrix, kinky: true }),
      layerLaws(hardtanh(-0.03125, 2.03125), { input: [3, 2, 2], kinky: true }),
    ],
  },
  leakyRelu: {
    laws: () => [
      leakyReluLaws(),
      layerLaws(leakyRelu(0.125), { input: matrix, kinky: true }),
      layerLaws(leakyRelu(), { input: [3, 2, 2], kinky: true }),
    ],
  },
  logSoftmax: { laws: () => [logSoftmaxLaws(), layerLaws(logSoftmax(), { input: matrix })] },
  mish: { laws: () => [mishLaws(), layerMeanings.mish(), layerLaws(mish(), { input: matrix })] },
  prelu: {
    laws: () => [
      preluLaws(),
      layerLaws(prelu(3), { input: matrix, kinky: true }),
      layerLaws(prelu(2), { input: [3, 2, 2], kinky: true }),
    ],
  },
  relu: { laws: () => [reluLaws(), layerLaws(relu(), { input: matrix, kinky: true })] },
  selu: { laws: () => [seluLaws(), layerLaws(selu(), { input: matrix, kinky: true })] },
  sigmoid: { laws: () => [layerMeanings.sigmoid(), layerLaws(sigmoid(), { input: matrix })] },
  silu: { laws: () => [siluLaws(), layerMeanings.silu(), layerLaws(silu(), { input: matrix })] },
  softmax: { laws: () => [softmaxLaws(), layerLaws(softmax(), { input: matrix })] },
  softplus: {
    laws: () => [
      softplusLaws(),
      layerMeanings.softplus(),
      layerLaws(softplus(), { input: matrix }),
      layerLaws(softplus(2), { input: [3, 2, 2] }),
    ],
  },
  tanh: { laws: () => [layerMeanings.tanh(), layerLaws(tanh(), { input: [3, 2, 2] })] },
} as const satisfies Readonly<Record<string, Entry>>
