/**
 * The safe functions as smooth maps.
 *
 * @module
 */
import * as safe from '../../primitive/reduction/safe.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { ElementwiseMap, PairwiseMap, Polymorphic } from '../map/polymorphic.ts'
import { elementwise, pairwise, polymorphic } from '../map/typed.ts'
import { lift } from './lift.ts'

const ofPair = lift(([x, y]: readonly [Tensor, Tensor]) => safe.safeDiv(x, y))
const ofAll = lift((x: Tensor): Tensor => safe.norm()(x))

/**
 * The natural logarithm of what is positive, and 0 with derivative 0 elsewhere.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const safeLog = takes('safeLog', { x: needs.tensor }, () => safeLogUnchecked)

const safeLogUnchecked: ElementwiseMap = elementwise(lift(safe.safeLog<Shape>))
/**
 * The square root of what is positive, and 0 with derivative 0 elsewhere.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const safeSqrt = takes('safeSqrt', { x: needs.tensor }, () => safeSqrtUnchecked)

const safeSqrtUnchecked: ElementwiseMap = elementwise(lift(safe.safeSqrt<Shape>))
/**
 * `x / y` of a pair, element by element, and 0 with derivative 0 where y is 0.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const safeDiv = takes('safeDiv', { pair: needs.pair }, () => safeDivUnchecked)

const safeDivUnchecked: PairwiseMap = pairwise(ofPair)
/**
 * The Euclidean norm of all elements; its derivative at 0 is 0.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const norm = takes('norm', { x: needs.tensor }, () => normUnchecked)

const normUnchecked: Polymorphic<Tensor, Tensor<[]>> = polymorphic(ofAll)
