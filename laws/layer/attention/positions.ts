/**
 * Laws of embeddings and positions: embedding, sinusoidal, learned and rotary positions.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  embedding as embeddingLayer,
  evaluation,
  fromValues,
  type Integers,
  learnedPositions as learnedPositionsLayer,
  op,
  rotaryPositions as rotaryPositionsLayer,
  sinusoidalPositions as sinusoidalPositionsLayer,
  type Tensor,
  tensor,
  toValues,
  tree,
  zeros,
} from '../../../src/index.ts'
import { indices, keys, tensors } from '../../arbitraries.ts'
import { every, exact, holds, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { refused } from '../../oracle/refusal.ts'
import { forget, runAlone, type TreeLayer } from '../same.ts'

const table = tensors([3, 2])
const places = indices([2, 4], 3) as Arbitrary<Integers>
const cotangents = tensors([2, 4, 2])

/** Laws of rows by index; by default of `embedding`. */
export const embeddingLaws = (embedding: TreeLayer = forget(embeddingLayer(3, 2))): LawSet => {
  const run = (w: Tensor, at: Integers) => embedding.run({ w }, at, {}, evaluation)
  return lawSet('embedding', [
    law('29e', 'the vector of an index is its row of the table', [table, places], (w, at) => {
      const rows = Array.from(toValues(at), i => op.slice([i, 0], [1, 2])(w) as Tensor)
      return exact(run(w, at)[0], op.reshape([2, 4, 2])(op.concat(0)(...rows) as Tensor))
    }),
    law(
      '29f',
      'a row of the table gets the sum of the cotangents of all its places',
      [table, places, cotangents],
      (w, at, dy) => {
        const [dp] = run(w, at)[1](dy)
        const flat = op.reshape([8, 2])(dy)
        const row = (i: number): Tensor => {
          const mine = op.equal(op.reshape([8])(at), tensor(Array(8).fill(i), 'i32') as never)
          return op.matmulTN(op.reshape([8, 1])(op.convert('f64')(mine)), flat) as Tensor
        }
        return exact(dp, { w: op.concat(0)(row(0), row(1), row(2)) })
      },
    ),
    law(
      '29g',
      'an index outside of the vocabulary is refused',
      [table, fc.constantFrom(-1, 3, 1000)],
      (w, i) => refused('IndexError', () => run(w, tensor([0, i], 'i32') as Integers)),
    ),
  ])
}

/** Laws of an embedding of three indices with one that is padding; by default of `embedding`. */
export const paddedEmbeddingLaws = (
  embedding: (padding: number) => TreeLayer = padding => forget(embeddingLayer(3, 2, { padding })),
): LawSet => {
  const paddings = fc.integer({ min: 0, max: 2 })
  const others = (w: unknown, padding: number): Tensor =>
    op.concat(0)(
      ...[0, 1, 2].filter(i => i !== padding).map(i => op.slice([i, 0], [1, 2])(w as Tensor)),
    ) as Tensor
  const rowOf = (w: unknown, i: number): Tensor => op.slice([i, 0], [1, 2])(w as Tensor) as Tensor
  return lawSet(
    'embedding with padding',
    [
      law(
        '29n',
        'the row of the padding begins as zeros, and the others as without',
        [paddings, keys],
        (i, key) => {
          const { w } = embedding(i).init(key, 'f64').params as { readonly w: Tensor }
          const { w: plain } = embeddingLayer(3, 2).init(key, 'f64').params
          return every(exact(rowOf(w, i), zeros([1, 2], 'f64')), exact(others(w, i), others(plain, i)))
        },
      ),
      law(
        '29o',
        'its row is what the table has and gets no gradient; the others get what they get without',
        [paddings, table, places, cotangents],
        (i, w, at, dy) => {
          const [y, pullback] = embedding(i).run({ w }, at, {}, evaluation)
          const [plain, pullPlain] = forget(embeddingLayer(3, 2)).run({ w }, at, {}, evaluation)
          const [dw, dplain] = [pullback, pullPlain].map(pull => (pull(dy)[0] as { readonly w: Tensor }).w)
          return every(
            exact(y, plain),
            exact(rowOf(dw, i), zeros([1, 2], 'f64')),
            exact(others(dw, i), others(dplain, i)),
          )
        },
      ),
    ],
    [],
    30,
  )
}

const sequences = tensors([2, 4, 6])
const nothing = zeros([4, 6], 'f64')

/** Laws of what adds waves of a base to sequences of 6 features; by default of `sinusoidalPositions` of base 100. */
export const sinusoidalPositionsLaws = (
  layer: TreeLayer = forget(sinusoidalPositionsLayer(6, { base: 100 })),
  base = 100,
): LawSet => {
  const waves = runAlone(layer, nothing)[0]
  const near = summed(64)
  return lawSet('sinusoidalPositions', [
    law('R1', 'each sequence has the same table added to it', [sequences], x =>
      exact(runAlone(layer, x)[0], op.add(x, op.broadcast([2, 4, 6])(waves) as Tensor)),
    ),
    law('R2', 'sine and cosine of each wave are on a circle, and begin at 0 and 1', [], () => {
      const pairs = op.reshape([4, 3, 2])(waves) as Tensor
      const first = op.slice([0, 0, 0], [1, 3, 2])(pairs)
      return every(
        near(op.sum([2])(op.mul(pairs, pairs)), op.shift(1)(zeros([4, 3], 'f64'))),
        exact(toValues(first), toValues(tensor([0, 1, 0, 1, 0, 1], 'f64'))),
      )
    }),
    law(
      'R2b',
      'each wave is slower than the one before it by one factor, and the last of n by base^((n - 1) / n)',
      [],
      () => {
        const angles = (t: number, i: number) => t / base ** (i / 3)
        const entries = [0, 1, 2, 3].flatMap(t =>
          [0, 1, 2].flatMap(i => [Math.sin(angles(t, i)), Math.cos(angles(t, i))]),
        )
        return near(waves, fromValues([4, 6], entries, 'f64'))
      },
    ),
    law('R3', 'a longer sequence has the same table at its beginning', [fc.integer({ min: 1, max: 3 })], n =>
      exact(runAlone(layer, zeros([n, 6], 'f64'))[0], op.slice([0, 0], [n, 6])(waves)),
    ),
  ])
}

/** Laws of learned positions; by default of `learnedPositions`. */
export const learnedPositionsLaws = (layer: TreeLayer = forget(learnedPositionsLayer(5, 6))): LawSet =>
  lawSet('learnedPositions', [
    law('R1', 'each sequence has the same table added to it', [tensors([5, 6]), sequences], (w, x) => {
      const rows = op.slice([0, 0], [4, 6])(w)
      return exact(layer.run({ w }, x, {}, evaluation)[0], op.add(x, op.broadcast([2, 4, 6])(rows) as Tensor))
    }),
    law('R4', 'more positions than the table has are refused', [tensors([5, 6])], w =>
      refused('ShapeError', () => layer.run({ w }, zeros([2, 6, 6], 'f64'), {}, evaluation)),
    ),
  ])

const pairings = fc.constantFrom('interleaved' as const, 'halfSplit' as const)
const offsets = fc.integer({ min: -20, max: 20 })

/** Laws of rotations by position; by default of `rotaryPositions`. */
export const rotaryPositionsLaws = (
  rotary: (offset: number, pairs: 'interleaved' | 'halfSplit') => TreeLayer = (offset, pairs) =>
    forget(rotaryPositionsLayer(6, { base: 100, offset, pairs })),
): LawSet => {
  const scores = (q: Tensor, k: Tensor): Tensor => op.matmulNT(q as never, k as never) as Tensor
  const near = (...scales: readonly unknown[]) => summed(256, undefined, norm(scales) ** 2 + 1)
  return lawSet('rotaryPositions', [
    law(
      'R5',
      'the product of a query and a key depends on the distance of their positions only',
      [sequences, sequences, offsets, pairings],
      (q, k, offset, pairs) => {
        const at = (o: number, x: Tensor): Tensor => runAlone(rotary(o, pairs), x)[0]
        return near(q, k)(scores(at(offset, q), at(offset, k)), scores(at(0, q), at(0, k)))
      },
    ),
    law('R6', 'the pullback rotates back', [sequences, offsets, pairings], (x, offset, pairs) => {
      const [y, pullback] = runAlone(rotary(offset, pairs), x)
      return near(x)(pullback(y), x)
    }),
    law(
      'R8',
      'an offset is so many positions that came before',
      [sequences, fc.integer({ min: 0, max: 5 }), pairings],
      (x, offset, pairs) => {
        const before = x.shape.map((_, axis) => (axis === 1 ? offset : 0))
        const none = x.shape.map(() => 0)
        const [later] = runAlone(rotary(0, pairs), op.pad(before, none)(x))
        return near(x)(runAlone(rotary(offset, pairs), x)[0], op.slice(before, x.shape)(later))
      },
    ),
    law('R7', 'position 0 is not rotated, and others are', [sequences, pairings], (x, pairs) => {
      const [y] = runAlone(rotary(0, pairs), x)
      const first = op.slice([0, 0, 0], [2, 1, 6])
      return every(
        exact(first(y), first(x)),
        holds(tree.count(x) === 0 || norm(x) === norm(first(x)) || exact(y, x).error > 0, y, x),
      )
    }),
  ])
}
