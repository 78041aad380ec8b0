/**
 * Laws of layers on sequences, by name: attention, positions, embeddings and recurrence.
 *
 * @module
 */
import { needs } from '../../../src/tensor/contract/index.ts'
import { crossAttentionLaws as lawsOfCrossAttention } from '../../layer/attention/crossAttention.ts'
import * as positions from '../../layer/attention/positions.ts'
import { selfAttentionLaws as lawsOfSelfAttention } from '../../layer/attention/selfAttention.ts'
import * as transformers from '../../layer/attention/transformer.ts'
import * as recurrence from '../../layer/recurrent/recurrence.ts'
import { ofCombinator, ofLayer, ofMaker } from './ofLayer.ts'

/**
 * The laws of `crossAttention`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const crossAttentionLaws = ofLayer('crossAttentionLaws', lawsOfCrossAttention)
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
export const selfAttentionLaws = ofMaker('selfAttentionLaws', lawsOfSelfAttention)
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
