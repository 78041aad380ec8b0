/**
 * Laws by name: what each layer, loss, optimiser, schedule, metric and initialiser of this library is, for authors of one of
 * their own. Each takes another implementation, as a function of the same options, and this library's where none is given.
 *
 * @module
 */
import type { AnyLayer } from '../../src/index.ts'
import { type Arguments, needs, takes } from '../../src/tensor/contract/index.ts'
import { arbitrary, combinatorArgument, maker } from '../contract.ts'
import type { LawSet } from '../law.ts'
import * as activations from '../layer/activation/activation.ts'
import * as forms from '../layer/activation/forms.ts'
import * as attention from '../layer/attention/attention.ts'
import * as channels from '../layer/normalisation/channels.ts'
import * as compositions from '../layer/combinator/compose.ts'
import * as concatenation from '../layer/shape/concatenate.ts'
import * as convolutions from '../layer/convolution/convolution.ts'
import * as drops from '../layer/dropout/dropout.ts'
import * as gates from '../layer/gate/gate.ts'
import * as meanOnly from '../layer/normalisation/meanOnlyBatchNorm.ts'
import * as norms from '../layer/normalisation/rows.ts'
import * as places from '../layer/pooling/places.ts'
import * as pools from '../layer/pooling/pooling.ts'
import * as positions from '../layer/attention/positions.ts'
import * as products from '../layer/combinator/product.ts'
import * as recurrence from '../layer/recurrent/recurrence.ts'
import { forget, type TreeLayer } from '../layer/same.ts'
import * as shapes from '../layer/shape/reshape.ts'
import * as slices from '../layer/shape/slice.ts'
import * as volumes from '../layer/convolution/volumes.ts'
import * as caches from '../layer/combinator/cached.ts'
import * as ties from '../layer/combinator/tied.ts'
import * as transformers from '../layer/attention/transformer.ts'
import * as transposition from '../layer/shape/transpose.ts'

// Those who write a layer know its types, and laws do not.

/** Laws of layers made from arguments, for layers of any types. */
const ofMaker = <Args extends readonly unknown[], More extends readonly unknown[]>(
  name: string,
  laws: (make?: (...args: Args) => TreeLayer, ...more: More) => LawSet,
  more: Arguments = {},
): ((make?: (...args: Args) => AnyLayer, ...more: More) => LawSet) =>
  takes(
    name,
    { make: maker, ...more },
    () =>
      (make, ...others) =>
        laws(make === undefined ? undefined : (...args) => forget(make(...args)), ...others),
  )

/** Laws of combinators of one layer, which take their configuration first, for layers of any types. */
const ofCombinator = <Args extends readonly unknown[]>(
  name: string,
  laws: (combinator?: (...args: Args) => (layer: TreeLayer) => TreeLayer) => LawSet,
): ((combinator?: (...args: Args) => (layer: TreeLayer) => AnyLayer) => LawSet) =>
  takes(
    name,
    { combinator: combinatorArgument },
    () => combinator =>
      laws(
        combinator === undefined
          ? undefined
          : (...args) =>
              layer =>
                forget(combinator(...args)(layer)),
      ),
  )

/** Laws of one layer, for layers of any types. */
const ofLayer = <More extends readonly unknown[]>(
  name: string,
  laws: (layer?: TreeLayer, ...more: More) => LawSet,
  more: Arguments = {},
): ((layer?: AnyLayer, ...more: More) => LawSet) =>
  takes(
    name,
    { layer: needs.optional(needs.layer), ...more },
    () =>
      (layer, ...others) =>
        laws(layer === undefined ? undefined : forget(layer), ...others),
  )

// -------------------------------------------------------------------------------------
// activations
// -------------------------------------------------------------------------------------

/**
 * The laws of `elu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const eluLaws = ofMaker('eluLaws', forms.eluLaws)
/**
 * The laws of `gelu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const geluLaws = ofMaker('geluLaws', forms.geluLaws)
/**
 * The laws of `hardtanh`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const hardtanhLaws = ofMaker('hardtanhLaws', forms.hardtanhLaws)
/**
 * The laws of `leakyRelu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const leakyReluLaws = ofMaker('leakyReluLaws', activations.leakyReluLaws)
/**
 * The laws of `logSoftmax`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const logSoftmaxLaws = ofLayer('logSoftmaxLaws', activations.logSoftmaxLaws)
/**
 * The laws of `mish`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const mishLaws = ofLayer('mishLaws', forms.mishLaws)
/**
 * The laws of `prelu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const preluLaws = ofLayer('preluLaws', forms.preluLaws)
/**
 * The laws of `relu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const reluLaws = ofLayer('reluLaws', activations.reluLaws)
/**
 * The laws of `selu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const seluLaws = ofLayer('seluLaws', forms.seluLaws)
/**
 * The laws of `silu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const siluLaws = ofLayer('siluLaws', forms.siluLaws)
/**
 * The laws of `softmax`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const softmaxLaws = ofLayer('softmaxLaws', activations.softmaxLaws)
/**
 * The laws of `softplus`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const softplusLaws = ofMaker('softplusLaws', forms.softplusLaws)
/**
 * The laws of `glu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const gluLaws = ofMaker('gluLaws', gates.gluLaws)
/**
 * The laws of `swiGlu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const swiGluLaws = ofMaker('swiGluLaws', gates.swiGluLaws)

// -------------------------------------------------------------------------------------
// norms and dropout
// -------------------------------------------------------------------------------------

/**
 * The laws of `batchNorm`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const batchNormLaws = ofMaker('batchNormLaws', channels.batchNormLaws)
/**
 * The laws of `dropPath`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const dropPathLaws = ofMaker('dropPathLaws', drops.dropPathLaws)
/**
 * The laws of `dropout`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const dropoutLaws = ofMaker('dropoutLaws', drops.dropoutLaws, {
  dropped: needs.optional(needs.record({ name: needs.text, rates: arbitrary, draws: needs.positiveInteger })),
})
/**
 * The laws of `instanceNorm`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const instanceNormLaws = ofMaker('instanceNormLaws', channels.instanceNormLaws)
/**
 * The laws of `groupNorm`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const groupNormLaws = ofMaker('groupNormLaws', channels.groupNormLaws)
/**
 * The laws of `layerNorm`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const layerNormLaws = ofMaker('layerNormLaws', norms.layerNormLaws)
/**
 * The laws of `meanOnlyBatchNorm`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const meanOnlyBatchNormLaws = ofMaker('meanOnlyBatchNormLaws', meanOnly.meanOnlyBatchNormLaws)
/**
 * The laws of `rmsNorm`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const rmsNormLaws = ofMaker('rmsNormLaws', norms.rmsNormLaws)

// -------------------------------------------------------------------------------------
// convolutions and windows
// -------------------------------------------------------------------------------------

/**
 * The laws of `adaptiveAvgPool2d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const adaptiveAvgPool2dLaws = ofMaker('adaptiveAvgPool2dLaws', pools.adaptiveAvgPool2dLaws)
/**
 * The laws of `avgPool1d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const avgPool1dLaws = ofMaker('avgPool1dLaws', places.avgPool1dLaws)
/**
 * The laws of `avgPool3d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const avgPool3dLaws = ofMaker('avgPool3dLaws', places.avgPool3dLaws)
/**
 * The laws of `maxPool1d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const maxPool1dLaws = ofMaker('maxPool1dLaws', places.maxPool1dLaws)
/**
 * The laws of `maxPool3d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const maxPool3dLaws = ofMaker('maxPool3dLaws', places.maxPool3dLaws)
/**
 * The laws of `conv3d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const conv3dLaws = ofMaker('conv3dLaws', volumes.conv3dLaws)
/**
 * The laws of `avgPool2d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const avgPool2dLaws = ofMaker('avgPool2dLaws', pools.avgPool2dLaws)
/**
 * The laws of `conv2d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const conv2dLaws = ofMaker('conv2dLaws', convolutions.conv2dLaws)
/**
 * The laws of `convTranspose2d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const convTranspose2dLaws = ofMaker('convTranspose2dLaws', convolutions.convTranspose2dLaws)
/**
 * The laws of `globalMaxPool2d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const globalMaxPool2dLaws = ofLayer('globalMaxPool2dLaws', pools.globalMaxPool2dLaws)
/**
 * The laws of `maxPool2d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const maxPool2dLaws = ofMaker('maxPool2dLaws', pools.maxPool2dLaws, {
  options: needs.options({ ties: needs.oneOf('first', 'shared', 'any') }),
})
/**
 * The laws of `upsample`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const upsampleLaws = ofMaker('upsampleLaws', pools.upsampleLaws)

// -------------------------------------------------------------------------------------
// sequences
// -------------------------------------------------------------------------------------

/**
 * The laws of `crossAttention`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const crossAttentionLaws = ofLayer('crossAttentionLaws', attention.crossAttentionLaws)
/**
 * The laws of `embedding`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const embeddingLaws = ofLayer('embeddingLaws', positions.embeddingLaws)
/**
 * The laws of `learnedPositions`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const learnedPositionsLaws = ofLayer('learnedPositionsLaws', positions.learnedPositionsLaws)
/**
 * The laws of `embedding` with padding, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const paddedEmbeddingLaws = ofMaker('paddedEmbeddingLaws', positions.paddedEmbeddingLaws)
/**
 * The laws of `recurrent`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const recurrentLaws = recurrence.recurrentLaws
/**
 * The laws of `rotaryPositions`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const rotaryPositionsLaws = ofMaker('rotaryPositionsLaws', positions.rotaryPositionsLaws)
/**
 * The laws of `scan`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const scanLaws = ofCombinator('scanLaws', recurrence.scanLaws)
/**
 * The laws of `selfAttention`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const selfAttentionLaws = ofMaker('selfAttentionLaws', attention.selfAttentionLaws)
/**
 * The laws of `sinusoidalPositions`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const sinusoidalPositionsLaws = ofLayer('sinusoidalPositionsLaws', positions.sinusoidalPositionsLaws, {
  base: needs.optional(needs.positive),
})
/**
 * The laws of `transformerDecoderBlock`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const transformerDecoderBlockLaws = ofLayer(
  'transformerDecoderBlockLaws',
  transformers.transformerDecoderBlockLaws,
)
/**
 * The laws of `transformerEncoderBlock`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const transformerEncoderBlockLaws = ofMaker(
  'transformerEncoderBlockLaws',
  transformers.transformerEncoderBlockLaws,
)

// -------------------------------------------------------------------------------------
// shapes and combinators
// -------------------------------------------------------------------------------------

/**
 * The laws of `augmentOnes`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const augmentOnesLaws = ofLayer('augmentOnesLaws', shapes.augmentOnesLaws)
/**
 * The laws of `compose`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const composeLaws = ofMaker('composeLaws', compositions.composeLaws)
/**
 * The laws of `concat`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const concatLaws = ofMaker('concatLaws', products.concatLaws)
/**
 * The laws of `concatenate`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const concatenateLaws = ofMaker('concatenateLaws', concatenation.concatenateLaws)
/**
 * The laws of `fanout`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const fanoutLaws = ofMaker('fanoutLaws', products.fanoutLaws)
/**
 * The laws of `flatten`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const flattenLaws = ofMaker('flattenLaws', shapes.flattenLaws)
/**
 * The laws of `identity`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const identityLaws = ofLayer('identityLaws', shapes.identityLaws)
/**
 * The laws of `pad`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const padLaws = ofMaker('padLaws', slices.padLaws)
/**
 * The laws of `parallel`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const parallelLaws = ofMaker('parallelLaws', products.parallelLaws)
/**
 * The laws of `repeat`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const repeatLaws = ofCombinator('repeatLaws', ties.repeatLaws)
/**
 * The laws of `reshape`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const reshapeLaws = ofMaker('reshapeLaws', shapes.reshapeLaws)
/**
 * The laws of `residual`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const residualLaws = ofMaker('residualLaws', products.residualLaws)
/**
 * The laws of `slice`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const sliceLaws = ofMaker('sliceLaws', slices.sliceLaws)
/**
 * The laws of `cached`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const cachedLaws = ofCombinator('cachedLaws', caches.cachedLaws)
/**
 * The laws of `tied`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const tiedLaws = ofCombinator('tiedLaws', ties.tiedLaws)
/**
 * The laws of `transpose`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const transposeLaws = ofMaker('transposeLaws', transposition.transposeLaws)

// -------------------------------------------------------------------------------------
// the rest has types of its own
// -------------------------------------------------------------------------------------

export { r2Laws, rocAucLaws } from '../metric/numbers.ts'
export { accuracyLaws, classificationLaws, classifierMetricLaws, logLossLaws } from '../metric/metric.ts'
export { crossEntropyLaws, negativeLogLikelihoodLaws, softmaxCrossEntropyLaws } from '../loss/crossEntropy.ts'
export { labelOptionLaws, logProbabilityLaws, softTargetLaws } from '../loss/labels.ts'
export { l1PenaltyLaws, l2PenaltyLaws } from '../loss/penalty.ts'
export { infoNceLaws, tripletLaws } from '../loss/contrast.ts'
export { ctcLaws } from '../loss/ctc.ts'
export {
  diceLaws,
  focalLaws,
  gaussianNegativeLogLikelihoodLaws,
  poissonNegativeLogLikelihoodLaws,
  quantileLaws,
} from '../loss/likelihoods.ts'
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
