/**
 * Laws of convolutions and pooling, by name.
 *
 * @module
 */
import { needs } from '../../../src/tensor/contract/index.ts'
import * as convolutions from '../../layer/convolution/convolution.ts'
import * as volumes from '../../layer/convolution/volumes.ts'
import * as pools from '../../layer/pooling/pooling.ts'
import * as sliding from '../../layer/pooling/sliding.ts'
import { ofLayer, ofMaker } from './ofLayer.ts'

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
export const avgPool1dLaws = ofMaker('avgPool1dLaws', sliding.avgPool1dLaws)
/**
 * The laws of `avgPool3d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const avgPool3dLaws = ofMaker('avgPool3dLaws', sliding.avgPool3dLaws)
/**
 * The laws of `maxPool1d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const maxPool1dLaws = ofMaker('maxPool1dLaws', sliding.maxPool1dLaws)
/**
 * The laws of `maxPool3d`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const maxPool3dLaws = ofMaker('maxPool3dLaws', sliding.maxPool3dLaws)
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
