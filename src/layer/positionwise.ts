/**
 * Saying of a layer of one's own that it acts on each position by itself.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { actingOnPositions } from './inParts.ts'
import type { AnyLayer } from './layer.ts'

/**
 * The same layer, which acts on each position of a sequence [batch, time, ...] by itself, so that `cached` can take it. It is not checked.
 *
 * @example
 * import { cached, compose, dense, layer, smooth, type Tensor } from 'pullback'
 * const halved = layer.positionwise(layer.fromSmooth('halved', (x: Tensor) => smooth.scale(0.5)(x)))
 * const net = cached({ capacity: 10 })(compose(dense(3, 4), halved))
 *
 * @category Layers
 * @since 0.1.0
 */
export const positionwise = takes('positionwise', { layer: needs.layer }, () => positionwiseUnchecked)

const positionwiseUnchecked = <L extends AnyLayer>(layer: L): L => actingOnPositions(layer)
