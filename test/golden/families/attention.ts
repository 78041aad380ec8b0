import { op, selfAttention, type Tensor } from '../../../src/index.ts'
import { family } from '../family.ts'
import { type Case, expectStored, read, type Stored } from '../golden.ts'
import { type Arrangement, checkMap, ofLayer, type Point, type Tensors } from '../smoothCase.ts'
import { turned } from './linear.ts'

const parts = ['query', 'key', 'value'] as const

interface Part {
  readonly w: Tensor
  readonly b?: Tensor
}

/** The i-th of three blocks of rows. */
const block = (x: unknown, i: number): Tensor => {
  const { shape } = x as Tensor
  const rows = shape[0]! / 3
  const start = shape.map((_, axis) => (axis === 0 ? i * rows : 0))
  return op.slice(start, [rows, ...shape.slice(1)])(x as Tensor) as Tensor
}

const stacked = (blocks: readonly Tensor[]): Tensor => op.concat(0)(...blocks) as Tensor

/** The files stack the weights of queries, keys and values, and keep them as [out, in]. */
export const attentionArrangement = (prefix = ''): Arrangement => ({
  arrange: params => {
    const own = (name: string): unknown => params[prefix + name]
    const biased = own('in_proj_bias') !== undefined
    return {
      ...Object.fromEntries(
        parts.map((part, i) => [
          part,
          {
            w: turned(block(own('in_proj_weight'), i)),
            ...(biased ? { b: block(own('in_proj_bias'), i) } : {}),
          },
        ]),
      ),
      output: {
        w: turned(own('out_proj.weight')),
        ...(biased ? { b: own('out_proj.bias') } : {}),
      },
    }
  },
  restore: (cotangent: { readonly [part: string]: Part }): Tensors => {
    const own = parts.map(part => cotangent[part]!)
    const output = cotangent.output!
    const biases = own.flatMap(({ b }) => (b === undefined ? [] : [b]))
    return {
      [`${prefix}in_proj_weight`]: stacked(own.map(({ w }) => turned(w))),
      [`${prefix}out_proj.weight`]: turned(output.w),
      ...(output.b === undefined
        ? {}
        : { [`${prefix}in_proj_bias`]: stacked(biases), [`${prefix}out_proj.bias`]: output.b }),
    }
  },
})

export const multiHeadAttention = family<Case & { readonly aux: { readonly attention_weights: Stored } }>(
  (one, run) => {
    const { embed_dim: width, num_heads: heads, bias, causal } = one.config
    const layer = bias
      ? selfAttention<number, number>(width, heads, { causal })
      : selfAttention<number, number>(width, heads, { causal, bias: false })
    const params = attentionArrangement()
    checkMap(ofLayer(layer, { params }), one, run)
    const both = ofLayer(layer.withWeights, { params })
    const weights = run((at: Point) => (both(at)[0] as unknown as readonly [Tensor, Tensor])[1])
    const tensors = Object.entries(one.params).map(([name, stored]) => [name, read(stored)] as const)
    const at: Point = { params: Object.fromEntries(tensors), inputs: { x: read(one.inputs.x!) } }
    expectStored(weights(at), one.aux.attention_weights, 'the weights')
  },
)
