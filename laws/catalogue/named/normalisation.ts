/**
 * Laws of norms and dropout, by name.
 *
 * @module
 */
import { needs } from '../../../src/tensor/contract/index.ts'
import { arbitrary } from '../../contract.ts'
import * as drops from '../../layer/dropout/dropout.ts'
import * as channels from '../../layer/normalisation/channels.ts'
import * as meanOnly from '../../layer/normalisation/meanOnlyBatchNorm.ts'
import * as norms from '../../layer/normalisation/rows.ts'
import { ofMaker } from './ofLayer.ts'

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
