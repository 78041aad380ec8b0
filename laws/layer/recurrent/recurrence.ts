/**
 * Laws of recurrence: a cell again and again, with one set of parameters.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyLayer,
  compose,
  gru,
  gruCell,
  identity,
  lstm,
  lstmCell,
  meanOnlyBatchNorm,
  op,
  parallel,
  rnn,
  rnnCell,
  scan as scanLayer,
  smooth,
  type Tensor,
  type tree,
  zeros,
} from '../../../src/index.ts'
import { needs, takes } from '../../../src/tensor/contract/index.ts'
import { tensors } from '../../arbitraries.ts'
import { every, exact, norm, summed } from '../../close.ts'
import { implementation } from '../../contract.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { type Run, runsOf } from '../point.ts'
import { forget, type TreeLayer } from '../same.ts'

type Scan = (options: { readonly reverse: boolean }) => (cell: TreeLayer) => TreeLayer
type Pair = readonly [Tensor, tree.Tree]
type Pull = (db: tree.Tree) => readonly [tree.Tree, tree.Tree]

const [batch, time, inputs, hidden] = [2, 4, 3, 2] as const
const sequences = tensors([batch, time, inputs])
const vector = tensors([batch, hidden])
const near = (...scales: readonly unknown[]) => summed(1024, undefined, (1 + norm(scales)) ** 2)

const cells: readonly (readonly [cell: TreeLayer, carry: Arbitrary<tree.Tree>])[] = [
  [forget(rnnCell(inputs, hidden)), vector],
  [forget(lstmCell(inputs, hidden)), fc.tuple(vector, vector)],
  // One that keeps a state.
  [forget(compose(parallel(meanOnlyBatchNorm(inputs), identity()), gruCell(inputs, hidden))), vector],
]

const block = (x: Tensor, from: number, to: number): Tensor => {
  const start = x.shape.map((_, axis) => (axis === 1 ? from : 0))
  return op.slice(
    start,
    x.shape.map((n, axis) => (axis === 1 ? to - from : n)),
  )(x) as Tensor
}
const joined = (...xs: readonly Tensor[]): Tensor => op.concat(1)(...xs) as Tensor
const reversed = (x: Tensor): Tensor =>
  joined(...Array.from({ length: x.shape[1] as number }, (_, t) => block(x, t, t + 1)).toReversed())
const withoutTime = (x: Tensor): Tensor =>
  op.reshape([x.shape[0] as number, ...x.shape.slice(2)])(x) as Tensor

/** Laws of a cell along time; by default of `scan`. */
export const scanLaws = (scan: Scan = scanLayer as unknown as Scan): LawSet => {
  const runs = fc.oneof(
    ...cells.map(([cell, carry]) => {
      const [forward, backward] = [scan({ reverse: false })(cell), scan({ reverse: true })(cell)]
      const input = fc.tuple(sequences, carry)
      return runsOf(forward, input).map(at => ({ cell, forward, backward, at }))
    }),
  )
  const run = (
    layer: TreeLayer,
    { params, state, context }: Pick<Run<tree.Tree, tree.Tree, tree.Tree>, 'params' | 'state' | 'context'>,
    x: Tensor,
    h: tree.Tree,
    s = state,
  ) => {
    const [y, pullback, next] = layer.run(params, [x, h], s, context)
    return [y as Pair, pullback as Pull, next] as const
  }
  return lawSet('scan', [
    law('37c', 'a scan over one time is the cell', [runs], ({ cell, forward, at }) => {
      const [xs, h] = at.input as Pair
      const [dys, dlast] = at.db as Pair
      const [x, dy] = [block(xs, 0, 1), block(dys, 0, 1)]
      const [[y, next], pullback, state] = run(forward, at, x, h)
      const [value, pullCell, after] = cell.run(at.params, [withoutTime(x), h], at.state, at.context)
      const [dp, [dx, dh]] = pullback([dy, dlast]) as readonly [tree.Tree, Pair]
      return every(
        exact([withoutTime(y), next, state], [...(value as Pair), after]),
        exact([dp, [withoutTime(dx), dh]], pullCell([withoutTime(dy), dlast])),
      )
    }),
    law(
      '37d',
      'scan(n + m) = scan(n) and then scan(m), in values, states and gradients',
      [runs, fc.integer({ min: 1, max: time - 1 })],
      ({ forward, at }, n) => {
        const [xs, h] = at.input as Pair
        const [dys, dlast] = at.db as Pair
        const [whole, pullWhole, state] = run(forward, at, xs, h)
        const [[first, between], pullFirst, middle] = run(forward, at, block(xs, 0, n), h)
        const [[second, last], pullSecond, end] = run(forward, at, block(xs, n, time), between, middle)
        const [dp, [dx, dh]] = pullWhole([dys, dlast]) as readonly [tree.Tree, Pair]
        const [dq, [dlate, dbetween]] = pullSecond([block(dys, n, time), dlast]) as readonly [tree.Tree, Pair]
        const [dr, [dearly, dstart]] = pullFirst([block(dys, 0, n), dbetween]) as readonly [tree.Tree, Pair]
        return every(
          exact([whole, state], [[joined(first, second), last], end]),
          exact([dx, dh], [joined(dearly, dlate), dstart]),
          near(at.params, at.input, at.db)(dp, smooth.addCotangents(dq, dr)),
        )
      },
    ),
    law(
      '37e',
      'from the end, it is the scan of the sequence turned around',
      [runs],
      ({ forward, backward, at }) => {
        const [xs, h] = at.input as Pair
        const [dys, dlast] = at.db as Pair
        const [[ys, last], pullback] = run(backward, at, xs, h)
        const [[zs, final], pullForward] = run(forward, at, reversed(xs), h)
        const [dp, [dx, dh]] = pullback([dys, dlast]) as readonly [tree.Tree, Pair]
        const [dq, [dz, dstart]] = pullForward([reversed(dys), dlast]) as readonly [tree.Tree, Pair]
        return every(
          exact([ys, last], [reversed(zs), final]),
          exact([dp, dx, dh], [dq, reversed(dz), dstart]),
        )
      },
    ),
  ])
}

const kinds = {
  rnn: { layer: rnn, cell: rnnCell, carries: 1 },
  lstm: { layer: lstm, cell: lstmCell, carries: 2 },
  gru: { layer: gru, cell: gruCell, carries: 1 },
} as const

/** Which of the usual recurrent layers. */
export type RecurrentKind = keyof typeof kinds

/** A recurrent layer of a kind, made of its sizes and options. */
export type MakeRecurrent = (
  inputs: number,
  hidden: number,
  options: { readonly direction: 'forward' | 'backward' | 'both'; readonly output: 'sequence' | 'last' },
) => AnyLayer

/** Laws of a recurrent layer: `rnn`, `lstm` or `gru`, or another implementation of it with the same parameters. */
export const recurrentLaws = takes(
  'recurrentLaws',
  { kind: needs.oneOf('rnn', 'lstm', 'gru'), make: implementation },
  () =>
    (kind: RecurrentKind, make: MakeRecurrent = kinds[kind].layer): LawSet => {
      const { cell, carries } = kinds[kind]
      const none = zeros([batch, hidden], 'f64') as Tensor
      const start: tree.Tree = carries === 1 ? none : [none, none]
      const layer = (direction: 'forward' | 'backward' | 'both', output: 'sequence' | 'last'): TreeLayer =>
        forget(make(inputs, hidden, { direction, output }))
      const scanned = (reverse: boolean): TreeLayer => forget(scanLayer({ reverse })(cell(inputs, hidden)))
      const runs = runsOf(layer('forward', 'sequence'), sequences)
      return lawSet(kind, [
        law(
          '37f',
          `${kind} is the scan of its cell from zeros, and gives all outputs or the last`,
          [runs, fc.boolean()],
          (at, reverse) => {
            const direction = reverse ? 'backward' : 'forward'
            const close = near(at.params, at.input, at.db)
            const [ys, pullback] = layer(direction, 'sequence').run(at.params, at.input, at.state, at.context)
            const [last] = layer(direction, 'last').run(at.params, at.input, at.state, at.context)
            const [pair, pullScan] = scanned(reverse).run(at.params, [at.input, start], {}, at.context)
            const [zs, carry] = pair as Pair
            const [dp, [dx]] = pullScan([at.db as Tensor, carries === 1 ? none : [none, none]]) as readonly [
              tree.Tree,
              Pair,
            ]
            return every(
              close(ys, zs),
              close(last, carries === 1 ? carry : (carry as readonly tree.Tree[])[0]),
              close(pullback(at.db as tree.Tree), [dp, dx]),
            )
          },
        ),
        law('37g', `both directions are each by itself, beside each other`, [runs], at => {
          const params = { forward: at.params, backward: at.params }
          const one = (direction: 'forward' | 'backward', output: 'sequence' | 'last') =>
            layer(direction, output).run(at.params, at.input, at.state, at.context)[0] as Tensor
          return every(
            ...(['sequence', 'last'] as const).map(output => {
              const [y] = layer('both', output).run(params, at.input, at.state, at.context)
              const axis = output === 'sequence' ? 2 : 1
              return exact(y, op.concat(axis)(one('forward', output), one('backward', output)))
            }),
          )
        }),
      ])
    },
)
