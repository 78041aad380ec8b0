/**
 * Laws by name: what each layer, loss, optimiser, schedule, metric and initialiser of this library is, for whoever writes one of
 * their own. Each takes another implementation, as a function of the same options, and this library's where none is given.
 *
 * @module
 */
import type { AnyLayer } from '../src/index.ts'
import type { LawSet } from './law.ts'
import * as activations from './layerActivation.ts'
import * as forms from './layerActivationForms.ts'
import * as attention from './layerAttention.ts'
import * as channels from './layerChannelNorm.ts'
import * as compositions from './layerCompose.ts'
import * as concatenation from './layerConcatenate.ts'
import * as convolutions from './layerConvolve.ts'
import * as drops from './layerDropout.ts'
import * as meanOnly from './layerNorm.ts'
import * as norms from './layerNormalisation.ts'
import * as pools from './layerPool.ts'
import * as positions from './layerPositions.ts'
import * as products from './layerProduct.ts'
import * as recurrence from './layerRecurrent.ts'
import { forget, type TreeLayer } from './layerSame.ts'
import * as shapes from './layerShape.ts'
import * as slices from './layerSlice.ts'
import * as ties from './layerTied.ts'
import * as transformers from './layerTransformer.ts'
import * as transposition from './layerTranspose.ts'

// Those who write a layer know its types, and laws do not.

/** Laws of layers made from arguments, for layers of any types. */
const ofMaker =
  <Args extends readonly unknown[], More extends readonly unknown[]>(
    laws: (make?: (...args: Args) => TreeLayer, ...more: More) => LawSet,
  ) =>
  (make?: (...args: Args) => AnyLayer, ...more: More): LawSet =>
    laws(make === undefined ? undefined : (...args) => forget(make(...args)), ...more)

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
export const scanLaws = ofMaker(recurrence.scanLaws)
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
export const repeatLaws = ofMaker(ties.repeatLaws)
export const reshapeLaws = ofMaker(shapes.reshapeLaws)
export const residualLaws = ofMaker(products.residualLaws)
export const sliceLaws = ofMaker(slices.sliceLaws)
export const tiedLaws = ofMaker(ties.tiedLaws)
export const transposeLaws = ofMaker(transposition.transposeLaws)

// -------------------------------------------------------------------------------------
// the rest has types of its own
// -------------------------------------------------------------------------------------

export { r2Laws, rocAucLaws } from './metricOfNumbers.ts'
export { accuracyLaws, classificationLaws, classifierMetricLaws, logLossLaws } from './metric.ts'
export { crossEntropyLaws, negativeLogLikelihoodLaws, softmaxCrossEntropyLaws } from './lossCrossEntropy.ts'
export { labelOptionLaws, logProbabilityLaws, softTargetLaws } from './lossLabels.ts'
export { l2PenaltyLaws } from './lossPenalty.ts'
export {
  absoluteLaws,
  cosineEmbeddingLaws,
  hingeLaws,
  huberLaws,
  klDivergenceLaws,
  reductionLaws,
  sigmoidCrossEntropyLaws,
  smoothL1Laws,
} from './lossShapes.ts'
export { orthogonalLaws, truncatedNormalLaws, varianceScalingLaws } from './initialiserSpread.ts'
export { adamLaws } from './optimiserAdam.ts'
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
} from './optimiserAdaptive.ts'
export { chainLaws } from './optimiserChain.ts'
export { clipByGlobalNormLaws, clipByNormLaws, clipByValueLaws, decayLaws } from './optimiserClip.ts'
export { momentumLaws, nesterovLaws, sgdLaws } from './optimiserRules.ts'
export { lambLaws, larsLaws, lionLaws, rpropLaws } from './optimiserSigns.ts'
export {
  accumulateLaws,
  averageLaws,
  lookaheadLaws,
  partitionLaws,
  skipLaws,
} from './optimiserWrappers.ts'
export { permutationLaws } from './randomPermutation.ts'
export { constantScheduleLaws, stepScheduleLaws } from './schedule.ts'
export {
  cosineLaws,
  exponentialLaws,
  joinLaws,
  linearLaws,
  oneCycleLaws,
  piecewiseLaws,
  polynomialLaws,
  restartsLaws,
} from './scheduleShapes.ts'
export { withPullbackLaws } from './withPullback.ts'
