import {
  type AnyLayer,
  elu,
  gelu,
  hardtanh,
  leakyRelu,
  logSoftmax,
  mish,
  relu,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from '../../../src/index.ts'
import { family, only, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { checkMap, ofLayer } from '../smoothCase.ts'

const alongLast =
  (layer: () => AnyLayer) =>
  ({ axis }: Case['config']): AnyLayer => {
    only('axis', axis, -1)
    return layer()
  }

const layers: { readonly [name: string]: (config: Case['config']) => AnyLayer } = {
  relu: () => relu(),
  leaky_relu: config => leakyRelu(config.negative_slope),
  elu: config => elu(config.alpha),
  selu: () => selu(),
  gelu: ({ approximate }) => gelu({ approximate }),
  silu: () => silu(),
  softplus: config => softplus(config.beta),
  hardtanh: config => hardtanh(config.min_val, config.max_val),
  mish: () => mish(),
  sigmoid: () => sigmoid(),
  tanh: () => tanh(),
  softmax: alongLast(softmax),
  log_softmax: alongLast(logSoftmax),
}

/** The layer of an activation case. */
export const activationOf = (config: Case['config']): AnyLayer =>
  Object.hasOwn(layers, config.function)
    ? layers[config.function]!(config)
    : unknown('activation', config.function)

export const activations = family<Case>((one, run) => checkMap(ofLayer(activationOf(one.config)), one, run))
