/**
 * Laws of the blocks of transformers: the sublayers that they are built from, in their order.
 *
 * @module
 */
import fc from 'fast-check'
import {
  compose,
  crossAttention,
  transformerDecoderBlock as decoderBlock,
  dense,
  transformerEncoderBlock as encoderBlock,
  evaluation,
  gelu,
  layerNorm,
  op,
  residual,
  selfAttention,
  type Tensor,
  type tree,
} from '../../../src/index.ts'
import { keys, tensors } from '../../arbitraries.ts'
import { every, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { type Run, runsOf } from '../point.ts'
import { forget, seen, type TreeLayer } from '../same.ts'
import { causalityLaws, equivarianceLaws } from './visible.ts'

const [width, heads, hidden] = [4, 2, 5] as const
const sequences = tensors([2, 4, width])
const near = (...scales: readonly unknown[]) => summed(2 ** 12, undefined, (1 + norm(scales)) ** 3)

type Place = 'before' | 'after'
interface Params {
  readonly [part: string]: { readonly [name: string]: tree.Tree }
}

const network = () => compose(dense(width, hidden), gelu(), dense(hidden, width))
const around = (f: TreeLayer, place: Place): TreeLayer => {
  const norm = forget(layerNorm(width))
  const chain = compose
  const shortcut = residual as unknown as (layer: TreeLayer) => TreeLayer
  return place === 'before' ? shortcut(chain(norm, f)) : chain(shortcut(f), norm)
}

/** Parameters of the parts by position, from those of a block by name, and back. */
const inOrder = (place: Place) => ({
  to: (params: tree.Tree): tree.Tree => {
    const { self, feedForward } = params as Params
    const { expand, contract } = feedForward!.network as Params
    const dense2 = [expand, {}, contract] as tree.Tree
    const pair = (norm: tree.Tree, f: tree.Tree) => (place === 'before' ? [norm, f] : [f, norm])
    return [pair(self!.norm!, self!.attention!), pair(feedForward!.norm!, dense2)]
  },
  from: (params: tree.Tree): tree.Tree => {
    const [self, feedForward] = params as readonly (readonly tree.Tree[])[]
    const read = (pair: readonly tree.Tree[]) => (place === 'before' ? pair : [pair[1], pair[0]])
    const [selfNorm, attention] = read(self as never) as readonly tree.Tree[]
    const [norm, [expand, , contract]] = read(feedForward as never) as readonly [tree.Tree, tree.Tree[]]
    const part = (name: string, n: tree.Tree, f: tree.Tree) =>
      (place === 'before' ? { norm: n, [name]: f } : { [name]: f, norm: n }) as tree.Tree
    return {
      self: part('attention', selfNorm!, attention!),
      feedForward: part('network', norm, { expand: expand!, contract: contract! }),
    }
  },
})

/** Laws of an encoder block; by default of `transformerEncoderBlock`. */
export const transformerEncoderBlockLaws = (
  block: (norm: Place, causal: boolean) => TreeLayer = (norm, causal) =>
    forget(encoderBlock(width, heads, { hidden, norm, causal })),
): LawSet => {
  const written = (place: Place) => {
    const [left, { to, from }] = [block(place, false), inOrder(place)]
    const right = forget(
      compose(around(forget(selfAttention(width, heads)), place), around(forget(network()), place)),
    )
    return law(
      place === 'before' ? 'F1' : 'F2',
      place === 'before'
        ? 'a block is x + attention(norm(x)) and then x + network(norm(x))'
        : 'with norms after, a block is norm(x + attention(x)) and then norm(x + network(x))',
      [runsOf(left, sequences)],
      run => {
        const one = seen(left, run)
        const other = seen(right, { ...run, params: to(run.params) } as Run<unknown, unknown, unknown>)
        const close = near(run.params, run.input, run.db)
        return every(close(one.value, other.value), close(one.dp, from(other.dp)), close(one.dx, other.dx))
      },
    )
  }
  return lawSet('transformerEncoderBlock', [
    ...equivarianceLaws(block('before', false)),
    ...causalityLaws(block('before', true)),
    written('before'),
    written('after'),
  ])
}

/** Laws of a decoder block; by default of `transformerDecoderBlock`. */
export const transformerDecoderBlockLaws = (
  block: TreeLayer = forget(decoderBlock(width, heads, width, { hidden })),
): LawSet => {
  const [encoder, cross] = [
    forget(encoderBlock(width, heads, { hidden, causal: true })),
    forget(crossAttention(width, heads, width)),
  ]
  const input = fc.tuple(sequences, sequences)
  const behind = forget(decoderBlock(width, heads, width, { hidden, norm: 'after', epsilon: 1e-12 }))
  return lawSet('transformerDecoderBlock', [
    law('F5', 'with its norms behind, what a decoder block begins with has mean 0', [keys, input], (k, x) => {
      const { params, state } = behind.init(k, 'f64')
      const [value] = behind.run(params, x, state, evaluation)
      const [y] = value as readonly [Tensor, Tensor]
      const mean = op.mean([2])(y)
      return near(params, x)(mean, op.scale(0)(mean))
    }),
    law(
      'F3',
      'a decoder block whose attention to the memory gives nothing is a causal encoder block',
      [runsOf(block, input)],
      run => {
        const { self, cross: own, feedForward } = run.params as Params
        const attention = own!.attention as {
          readonly output: { readonly w: Tensor; readonly b: Tensor }
        }
        const silent = {
          ...attention,
          output: { w: op.scale(0)(attention.output.w), b: op.scale(0)(attention.output.b) },
        }
        const [x, memory] = run.input
        const [[y]] = block.run(
          { self: self!, cross: { ...own, attention: silent }, feedForward: feedForward! },
          [x, memory],
          run.state,
          run.context,
        ) as unknown as readonly [readonly [Tensor]]
        const [z] = encoder.run({ self: self!, feedForward: feedForward! }, x, {}, run.context)
        return near(run.params, x)(y, z)
      },
    ),
    law(
      'F4',
      'a decoder block whose other sublayers give nothing is x + attention(norm(x), memory), and the memory passes',
      [runsOf(block, input)],
      run => {
        const nothing = (layer: tree.Tree): tree.Tree => {
          const { w, b } = layer as { readonly w: Tensor; readonly b: Tensor }
          return { w: op.scale(0)(w), b: op.scale(0)(b) }
        }
        const { self, cross: own, feedForward } = run.params as Params
        const params = {
          self: {
            ...self,
            attention: {
              ...(self!.attention as object),
              output: nothing((self!.attention as Params).output as never),
            },
          },
          cross: own!,
          feedForward: {
            ...feedForward,
            network: {
              ...(feedForward!.network as object),
              contract: nothing((feedForward!.network as Params).contract as never),
            },
          },
        }
        const [x, memory] = run.input
        const [y] = block.run(params, [x, memory], run.state, run.context)
        const [n] = forget(layerNorm(width)).run(own!.norm as never, x, {}, run.context)
        const [gathered] = cross.run(own!.attention as never, [n, memory], {}, run.context)
        return near(run.params, run.input)(y, [op.add(x, gathered as never), memory])
      },
    ),
  ])
}
