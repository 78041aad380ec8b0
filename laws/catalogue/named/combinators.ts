/**
 * Laws of combinators, by name.
 *
 * @module
 */

import * as caches from '../../layer/combinator/cached.ts'
import * as compositions from '../../layer/combinator/compose.ts'
import * as products from '../../layer/combinator/product.ts'
import * as ties from '../../layer/combinator/tied.ts'
import * as shapes from '../../layer/shape/reshape.ts'
import { ofCombinator, ofLayer, ofMaker } from './ofLayer.ts'

/**
 * The laws of `compose`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const composeLaws = ofMaker('composeLaws', compositions.composeLaws)

/**
 * The laws of `fanout`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const fanoutLaws = ofMaker('fanoutLaws', products.fanoutLaws)

/**
 * The laws of `identity`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const identityLaws = ofLayer('identityLaws', shapes.identityLaws)

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
 * The laws of `residual`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const residualLaws = ofMaker('residualLaws', products.residualLaws)

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
