/**
 * Laws of attention: it sees a set, and of it what it may see.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  compose,
  crossAttention,
  evaluation,
  type Integers,
  isTensor,
  isTrivial,
  key,
  op,
  random,
  selfAttention as selfAttentionLayer,
  sinusoidalPositions,
  smooth,
  type Tensor,
  toValues,
  tree,
} from '../../../src/index.ts'
import { indices, keys, tensors } from '../../arbitraries.ts'
import { every, exact, holds, norm, summed } from '../../close.ts'
import { type Law, type LawSet, law, lawSet } from '../../law.ts'
import { type Run, runsOf } from '../point.ts'
import { forget, seen, type TreeLayer } from '../same.ts'

const [batch, time, width, heads] = [2, 4, 4, 2] as const
const sequences = tensors([batch, time, width])
const masks = indices([batch, time], 2) as Arbitrary<Integers>
const scores = tensors([batch, heads, time, time])
const near = (...scales: readonly unknown[]) => summed(512, undefined, (1 + norm(scales)) ** 2)

type Pull = (dy: tree.Tree) => readonly [dp: tree.Tree, dx: tree.Tree]

const run = (
  layer: TreeLayer,
  { params, input, state }: Pick<Run<tree.Tree, tree.Tree, tree.Tree>, 'params' | 'input' | 'state'>,
): readonly [y: Tensor, pullback: Pull] => {
  const [y, pullback] = layer.run(params, input, state, evaluation)
  return [y as Tensor, pullback]
}

const runs = (layer: TreeLayer, input: Arbitrary<tree.Tree>) => runsOf(layer, input, fc.constant(evaluation))

/** Positions of each sequence in another order. */
const permuted = (x: unknown, order: readonly number[]): Tensor =>
  op.concat(1)(...order.map(i => op.slice([0, i, 0], [batch, 1, width])(x as Tensor) as Tensor)) as Tensor

const upTo = (x: unknown, t: number): Tensor => op.slice([0, 0, 0], [batch, t, width])(x as Tensor) as Tensor
const after = (x: unknown, t: number): Tensor =>
  op.slice([0, t, 0], [batch, time - t, width])(x as Tensor) as Tensor
const followed = (x: Tensor, y: Tensor): Tensor => op.concat(1)(x, y) as Tensor
const nothing = (x: Tensor): Tensor => op.scale(0)(x)

/** 32: the order of positions is not seen. */
export const equivarianceLaws = (layer: TreeLayer): readonly Law[] => [
  law(
    '32a',
    'positions in another order give the outputs in that order, and so do cotangents',
    [runs(layer, sequences), keys],
    (at, k) => {
      const order = Array.from(toValues(random.permutation(time)(k)))
      const [y, pullback] = run(layer, at)
      const [z, pullPermuted] = run(layer, { ...at, input: permuted(at.input, order) })
      const [dp, dx] = pullback(at.db as tree.Tree)
      return every(
        near(at.params, at.input)(z, permuted(y, order)),
        near(at.params, at.input, at.db)(pullPermuted(permuted(at.db, order)), [dp, permuted(dx, order)]),
      )
    },
  ),
]

/** Scores of the usual size, and so large that a finite number beside them hides nothing. */
const sizes = fc.constantFrom(1, 1e12)

/** 33: the future is not seen. */
export const causalityLaws = (layer: TreeLayer): readonly Law[] => [
  law(
    '33',
    'what comes after t changes nothing up to t, and what is asked up to t asks nothing of what comes after',
    [runs(layer, sequences), sequences, fc.integer({ min: 1, max: time - 1 }), sizes],
    (at, other, t, size) => {
      const x = op.scale(size)(at.input as Tensor)
      const [y, pullback] = run(layer, { ...at, input: x })
      const [z] = run(layer, { ...at, input: followed(upTo(x, t), after(op.scale(size)(other), t)) })
      const early = followed(upTo(at.db, t), nothing(after(at.db, t)))
      const [, dx] = pullback(early)
      return every(exact(upTo(z, t), upTo(y, t)), exact(after(dx, t), nothing(after(dx, t))))
    },
  ),
]

const weightsLaws = (layer: TreeLayer, causal: boolean): readonly Law[] => {
  const withWeights = forget((layer as unknown as { readonly withWeights: TreeLayer }).withWeights)
  return [
    law(
      '32b',
      'the weights of each query are not negative and sum to 1',
      [runs(withWeights, sequences)],
      at => {
        const [, weights] = run(withWeights, at)[0] as unknown as readonly [Tensor, Tensor]
        const sums = op.sum([3])(weights) as Tensor
        return every(
          summed(16)(sums, op.shift(1)(nothing(sums))),
          holds(
            toValues(weights).every(
              (w, i) => w >= 0 && (!causal || i % time <= Math.floor(i / time) % time || w === 0),
            ),
            weights,
            'weights',
          ),
        )
      },
    ),
    law(
      '32c',
      'without the weights it gives the same, and a cotangent of the weights adds to that of the values',
      [runs(layer, sequences), scores],
      (at, dw) => {
        const [y, pullback] = run(layer, at)
        const [z, pullBoth] = run(withWeights, at) as unknown as readonly [
          readonly [Tensor, Tensor],
          (db: tree.Tree) => readonly [tree.Tree, tree.Tree],
        ]
        const dy = at.db as tree.Tree
        const parts = smooth.addCotangents(pullBoth([dy, nothing(dw)]), pullBoth([nothing(dy as Tensor), dw]))
        return every(
          exact(y, z[0]),
          exact(pullback(dy), pullBoth([dy, nothing(dw)])),
          near(at.params, at.input, dy, dw)(pullBoth([dy, dw]), parts),
        )
      },
    ),
  ]
}

const padded = fc.tuple(sequences, masks) as Arbitrary<tree.Tree>

/** What is padding is not seen, and those who see nothing get the output's bias. */
const paddingLaws = (layer: TreeLayer): readonly Law[] => [
  law(
    '33b',
    'what is padding changes nothing for others, and is asked for nothing by them',
    [runs(layer, padded), sequences, sizes],
    (at, other, size) => {
      const [given, mask] = at.input as readonly [Tensor, Integers]
      const x = op.scale(size)(given)
      const spread = op.broadcastAlong([batch, time, width], [0, 1])(op.convert('i32')(mask)) as Integers
      const isThere = (z: Tensor): Tensor => op.select(spread, z, nothing(z))
      const changed = op.select(spread, x, op.scale(size)(other))
      const [y, pullback] = run(layer, { ...at, input: [x, mask] })
      const [z] = run(layer, { ...at, input: [changed, mask] })
      const dy = isThere(at.db)
      const [, [dx, dmask]] = pullback(dy) as readonly [unknown, readonly [Tensor, unknown]]
      return every(
        exact(isThere(z), isThere(y)),
        exact(op.sub(dx, isThere(dx)), nothing(dx)),
        holds(isTrivial(dmask), dmask, 'trivial'),
      )
    },
  ),
  law('33c', 'where all is padding the output is its bias', [runs(layer, padded)], at => {
    const [x, mask] = at.input as readonly [Tensor, Integers]
    const none = op.mul(mask, op.sub(mask, mask))
    const [y, pullback] = run(layer, { ...at, input: [x, none] })
    const { b } = (at.params as { readonly output: { readonly b: Tensor } }).output
    const [, [dx]] = pullback(at.db as tree.Tree) as readonly [unknown, readonly [Tensor]]
    return every(exact(y, op.broadcast([batch, time, width])(b)), exact(dx, nothing(dx)))
  }),
]

/** How attention is made. */
type Make = (options: { readonly causal?: boolean; readonly padding?: boolean }) => TreeLayer

/** Laws of attention of a sequence to itself; by default of `selfAttention`. */
export const selfAttentionLaws = (
  make: Make = options => forget(selfAttentionLayer(width, heads, options as never)),
): LawSet => {
  const [plain, causal, masked] = [make({}), make({ causal: true }), make({ padding: true })]
  const placed = forget(compose(sinusoidalPositions(width), selfAttentionLayer(width, heads)))
  return lawSet('selfAttention', [
    ...equivarianceLaws(plain),
    ...weightsLaws(plain, false),
    law('32d', 'positions that differ break the symmetry', [keys], k => {
      const { params } = placed.init(k, 'f64')
      const x = random.normal([batch, time, width], 0, 1, { dtype: 'f64' })(key(1))
      const order = [1, 0, 2, 3]
      const [y] = run(placed, { params, input: x, state: {} })
      const [z] = run(placed, { params, input: permuted(x, order), state: {} })
      return holds(exact(z, permuted(y, order)).error > 1e-6, z, y)
    }),
    ...causalityLaws(causal),
    ...paddingLaws(masked),
    law('33d', 'with nothing hidden, a mask changes nothing', [runs(masked, padded)], at => {
      const [x, mask] = at.input as readonly [Tensor, Integers]
      const ones = op.equal(mask, mask)
      const [y] = run(masked, { ...at, input: [x, ones] })
      return exact(y, run(plain, { ...at, input: x })[0])
    }),
  ])
}

/** Laws of attention to a memory: to itself, it is that of a sequence to itself. */
export const crossAttentionLaws = (
  layer: TreeLayer = forget(crossAttention(width, heads, width)),
): LawSet => {
  const itself = forget(selfAttentionLayer(width, heads))
  return lawSet('crossAttention', [
    law('32e', 'attention to itself is self-attention', [runs(itself, sequences)], at => {
      const [y, pullback] = run(itself, at)
      const [z, pullCross] = run(layer, { ...at, input: [at.input, at.input] })
      const [dp, dx] = pullback(at.db as tree.Tree)
      const [dq, [dleft, dright]] = pullCross(at.db as tree.Tree) as readonly [
        tree.Tree,
        readonly [Tensor, Tensor],
      ]
      return every(exact([z, dq], [y, dp]), near(at.params, at.input, at.db)(op.add(dleft, dright), dx))
    }),
    law(
      '32f',
      'a memory in another order gives the same',
      [runs(layer, fc.tuple(sequences, sequences)), keys],
      (at, k) => {
        const order = Array.from(toValues(random.permutation(time)(k)))
        const [x, memory] = at.input as readonly [Tensor, Tensor]
        return near(at.params, at.input)(
          run(layer, { ...at, input: [x, permuted(memory, order)] })[0],
          run(layer, at)[0],
        )
      },
    ),
  ])
}

interface Branch {
  readonly [name: string]: tree.Tree
}

/** Changes the weights of keys and values, wherever there is attention in the parameters: those of each map, by its name. */
const ofKeys =
  (change: (w: Tensor) => Tensor) =>
  (params: tree.Tree): tree.Tree =>
    Object.fromEntries(
      Object.entries(params as Branch).map(([name, branch]) => [
        name,
        isTensor(branch)
          ? branch
          : name === 'key' || name === 'value'
            ? tree.map(change as (leaf: tree.Leaf) => tree.Leaf)(branch)
            : ofKeys(change)(branch),
      ]),
    )

const sizeOfKeys = (params: tree.Tree): number => {
  const isKey = ({ path }: { readonly path: readonly (string | number)[] }) =>
    path.at(-2) === 'key' && path.at(-1) === 'w'
  const [found] = tree.entries(params).filter(isKey)
  return (found as { readonly leaf: Tensor }).leaf.shape[1] as number
}

/**
 * 32g, of a layer whose heads of queries share keys and values, beside the same layer where each has its own: these are then copies,
 * next to each other, and the cotangent of what is shared is the sum of those of the copies.
 */
export const sharedKeysLaws = (
  name: string,
  shared: TreeLayer,
  own: TreeLayer,
  input: Arbitrary<tree.Tree>,
): LawSet => {
  const [fewer, all] = [shared, own].map(layer => sizeOfKeys(layer.init(key(0), 'f64').params)) as [
    number,
    number,
  ]
  const copies = all / fewer
  // The heads of both laws have two features.
  const apart = (x: Tensor, more: number): Tensor =>
    op.reshape([...x.shape.slice(0, -1), fewer / 2, more, 2])(x) as Tensor
  const copied = (w: Tensor): Tensor => {
    const one = apart(w, 1)
    const axis = one.shape.length - 2
    const many = op.concat(axis)(...Array.from({ length: copies }, () => one)) as Tensor
    return op.reshape([...w.shape.slice(0, -1), all])(many) as Tensor
  }
  const added = (dw: Tensor): Tensor => {
    const many = apart(dw, copies)
    return op.reshape([...dw.shape.slice(0, -1), fewer])(op.sum([many.shape.length - 2])(many)) as Tensor
  }
  return lawSet(name, [
    law('32g', 'heads that share keys are heads with copies of them', [runsOf(shared, input)], at => {
      const one = seen(shared, at)
      const other = seen(own, { ...at, params: ofKeys(copied)(at.params) })
      const close = near(at.params, at.input, at.db)
      return every(
        close(one.value, other.value),
        close(one.dx, other.dx),
        close(one.dp, ofKeys(added)(other.dp)),
      )
    }),
  ])
}
