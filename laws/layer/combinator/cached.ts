/**
 * Networks on sequences that come part by part: what they give is what they give for the whole.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyLayer,
  type AnyTensor,
  type CachedOptions,
  cached as cachedLayer,
  checkpointed,
  compose,
  concat,
  conv1d,
  crossAttention,
  dense,
  embedding,
  evaluation,
  flatten,
  frozen,
  gelu,
  gru,
  type Integers,
  identity,
  init,
  isTensor,
  key,
  label,
  layer,
  layerNorm,
  learnedPositions,
  lstm,
  op,
  repeat,
  residual,
  rmsNorm,
  rnn,
  rotaryPositions,
  selfAttention,
  sinusoidalPositions,
  smooth,
  type Tensor,
  type Tree,
  tied,
  transformerEncoderBlock,
  tree,
} from '../../../src/index.ts'
import { indices, tensors } from '../../arbitraries.ts'
import { every, exact, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { refusedSaying } from '../../oracle/refusal.ts'
import { forget, type TreeLayer } from '../same.ts'

/** `cached`, its types forgotten. */
export type Caching = (options: CachedOptions) => (layer: TreeLayer) => TreeLayer

const [batch, time, width, vocabulary] = [2, 6, 4, 5] as const
const causal = { causal: true } as const
const block = () => transformerEncoderBlock(width, 2, { ...causal, hidden: 6 })

/** Causal networks of every kind, by what they are made of. */
const networks: readonly TreeLayer[] = [
  compose(embedding(vocabulary, width), learnedPositions(time, width), block(), layerNorm(width)),
  compose(embedding(vocabulary, width), sinusoidalPositions(width), repeat(4)(block()), dense(width, 3)),
  compose(
    embedding(vocabulary, width),
    label('rotary')(selfAttention(width, 2, { ...causal, rotary: { offset: 2, pairs: 'halfSplit' } })),
    rotaryPositions(width),
    label('one head of keys')(selfAttention(width, 2, { ...causal, keyValueHeads: 1, bias: false })),
  ),
  compose(
    embedding(vocabulary, width),
    tied(2)(selfAttention(width, 1, causal)),
    frozen()(residual(block())),
    checkpointed(concat(selfAttention(width, 2, causal), compose(identity(), rmsNorm(width), gelu()))),
  ),
  compose(embedding(vocabulary, width), lstm(width, 3), gru(3, 3), rnn(3, 2), dense(2, 3)),
].map(net => forget(net as AnyLayer))

/** Numbers of positions that come one after the other, all of them together. */
const parts: Arbitrary<readonly number[]> = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: time, maxLength: time })
  .map(sizes => {
    const ends = sizes.map((_, i) =>
      Math.min(
        time,
        sizes.slice(0, i + 1).reduce((n, m) => n + m, 0),
      ),
    )
    return ends.map((end, i) => end - (ends[i - 1] ?? 0)).filter(size => size > 0)
  })

const options = { batch, capacity: time }

const slicesOf = (x: Integers, sizes: readonly number[]): readonly AnyTensor[] => {
  let from = 0
  return sizes.map(size => {
    const own = op.slice([0, from], [batch, size])(x)
    from += size
    return own
  })
}

const needsAll: readonly (readonly [name: string, net: AnyLayer])[] = [
  ['selfAttention(4, 2)', compose(dense(3, 4), selfAttention(4, 2))],
  ['crossAttention(4, 2, 4)', crossAttention(4, 2, 4)],
  ['conv1d', conv1d(4, 4, 3)],
  ['flatten', flatten()],
  ['lstm(4, 3)', lstm(4, 3, { direction: 'backward' })],
  ['gru(4, 3)', gru(4, 3, { output: 'last' })],
  ['layerNorm([3, 4])', layerNorm([3, 4])],
  ['unknown', layer.fromSmooth('unknown', smooth.exp as smooth.Smooth<Tensor, Tensor>)],
]

/** Laws of networks on sequences that come part by part; by default of `cached`. */
export const cachedLaws = (cached: Caching = cachedLayer as Caching): LawSet =>
  lawSet('cached', [
    law(
      'Y1',
      'in whatever parts a sequence comes, each position gets what it gets in the whole: for all positions, heads that share keys, and recurrence',
      [fc.constantFrom(...networks), indices([batch, time], vocabulary), parts, fc.nat(100)],
      (net, tokens, sizes, seed) => {
        const { params, state } = init(net, { dtype: 'f64' })(key(seed))
        const [whole] = net.run(params, tokens, state, evaluation)
        const own = cached(options)(net)
        const begun = init(own, { dtype: 'f64' })(key(seed))
        let kept = begun.state
        const given = slicesOf(tokens as Integers, sizes).map(part => {
          const [y, , next] = own.run(begun.params, part as Tree, kept, evaluation)
          kept = next
          return y as Tensor
        })
        const together = op.concat(1)(...(given as readonly Tensor[]))
        return every(
          exact(begun.params, params),
          exact(formOf(kept), formOf(begun.state)),
          summed(400, undefined, norm([whole, params]))(together, whole),
        )
      },
    ),
    law(
      'Y2',
      'the first part as a whole has the pullback of the network',
      [tensors([batch, time, width]), tensors([batch, time, width]), fc.nat(100)],
      (x, dy, seed) => {
        const net = forget(compose(learnedPositions(time, width), block(), block()) as AnyLayer)
        const own = cached(options)(net)
        const { params, state } = init(own, { dtype: 'f64' })(key(seed))
        const [, pull] = net.run(params, x, init(net)(key(seed)).state, evaluation)
        const [, pullCached] = own.run(params, x, state, evaluation)
        return summed(400, undefined, norm([x, dy, params]))(pullCached(dy), pull(dy))
      },
    ),
    law(
      'Y3',
      'a layer that may need the whole sequence, more positions than are learned, and another number of sequences are refused',
      [fc.constantFrom(...needsAll), tensors([batch + 1, 1, width])],
      ([name, net], x) => {
        const attention = cached(options)(forget(selfAttention(width, 2, causal) as AnyLayer))
        const { params, state } = init(attention)(key(0))
        return every(
          refusedSaying(
            'ArgumentError',
            new RegExp(`^cached cannot take ${name.replace(/[()[\]]/g, '\\$&')}`),
            () => cached(options)(forget(compose(label('it')(net as TreeLayer)))),
          ),
          refusedSaying('ArgumentError', /has 5\. Give it a capacity of at most 5/, () =>
            cached(options)(forget(learnedPositions(time - 1, width) as AnyLayer)),
          ),
          refusedSaying('ShapeError', /^cached takes a part of 2 sequences/, () =>
            attention.run(params, x, state, evaluation),
          ),
        )
      },
    ),
  ])

/** The paths of a state's tensors, with their shapes and types. */
const formOf = (state: Tree): string =>
  tree
    .entries(state)
    .map(({ path, leaf }) => `${path.join('.')}: ${isTensor(leaf) ? `${leaf.dtype}[${leaf.shape}]` : ''}`)
    .join()
