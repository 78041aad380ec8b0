/**
 * The linear maps of attention: from sequences to the queries, keys and values of each head, and from what the heads gathered back.
 *
 * @module
 */

import { scale } from '../../primitive/elementwise/scale.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { foldIn, type Key } from '../../random/key.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { evaluation } from '../context.ts'
import type { Layer } from '../layer.ts'
import { dense } from '../linear/dense.ts'
import { linear } from '../linear/linear.ts'
import { untyped } from '../typed.ts'
import { within } from '../within.ts'
import { join, split } from './heads.ts'

/** What a projection gives, and the cotangents of its own parameters and of what it was given. */
export type Projected = readonly [y: Tensor, pullback: (dy: Tensor) => readonly [dparams: Tree, dx: Tensor]]

/** A projection, with the parameters of all. */
type Project = (params: Tree, x: Tensor) => Projected

/** The four maps of attention, each by itself, so that keys and values can be kept and used again. */
export interface Projections {
  readonly init: (key: Key, dtype: FloatDType) => Tree
  /** [batch, time, width] to queries [batch, heads, time, size], divided by √size. */
  readonly query: Project
  /** [batch, keys, memoryWidth] to keys [batch, keyValueHeads, keys, size]. */
  readonly key: Project
  /** [batch, keys, memoryWidth] to values [batch, keyValueHeads, keys, size]. */
  readonly value: Project
  /** What the heads gathered, [batch, heads, time, size], to [batch, time, width]. */
  readonly output: Project
}

/** The sizes of attention: `size = width / heads` features for each head. */
export interface ProjectionSizes {
  readonly width: number
  readonly memoryWidth: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly bias: boolean
}

/** The maps of attention of these sizes, of which the first divides the second and the others fit. */
export const projections = ({
  width,
  memoryWidth,
  heads,
  keyValueHeads,
  bias,
}: ProjectionSizes): Projections => {
  const size = width / heads
  const keyWidth = keyValueHeads * size
  const map = (inputs: number, outputs: number): Layer<Tree, Tree, Tree> =>
    untyped(bias ? dense(inputs, outputs) : linear(inputs, outputs))
  const maps = {
    query: map(width, width),
    key: map(memoryWidth, keyWidth),
    value: map(memoryWidth, keyWidth),
    output: map(width, width),
  }
  type Name = keyof typeof maps

  const apply = (part: Name, params: Tree, rows: Tensor): Projected => {
    const own = (params as { readonly [name: string]: Tree })[part] as Tree
    const [y, pull] = within(part, () => maps[part].run(own, rows, empty, evaluation))
    return [y as Tensor, pull as (dy: Tensor) => readonly [Tree, Tensor]]
  }
  const toHeads =
    (part: Name, count: number): Project =>
    (params, x) => {
      const [batch, time, inputs] = x.shape as readonly [number, number, number]
      const [rows, pull] = apply(part, params, reshape([batch * time, inputs])(x))
      return [
        split(batch, time, count)(rows),
        dy => {
          const [dparams, dx] = pull(join(dy))
          return [dparams, reshape(x.shape)(dx)]
        },
      ]
    }

  const project = toHeads('query', heads)
  const toScale = scale(1 / Math.sqrt(size))
  return {
    init: (key, dtype) =>
      Object.freeze(
        Object.fromEntries(
          (Object.keys(maps) as Name[]).map((part, i) => [
            part,
            maps[part].init(foldIn(i)(key), dtype).params,
          ]),
        ),
      ),
    query: (params, x) => {
      const [q, pull] = project(params, x)
      return [toScale(q), dq => pull(toScale(dq))]
    },
    key: toHeads('key', keyValueHeads),
    value: toHeads('value', keyValueHeads),
    output: (params, gathered) => {
      const [batch, , time] = gathered.shape as readonly [number, number, number]
      const [rows, pull] = apply('output', params, join(gathered))
      return [
        reshape([batch, time, width])(rows),
        dy => {
          const [dparams, dgathered] = pull(reshape([batch * time, width])(dy))
          return [dparams, split(batch, time, heads)(dgathered)]
        },
      ]
    },
  }
}
