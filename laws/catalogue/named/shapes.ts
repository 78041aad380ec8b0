/**
 * Laws of layers that move, join and cut elements, by name.
 *
 * @module
 */

import * as products from '../../layer/combinator/product.ts'
import * as concatenation from '../../layer/shape/concatenate.ts'
import * as shapes from '../../layer/shape/reshape.ts'
import * as slices from '../../layer/shape/slice.ts'
import * as transposition from '../../layer/shape/transpose.ts'
import { ofLayer, ofMaker } from './ofLayer.ts'

/**
 * The laws of `augmentOnes`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const augmentOnesLaws = ofLayer('augmentOnesLaws', shapes.augmentOnesLaws)

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
 * The laws of `flatten`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const flattenLaws = ofMaker('flattenLaws', shapes.flattenLaws)

/**
 * The laws of `pad`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const padLaws = ofMaker('padLaws', slices.padLaws)

/**
 * The laws of `reshape`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const reshapeLaws = ofMaker('reshapeLaws', shapes.reshapeLaws)

/**
 * The laws of `slice`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const sliceLaws = ofMaker('sliceLaws', slices.sliceLaws)

/**
 * The laws of `transpose`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const transposeLaws = ofMaker('transposeLaws', transposition.transposeLaws)
