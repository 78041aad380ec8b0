import { gru, instanceNorm, lstm, rnn } from '../../../src/index.ts'
import { family, unknown } from '../family.ts'
import { ofLengths } from './recurrent.ts'
import type { Case } from '../golden.ts'
import { type Arrangement, type CaseMap, checkMap, ofLayer, type Tensors } from '../smoothCase.ts'

/** Parameters that are called here as there. */
const asTheyAre: Arrangement = { arrange: params => params, restore: cotangent => cotangent as Tensors }

/** The channels of an input, which a case does not name. */
const channelsOf = (one: Case): number => (one.inputs.x as { readonly shape: readonly number[] }).shape[1]!

const layers: { readonly [name: string]: (one: Case) => CaseMap } = {
  instanceNorm: one =>
    ofLayer(instanceNorm(channelsOf(one), { epsilon: one.config.epsilon }), { params: asTheyAre }),
  // Of different lengths: without them they are families of their own.
  gru: ofLengths(gru),
  lstm: ofLengths(lstm),
  rnn: ofLengths(rnn),
}

export const layers2 = family<Case>((one, run) => {
  const { layer } = one.config
  if (!Object.hasOwn(layers, layer)) unknown('layer', layer)
  checkMap(layers[layer]!(one), one, run)
})
