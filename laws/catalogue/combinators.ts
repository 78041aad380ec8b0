/**
 * Every combinator of layers with its laws.
 *
 * @module
 */
import fc from 'fast-check'
import {
  cached,
  checkpointed,
  compose,
  concat,
  conv1d,
  dense,
  dropout,
  fanout,
  frozen,
  identity,
  init,
  initialiser,
  label,
  meanOnlyBatchNorm,
  parallel,
  relu,
  reparametrise,
  repeat,
  residual,
  smooth,
  softmax,
  spectralNorm,
  tanh,
  tied,
  weightNorm,
} from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { cachedLaws } from '../layer/combinator/cached.ts'
import { checkpointedLaws } from '../layer/combinator/checkpointed.ts'
import { composeLaws } from '../layer/combinator/compose.ts'
import { frozenLaws } from '../layer/combinator/frozen.ts'
import { spectralNormLaws, weightNormLaws } from '../layer/combinator/normedWeights.ts'
import { concatLaws, fanoutLaws, parallelLaws, residualLaws } from '../layer/combinator/product.ts'
import { reparametriseLaws } from '../layer/combinator/reparametrise.ts'
import { repeatLaws, tiedLaws } from '../layer/combinator/tied.ts'
import { layerLaws } from '../layer/layer.ts'
import type { Entry } from './entry.ts'
import { layerMeanings } from './meanings.ts'

const matrix = [4, 3] as const
const cell = () => compose(dense(3, 3), tanh())
const copied = () =>
  reparametrise({
    name: 'copied',
    init: (key, dtype) => init(dense(3, 3), { dtype })(key).params,
    map: smooth.duplicate(),
  })(compose(dense(3, 3), dense(3, 3)))

/** By the names that they are exported under. */
export const combinatorCatalogue = {
  cached: {
    laws: () => [
      cachedLaws(),
      layerLaws(cached({ capacity: 3 })(compose(dense(3, 4), tanh())), { input: matrix }),
    ],
  },
  checkpointed: {
    laws: () => [
      checkpointedLaws(),
      layerLaws(checkpointed(compose(dense(3, 4), tanh(), dropout(0.25), dense(4, 2))), { input: matrix }),
      layerLaws(checkpointed(compose(dense(3, 4), meanOnlyBatchNorm(4))), { input: matrix, coupled: true }),
    ],
  },
  compose: {
    laws: () => [
      composeLaws(),
      layerLaws(compose(dense(3, 5), relu(), dropout(0.25), dense(5, 2), softmax()), {
        input: matrix,
        kinky: true,
      }),
      layerLaws(
        compose(label('hidden')(dense(3, 4)), meanOnlyBatchNorm(4), tanh(), label('output')(dense(4, 2))),
        { input: matrix, coupled: true },
      ),
    ],
  },
  concat: { laws: () => [concatLaws(), layerLaws(concat(identity(), dense(3, 2)), { input: matrix })] },
  fanout: { laws: () => [fanoutLaws(), layerLaws(fanout(dense(3, 2), tanh()), { input: matrix })] },
  frozen: {
    laws: () => [
      frozenLaws(),
      layerLaws(compose(frozen()(cell()), dense(3, 2)), { input: matrix }),
      layerLaws(frozen()(compose(dense(3, 2), meanOnlyBatchNorm(2))), { input: matrix, coupled: true }),
    ],
  },
  label: { laws: () => [layerMeanings.label(), layerLaws(label('hidden')(dense(3, 2)), { input: matrix })] },
  parallel: {
    laws: () => [
      parallelLaws(),
      layerLaws(parallel(dense(3, 2), tanh()), {
        input: fc.tuple(tensors([3, 3]), tensors([3, 2])),
      }),
    ],
  },
  reparametrise: { laws: () => [reparametriseLaws(), layerLaws(copied(), { input: matrix })] },
  repeat: { laws: () => [repeatLaws(), layerLaws(repeat(2)(cell()), { input: matrix })] },
  residual: {
    laws: () => [
      residualLaws(),
      layerLaws(residual(cell()), { input: matrix }),
      layerLaws(residual(compose(dense(3, 3), meanOnlyBatchNorm(3))), { input: matrix, coupled: true }),
    ],
  },
  spectralNorm: {
    laws: () => [
      spectralNormLaws(),
      // The state is that of another model: of weights that are alike it fits, so that their largest singular value, which is divided
      // by, is measured far from 0.
      layerLaws(spectralNorm({ epsilon: 1e-6, axis: 1 })(conv1d(2, 2, 2, { w: initialiser.constant(2) })), {
        input: [3, 2, 2],
      }),
    ],
  },
  tied: {
    laws: () => [
      tiedLaws(),
      layerLaws(tied(3)(cell()), { input: matrix }),
      layerLaws(tied(2)(compose(dense(3, 3), dropout(0.25))), { input: matrix }),
    ],
  },
  weightNorm: {
    laws: () => [
      weightNormLaws(),
      layerLaws(weightNorm()(compose(dense(3, 3), tanh(), dense(3, 2))), { input: matrix }),
      layerLaws(weightNorm({ axis: 1 })(conv1d(2, 3, 2)), { input: [3, 2, 3] }),
    ],
  },
} as const satisfies Readonly<Record<string, Entry>>
