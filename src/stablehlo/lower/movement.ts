/**
 * Elements in other places: of masks they give masks.
 *
 * @module
 */
import type { ConcatOptions } from '../../primitive/movement/concat.ts'
import type { PadOptions, SliceOptions } from '../../primitive/movement/pad.ts'
import type { ReshapeOptions } from '../../primitive/movement/reshape.ts'
import type { TransposeOptions } from '../../primitive/movement/transpose.ts'
import type { BroadcastOptions } from '../../primitive/reduction/broadcast.ts'
import { showInts, type Value } from '../text/type.ts'
import { type Lowering, strict, truthful } from './lowering.ts'

const broadcast: Lowering<BroadcastOptions> = truthful(({ emit, operands: [x], options }) =>
  emit.broadcast(x as Value, options.shape, options.axes),
)

const concat: Lowering<ConcatOptions> = truthful(({ emit, operands, options, result }) => {
  const parts = operands.every(it => it.element === 'i1') ? operands : operands.map(it => emit.bytes(it))
  return emit.op(
    'concatenate',
    parts,
    { shape: result.shape, element: (parts[0] as Value).element },
    { dimension: `${options.axis} : i64` },
  )
})

const pad: Lowering<PadOptions> = strict(({ emit, operands: [x], options, result }) =>
  emit.op('pad', [x as Value, emit.number(0, { shape: [], element: result.element })], result, {
    edge_padding_low: showInts(options.before),
    edge_padding_high: showInts(options.after),
    interior_padding: showInts(options.before.map(() => 0)),
  }),
)

/** A barrier keeps what is computed on its two sides apart, as it does in programs. */
const reshape: Lowering<ReshapeOptions> = truthful(({ emit, operands: [x], options }) => {
  const shaped = emit.reshape(x as Value, options.shape)
  return options.barrier === true ? emit.op('optimization_barrier', [shaped], shaped) : shaped
})

const slice: Lowering<SliceOptions> = truthful(({ emit, operands: [x], options }) =>
  emit.slice(x as Value, options.start, options.sizes),
)

const transpose: Lowering<TransposeOptions> = truthful(({ emit, operands: [x], options, result }) =>
  emit.op(
    'transpose',
    [x as Value],
    { shape: result.shape, element: (x as Value).element },
    { permutation: showInts(options.axes) },
  ),
)

export const movement = { broadcast, concat, pad, reshape, slice, transpose }
