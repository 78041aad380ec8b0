/**
 * Less memory for more time.
 *
 * @module
 */
import { apart } from '../../smooth/loop/apart.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { inParts } from '../inParts.ts'
import {
  type AnyLayer,
  type InputOf,
  kind,
  type Layer,
  type OutputOf,
  type ParamsOf,
  parts,
  type StateOf,
} from '../layer.ts'
import { typed, type Untyped, untyped } from '../typed.ts'

/**
 * The same layer, which keeps its input until its pullback is asked for, and nothing else: the pullback then runs the layer
 * again. Values and gradients are those of the layer; a training step needs less memory, and each checkpointed layer is computed
 * twice. A deep network whose blocks are checkpointed keeps the blocks' inputs, and the inside of one block at a time (Chen, Xu,
 * Zhang and Guestrin: "Training deep nets with sublinear memory cost", 2016). `program.cost` tells the difference.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { checkpointed, compose, dense, repeat, tanh } from 'pullback'
 * const block = compose(dense(64, 256), tanh(), dense(256, 64))
 * const deep = pipe(block, checkpointed, repeat(12))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const checkpointed = takes('checkpointed', { layer: needs.layer }, () => checkpointedUnchecked)

const checkpointedUnchecked = <L extends AnyLayer>(
  layer: L,
): Layer<InputOf<L>, OutputOf<L>, ParamsOf<L>, StateOf<L>> => typed(runningTwice(untyped(layer)))

const runningTwice = (layer: Untyped): Untyped => ({
  name: `checkpointed(${layer.name})`,
  [parts]: caching => runningTwice(inParts(layer, caching)),
  init: layer.init,
  [kind]: { is: 'same', layer },
  run: (params, input, state, context) => {
    const [value, , next] = layer.run(params, input, state, context)
    return [value, dy => layer.run(apart(params), apart(input), state, context)[1](dy), next]
  },
})
