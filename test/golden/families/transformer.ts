import { transformerEncoderBlock } from '../../../src/index.ts'
import { family, only } from '../family.ts'
import type { Case } from '../golden.ts'
import { type Arrangement, checkMap, ofLayer, type Tensors } from '../smoothCase.ts'
import { attentionArrangement } from './attention.ts'
import { affine } from './layerNorm.ts'
import { linearArrangement } from './linear.ts'

/** The arrays under a prefix, without it, and the other way around. */
const under = (prefix: string, params: Tensors): Tensors =>
  Object.fromEntries(
    Object.entries(params).flatMap(([name, x]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), x]] : [],
    ),
  )
const prefixed = (prefix: string, params: Tensors): Tensors =>
  Object.fromEntries(Object.entries(params).map(([name, x]) => [prefix + name, x]))

interface Params {
  readonly self: { readonly norm: Tensors; readonly attention: Tensors }
  readonly feedForward: {
    readonly norm: Tensors
    readonly network: { readonly expand: Tensors; readonly contract: Tensors }
  }
}

const arrangement: Arrangement = {
  arrange: params => ({
    self: {
      norm: affine.arrange(under('norm1.', params)),
      attention: attentionArrangement('self_attn.').arrange(params),
    },
    feedForward: {
      norm: affine.arrange(under('norm2.', params)),
      network: {
        expand: linearArrangement.arrange(under('linear1.', params)),
        contract: linearArrangement.arrange(under('linear2.', params)),
      },
    },
  }),
  restore: ({ self, feedForward }: Params): Tensors => ({
    ...attentionArrangement('self_attn.').restore(self.attention as never),
    ...prefixed('norm1.', affine.restore(self.norm as never)),
    ...prefixed('norm2.', affine.restore(feedForward.norm as never)),
    ...prefixed('linear1.', linearArrangement.restore(feedForward.network.expand as never)),
    ...prefixed('linear2.', linearArrangement.restore(feedForward.network.contract as never)),
  }),
}

export const transformerEncoderLayer = family<Case>((one, run) => {
  const { d_model: width, nhead: heads, dim_feedforward: hidden } = one.config
  only('activation', one.config.activation, 'gelu')
  only('dropout', one.config.dropout, 0)
  const layer = transformerEncoderBlock<number, number>(width, heads, {
    hidden,
    norm: one.config.norm_first ? 'before' : 'after',
    causal: one.config.causal,
    epsilon: one.config.layer_norm_eps,
  })
  checkMap(ofLayer(layer, { params: arrangement }), one, run)
})
