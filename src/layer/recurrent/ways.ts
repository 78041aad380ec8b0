/**
 * Ways along time, forward or backward, and both side by side, for any recurrence.
 *
 * @module
 */

import { concat } from '../../primitive/movement/concat.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { foldIn } from '../../random/key.ts'
import { addCotangents } from '../../smooth/map/cotangents.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { zeros, zerosLike } from '../../tensor/function/constructors.ts'
import { map } from '../../tensor/function/traversal.ts'
import { showShape } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { trivial } from '../../tensor/trivial.ts'
import { requireParts } from '../combinator/parts.ts'
import { along } from '../combinator/scan.ts'
import { type Context, evaluation } from '../context.ts'
import type { Outcome } from '../layer.ts'
import { type Caching, parts } from '../layer.ts'
import { requireTensor } from '../requireTensor.ts'
import type { Untyped } from '../typed.ts'
import { hiddenCell, initCell, inputMap } from './cell.ts'
import { masked, maskOfLengths } from './masked.ts'
import type { Recurrence } from './recurrence.ts'

/** One direction: the input's linear map for all times in one product, and then the cell's other half along time. */
export const oneWay = (
  name: string,
  recurrence: Recurrence,
  inputs: number,
  size: number,
  bias: boolean,
  reverse: boolean,
  last: boolean,
  ofLengths: boolean,
): Untyped => {
  const input = inputMap(recurrence, inputs, size, bias)
  const hidden = hiddenCell(name, recurrence, size, bias)
  const overTime = along(ofLengths ? masked(hidden) : hidden, { reverse })
  const startOf = (batch: number, dtype: FloatDType): Tree => {
    const none = zeros([batch, size], dtype)
    return recurrence.carries === 1 ? none : [none, none]
  }
  const init = initCell(input, hidden)
  /** From a carry, or from zeros; gives the last one, too. */
  const runFrom = (params: Tree, given: Tree, before: Tree | null, context: Context): Outcome<Tree> => {
    const [x, lengths] = ofLengths ? requireParts(name, ['sequences', 'lengths'], given) : [given]
    requireTensor(name, x as Tree)
    const sequences = x as Tensor
    if (sequences.shape.length !== 3 || sequences.shape[2] !== inputs)
      throw new ShapeError(
        `${name} takes [batch, time, ${inputs}], but was given ${showShape(sequences.shape)}.`,
        [[inputs], sequences.shape],
        2,
      )
    const own = params as { readonly input: Tree; readonly hidden: Tree }
    const start = before ?? startOf(sequences.shape[0] as number, sequences.dtype)
    const [a, pullInput] = input.run(own.input, sequences, empty, evaluation)
    const [batch, time] = sequences.shape as readonly [number, number]
    const times = lengths === undefined ? a : [a, maskOfLengths(name, lengths as AnyTensor, batch, time)]
    const [pair, pullHidden] = overTime.run(own.hidden, [times, start], empty, context)
    const [ys, carry] = pair as readonly Tree[]
    const finalOf = (c: Tree): Tree => (recurrence.carries === 1 ? c : ((c as readonly Tree[])[0] as Tree))
    const withFinal = (dh: Tree): Tree => (recurrence.carries === 1 ? dh : [dh, zerosLike(dh as Tensor)])
    const nothing = (y: Tree): Tree => map((leaf: Tensor) => zerosLike(leaf))(y)
    return [
      last ? finalOf(carry as Tree) : (ys as Tree),
      dy => {
        const db = last ? [nothing(ys as Tree), withFinal(dy)] : [dy, nothing(carry as Tree)]
        const [dhidden, dpair] = pullHidden(db)
        const [dtimes] = dpair as readonly Tree[]
        const da = lengths === undefined ? dtimes : (dtimes as readonly Tree[])[0]
        const [dinput, dx] = pullInput(da as Tree)
        return [{ input: dinput, hidden: dhidden }, lengths === undefined ? dx : [dx, trivial]]
      },
      carry as Tree,
    ]
  }
  const cached = ({ batch, capacity }: Caching): Untyped => ({
    name: `cached(${capacity})(${name})`,
    init: (key, dtype) => ({ params: init(key, dtype).params, state: startOf(batch, dtype) }),
    run: (params, x, before, context) => {
      const { shape } = x as Tensor
      if (shape[0] !== batch)
        throw new ShapeError(
          `cached takes a part of ${batch} sequences, [${batch}, time, ${inputs}], for ${name}, but was given ${showShape(shape)}.`,
          [[inputs], shape],
        )
      return runFrom(params, x, before, context)
    },
  })
  return {
    name,
    init,
    ...(reverse || last || ofLengths ? {} : { [parts]: cached }),
    run: (params, given, state, context) => {
      const [y, pullback] = runFrom(params, given, null, context)
      return [y, pullback, state]
    },
  }
}

/** Both directions on one input, side by side along the last axis. */
export const bothWays = (name: string, forward: Untyped, backward: Untyped, size: number): Untyped => ({
  name,
  init: (key, dtype) => ({
    params: {
      forward: forward.init(foldIn(0)(key), dtype).params,
      backward: backward.init(foldIn(1)(key), dtype).params,
    },
    state: empty,
  }),
  run: (params, x, state, context) => {
    const own = params as { readonly forward: Tree; readonly backward: Tree }
    const [left, pullLeft] = forward.run(own.forward, x, empty, context)
    const [right, pullRight] = backward.run(own.backward, x, empty, context)
    const y = concat((left as Tensor).shape.length - 1)(left as Tensor, right as Tensor) as Tensor
    const half = (dy: Tensor, from: number): Tree =>
      slice(
        dy.shape.map((_, axis) => (axis === dy.shape.length - 1 ? from : 0)),
        (left as Tensor).shape,
      )(dy)
    return [
      y,
      dy => {
        const [dforward, dleft] = pullLeft(half(dy as Tensor, 0))
        const [dbackward, dright] = pullRight(half(dy as Tensor, size))
        return [{ forward: dforward, backward: dbackward }, addCotangents(dleft, dright)]
      },
      state,
    ]
  },
})
