/**
 * Laws by name: what each layer, loss, optimiser, schedule, metric and initialiser of this library is, for whoever writes one of
 * their own. Each takes another implementation, as a function of the same options, and this library's where none is given.
 *
 * @module
 */
import type { AnyLayer } from '../../src/index.ts'
import type { LawSet } from '../law.ts'
import * as activations from '../layer/activation/activation.ts'
import * as forms from '../layer/activation/forms.ts'
import * as attention from '../layer/attention/attention.ts'
import * as channels from '../layer/normalisation/channels.ts'
import * as compositions from '../layer/combinator/compose.ts'
import * as concatenation from '../layer/shape/concatenate.ts'
import * as convolutions from '../layer/convolution/convolution.ts'
import * as drops from '../layer/dropout/dropout.ts'
import * as meanOnly from '../layer/normalisation/meanOnlyBatchNorm.ts'
import * as norms from '../layer/normalisation/rows.ts'
import * as pools from '../layer/pooling/pooling.ts'
import * as positions from '../layer/attention/positions.ts'
import * as products from '../layer/combinator/product.ts'
import * as recurrence from '../layer/recurrent/recurrence.ts'
import { forget, type TreeLayer } from '../layer/same.ts'
import * as shapes from '../layer/shape/reshape.ts'
import * as slices from '../layer/shape/slice.ts'
import * as ties from '../layer/combinator/tied.ts'
import * as transformers from '../layer/attention/transformer.ts'
import * as transposition from '../layer/shape/transpose.ts'

// Those who write a layer know its types, and laws do not.

/** Laws of layers made from arguments, for layers of any types. */
const ofMaker =
  <Args extends readonly unknown[], More extends readonly unknown[]>(
    laws: (make?: (...args: Args) => TreeLayer, ...more: More) => LawSet,
  ) =>
  (make?: (...args: Args) => AnyLayer, ...more: More): LawSet =>
    laws(make === undefined ? undefined : (...args) => forget(make(...args)), ...more)

/** Laws of combinators of one layer, which take their configuration first, for layers of any types. */
const ofCombinator =
  <Args extends readonly unknown[]>(
    laws: (combinator?: (...args: Args) => (layer: TreeLayer) => TreeLayer) => LawSet,
  ) =>
  (combinator?: (...args: Args) => (layer: TreeLayer) => AnyLayer): LawSet =>
    laws(
      combinator === undefined
        ? undefined
        : (...args) =>
            layer =>
              forget(combinator(...args)(layer)),
    )

/** Laws of one layer, for layers of any types. */
const ofLayer =
  <More extends readonly unknown[]>(laws: (layer?: TreeLayer, ...more: More) => LawSet) =>
  (layer?: AnyLayer, ...more: More): LawSet =>
    laws(layer === undefined ? undefined : forget(layer), ...more)

// -------------------------------------------------------------------------------------
// activations
// -------------------------------------------------------------------------------------

export const eluLaws = ofMaker(forms.eluLaws)
export const geluLaws = ofMaker(forms.geluLaws)
export const hardtanhLaws = ofMaker(forms.hardtanhLaws)
export const leakyReluLaws = ofMaker(activations.leakyReluLaws)
export const logSoftmaxLaws = ofLayer(activations.logSoftmaxLaws)
export const mishLaws = ofLayer(forms.mishLaws)
export const preluLaws = ofLayer(forms.preluLaws)
export const reluLaws = ofLayer(activations.reluLaws)
export const seluLaws = ofLayer(forms.seluLaws)
export const siluLaws = ofLayer(forms.siluLaws)
export const softmaxLaws = ofLayer(activations.softmaxLaws)
export const softplusLaws = ofMaker(forms.softplusLaws)

// -------------------------------------------------------------------------------------
// norms and dropout
// -------------------------------------------------------------------------------------

export const batchNormLaws = ofMaker(channels.batchNormLaws)
export const dropPathLaws = ofMaker(drops.dropPathLaws)
export const dropoutLaws = ofMaker(drops.dropoutLaws)
export const groupNormLaws = ofMaker(channels.groupNormLaws)
export const layerNormLaws = ofMaker(norms.layerNormLaws)
export const meanOnlyBatchNormLaws = ofMaker(meanOnly.meanOnlyBatchNormLaws)
export const rmsNormLaws = ofMaker(norms.rmsNormLaws)

// -------------------------------------------------------------------------------------
// convolutions and windows
// -------------------------------------------------------------------------------------

export const adaptiveAvgPool2dLaws = ofMaker(pools.adaptiveAvgPool2dLaws)
export const avgPool2dLaws = ofMaker(pools.avgPool2dLaws)
export const conv2dLaws = ofMaker(convolutions.conv2dLaws)
export const convTranspose2dLaws = ofMaker(convolutions.convTranspose2dLaws)
export const globalMaxPool2dLaws = ofLayer(pools.globalMaxPool2dLaws)
export const maxPool2dLaws = ofMaker(pools.maxPool2dLaws)
export const upsampleLaws = ofMaker(pools.upsampleLaws)

// -------------------------------------------------------------------------------------
// sequences
// -------------------------------------------------------------------------------------

export const crossAttentionLaws = ofLayer(attention.crossAttentionLaws)
export const embeddingLaws = ofLayer(positions.embeddingLaws)
export const learnedPositionsLaws = ofLayer(positions.learnedPositionsLaws)
export const recurrentLaws = recurrence.recurrentLaws
export const rotaryPositionsLaws = ofMaker(positions.rotaryPositionsLaws)
export const scanLaws = ofCombinator(recurrence.scanLaws)
export const selfAttentionLaws = ofMaker(attention.selfAttentionLaws)
export const sinusoidalPositionsLaws = ofLayer(positions.sinusoidalPositionsLaws)
export const transformerDecoderBlockLaws = ofLayer(transformers.transformerDecoderBlockLaws)
export const transformerEncoderBlockLaws = ofMaker(transformers.transformerEncoderBlockLaws)

// -------------------------------------------------------------------------------------
// shapes and combinators
// -------------------------------------------------------------------------------------

export const augmentOnesLaws = ofLayer(shapes.augmentOnesLaws)
export const composeLaws = ofMaker(compositions.composeLaws)
export const concatLaws = ofMaker(products.concatLaws)
export const concatenateLaws = ofMaker(concatenation.concatenateLaws)
export const fanoutLaws = ofMaker(products.fanoutLaws)
export const flattenLaws = ofMaker(shapes.flattenLaws)
export const identityLaws = ofLayer(shapes.identityLaws)
export const padLaws = ofMaker(slices.padLaws)
export const parallelLaws = ofMaker(products.parallelLaws)
export const repeatLaws = ofCombinator(ties.repeatLaws)
export const reshapeLaws = ofMaker(shapes.reshapeLaws)
export const residualLaws = ofMaker(products.residualLaws)
export const sliceLaws = ofMaker(slices.sliceLaws)
export const tiedLaws = ofCombinator(ties.tiedLaws)
export const transposeLaws = ofMaker(transposition.transposeLaws)

// -------------------------------------------------------------------------------------
// the rest has types of its own
// -------------------------------------------------------------------------------------

export { r2Laws, rocAucLaws } from '../metric/numbers.ts'
export { accuracyLaws, classificationLaws, classifierMetricLaws, logLossLaws } from '../metric/metric.ts'
export { crossEntropyLaws, negativeLogLikelihoodLaws, softmaxCrossEntropyLaws } from '../loss/crossEntropy.ts'
export { labelOptionLaws, logProbabilityLaws, softTargetLaws } from '../loss/labels.ts'
export { l2PenaltyLaws } from '../loss/penalty.ts'
export {
  absoluteLaws,
  cosineEmbeddingLaws,
  hingeLaws,
  huberLaws,
  klDivergenceLaws,
  reductionLaws,
  sigmoidCrossEntropyLaws,
  smoothL1Laws,
} from '../loss/shapes.ts'
export { orthogonalLaws, truncatedNormalLaws, varianceScalingLaws } from '../initialiser/spread.ts'
export { adamLaws } from '../optimiser/adam.ts'
export {
  adabeliefLaws,
  adadeltaLaws,
  adagradLaws,
  adamaxLaws,
  adamwLaws,
  amsgradLaws,
  nadamLaws,
  radamLaws,
  rmspropLaws,
} from '../optimiser/adaptive.ts'
export { chainLaws } from '../optimiser/chain.ts'
export { clipByGlobalNormLaws, clipByNormLaws, clipByValueLaws, decayLaws } from '../optimiser/clip.ts'
export { momentumLaws, nesterovLaws, sgdLaws } from '../optimiser/descent.ts'
export { lambLaws, larsLaws, lionLaws, rpropLaws } from '../optimiser/signs.ts'
export {
  accumulateLaws,
  averageLaws,
  lookaheadLaws,
  partitionLaws,
  skipLaws,
} from '../optimiser/wrappers.ts'
export { permutationLaws } from '../random/permutation.ts'
export { constantScheduleLaws, stepScheduleLaws } from '../schedule/schedule.ts'
export {
  cosineLaws,
  exponentialLaws,
  joinLaws,
  linearLaws,
  oneCycleLaws,
  piecewiseLaws,
  polynomialLaws,
  restartsLaws,
} from '../schedule/shapes.ts'
export { withPullbackLaws } from '../smooth/withPullback.ts'
