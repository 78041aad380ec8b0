/** Attention whose heads share keys and values, by the attention layers. */
import {
  type AnyLayer,
  crossAttention,
  evaluation,
  fromValues,
  type Layer,
  op,
  selfAttention,
  smoothOf,
  type Tensor,
} from '../../../src/index.ts'
import { only, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import type { CaseMap } from '../smoothCase.ts'

/** A linear map that moves features: column `c` of its output is row `from(c)` of its input times a factor, or 0. */
const moved = (rows: number, columns: number, factor: number, from: (column: number) => number | null) =>
  fromValues(
    [rows, columns],
    Array.from({ length: rows * columns }, (_, i) =>
      from(i % columns) === Math.floor(i / columns) ? factor : 0,
    ),
    'f64',
  ) as Tensor

type Settings = { readonly heads: number; readonly groups: number; readonly causal: boolean }

/** [batch, heads, time, size] to [batch, time, heads · size], and back from a place on. */
const rowsOf = (x: Tensor): Tensor => {
  const [batch, heads, time, size] = x.shape as readonly [number, number, number, number]
  const turned = op.transpose([0, 2, 1, 3])(x as Tensor<[number, number, number, number]>)
  return op.reshape([batch, time, heads * size])(turned) as Tensor
}
const headsOf = (x: Tensor, start: number, heads: number, size: number): Tensor => {
  const [batch, time] = x.shape as readonly [number, number]
  const own = op.slice([0, 0, start], [batch, time, heads * size])(x)
  const apart = op.reshape([batch, time, heads, size])(own)
  return op.transpose([0, 2, 1, 3])(apart as Tensor<[number, number, number, number]>) as Tensor
}
const padded = (x: Tensor, to: number): Tensor => op.pad([0, 0, 0], [0, 0, to - (x.shape[2] as number)])(x)

/**
 * Attention on queries, keys and values that are given, by a layer whose linear maps only move features. Attention to a memory has keys
 * and values next to each other in it. Attention to itself has queries there too: heads are made wide enough for all, and the rest of
 * them is 0.
 */
export const groupedQueryAttention = (one: Case): CaseMap => {
  for (const name of Object.keys(one.config))
    if (!['layer', 'heads', 'groups', 'causal'].includes(name)) unknown('setting of attention', name)
  const { heads, groups, causal } = one.config as Settings & Case['config']
  const shapes = ['q', 'k'].map(name => (one.inputs[name] as { readonly shape: readonly number[] }).shape)
  const [time, size, keys] = [shapes[0]![2]!, shapes[0]![3]!, shapes[1]![2]!]
  if (causal) only('number of keys of causal attention', keys, time)
  const [asked, kept] = [heads * size, groups * size]
  const wide = causal ? size + Math.ceil((2 * kept) / heads) : size
  const width = heads * wide
  const before = causal ? asked : 0
  const memoryWidth = causal ? width : 2 * kept
  const layer = causal
    ? selfAttention<number, number, number>(width, heads, {
        keyValueHeads: groups,
        causal: true,
        bias: false,
      })
    : crossAttention<number, number, number, number>(width, heads, memoryWidth, {
        keyValueHeads: groups,
        bias: false,
      })
  // Features that a head has, of those from a place on.
  const ofHeads =
    (start: number) =>
    (column: number): number | null =>
      column % wide < size ? start + Math.floor(column / wide) * size + (column % wide) : null
  const params = {
    // The layer divides by the root of its own size.
    query: { w: moved(width, width, Math.sqrt(wide / size), ofHeads(0)) },
    key: { w: moved(memoryWidth, groups * wide, 1, ofHeads(before)) },
    value: { w: moved(memoryWidth, groups * wide, 1, ofHeads(before + kept)) },
    output: {
      w: moved(width, width, 1, column =>
        column < asked ? Math.floor(column / size) * wide + (column % size) : null,
      ),
    },
  }
  const map = smoothOf(layer as AnyLayer as Layer<Tensor, Tensor, object, object>, {}, evaluation)
  return ({ inputs }) => {
    const [q, k, v] = ['q', 'k', 'v'].map(name => rowsOf(inputs[name] as Tensor)) as [Tensor, Tensor, Tensor]
    const input = causal ? padded(op.concat(2)(q, k, v) as Tensor, width) : [q, op.concat(2)(k, v)]
    const [y, pullback] = map([params, input as Tensor])
    return [
      headsOf(y, 0, heads, size),
      (dy: never) => {
        const [, dinput] = pullback(padded(rowsOf(dy), width)) as readonly [unknown, unknown]
        const [dq, dmemory] = (causal ? [dinput, dinput] : dinput) as readonly [Tensor, Tensor]
        return {
          params: {},
          inputs: {
            q: headsOf(dq, 0, heads, size),
            k: headsOf(dmemory, before, groups, size),
            v: headsOf(dmemory, before + kept, groups, size),
          },
        }
      },
    ]
  }
}
