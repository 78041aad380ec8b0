/**
 * Causal attention on sequences that come part by part: keys and values are kept for what comes later.
 *
 * @module
 */

import { dynamicSlice, dynamicUpdateSlice } from '../../primitive/block/block.ts'
import { type None, none } from '../../primitive/core/primitive.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { PrefixAttention } from '../../primitive/product/prefixAttention.ts'
import { fromPrimitive } from '../../smooth/map/fromPrimitive.ts'
import { ShapeError } from '../../tensor/error.ts'
import { zeros } from '../../tensor/function/constructors.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { evaluation } from '../context.ts'
import type { Caching, Layer } from '../layer.ts'
import type { Untyped } from '../typed.ts'
import { advanced, begun, type Counted, type Position } from './position.ts'
import type { ProjectionSizes, Projections } from './projections.ts'

/** What attention keeps: keys and values [batch, keyValueHeads, capacity, size] of the positions before, and how many they are. */
interface Kept extends Counted {
  readonly keys: Tensor
  readonly values: Tensor
}

type Attended = readonly [q: Tensor, keys: Tensor, values: Tensor, position: Position]

/** Attention of these sizes for sequences that come part by part. A key is turned by its position, if there is a layer that does. */
export const cachedAttention = (
  name: string,
  { width, heads, keyValueHeads }: ProjectionSizes,
  project: Projections,
  rotation: Untyped | null,
  { batch, capacity }: Caching,
): Layer<Tensor, Tensor, Tree, Kept> => ({
  name: `cached(${capacity})(${name})`,
  init: (key, dtype) => {
    const kept = zeros([batch, keyValueHeads, capacity, width / heads], dtype)
    return { params: project.init(key, dtype), state: { keys: kept, values: kept, position: begun } }
  },
  run: (params, x, { keys, values, position }) => {
    if (x.shape.length !== 3 || x.shape[0] !== batch || x.shape[2] !== width)
      throw new ShapeError(
        `cached takes a part of ${batch} sequences, [${batch}, time, ${width}], for ${name}, but was given ${showShape(x.shape)}.`,
        [[width], x.shape],
      )
    const turned = (h: Tensor): readonly [Tensor, (dh: Tensor) => Tensor] => {
      if (rotation === null) return [h, dh => dh]
      const [y, pull] = rotation.run(empty, h, { position }, evaluation)
      return [y as Tensor, dh => pull(dh)[1] as Tensor]
    }
    const [q, pullQuery] = project.query(params, x)
    const [k, pullKey] = project.key(params, x)
    const [v, pullValue] = project.value(params, x)
    const [query, turnQueryBack] = turned(q)
    const [key, turnKeyBack] = turned(k)
    const start = [0, 0, position, 0] as const
    const all = {
      keys: dynamicUpdateSlice(keys, key, start),
      values: dynamicUpdateSlice(values, v, start),
      position: advanced(position, x.shape[1] as number),
    }
    const [gathered, pullAttended] = fromPrimitive<Attended, Tensor, None>(
      PrefixAttention,
      none,
    )([query, all.keys, all.values, position])
    const [output, pullOutput] = project.output(params, gathered)
    // What was kept before is not differentiated, as the state of a layer is not.
    const own = (dall: Tensor): Tensor => dynamicSlice(key.shape)(dall, start) as Tensor
    return [
      output,
      dy => {
        const [doutput, dgathered] = pullOutput(dy as Tensor)
        const [dq, dkeys, dvalues] = pullAttended(dgathered) as readonly [Tensor, Tensor, Tensor, unknown]
        const [dquery, dfromQueries] = pullQuery(turnQueryBack(dq))
        const [dkey, dfromKeys] = pullKey(turnKeyBack(own(dkeys)))
        const [dvalue, dfromValues] = pullValue(own(dvalues))
        return [
          { query: dquery, key: dkey, value: dvalue, output: doutput },
          add(dfromQueries, add(dfromKeys, dfromValues)),
        ]
      },
      all,
    ]
  },
})
