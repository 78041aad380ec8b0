/**
 * Elements taken or put where a tensor says. Leading axes that are walked together are batching dimensions, so that nothing is gathered
 * across devices that hold parts of a batch.
 *
 * @module
 */
import type { DynamicSliceOptions, DynamicUpdateSliceOptions } from '../../primitive/block/dynamicSlice.ts'
import type { GatherOptions, ScatterAddOptions } from '../../primitive/movement/gather.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Emitter, Region } from '../text/emitter.ts'
import { showInts, type Type, type Value } from '../text/type.ts'
import { type Lowering, strict } from './lowering.ts'

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)

const list = (ns: readonly number[]): string => `[${ns.join(', ')}]`

/** What is gathered: which axes of the result are those of a slice, which of the table are left out, and which an index is along. */
interface Gathered {
  readonly offsets: readonly number[]
  readonly collapsed: readonly number[]
  readonly batchDims: number
  readonly along: readonly number[]
  /** The axis of the indices that holds one for each axis; behind the last if each is a number. */
  readonly vector: number
  readonly sizes: Shape
}

const gathering = (emit: Emitter, table: Value, indices: Value, result: Type, it: Gathered): Value => {
  const batch = list(range(0, it.batchDims))
  return emit.op('gather', [table, indices], result, {
    dimension_numbers:
      `#stablehlo.gather<offset_dims = ${list(it.offsets)}, collapsed_slice_dims = ${list(it.collapsed)}, ` +
      `operand_batching_dims = ${batch}, start_indices_batching_dims = ${batch}, start_index_map = ${list(it.along)}, ` +
      `index_vector_dim = ${it.vector}>`,
    slice_sizes: showInts(it.sizes),
    indices_are_sorted: 'false',
  })
}

const scattering = (
  emit: Emitter,
  [into, indices, updates]: readonly [Value, Value, Value],
  it: Omit<Gathered, 'sizes'>,
  update: Region,
): Value => {
  const batch = list(range(0, it.batchDims))
  return emit.op(
    'scatter',
    [into, indices, updates],
    into,
    {
      scatter_dimension_numbers:
        `#stablehlo.scatter<update_window_dims = ${list(it.offsets)}, inserted_window_dims = ${list(it.collapsed)}, ` +
        `input_batching_dims = ${batch}, scatter_indices_batching_dims = ${batch}, ` +
        `scatter_dims_to_operand_dims = ${list(it.along)}, index_vector_dim = ${it.vector}>`,
      indices_are_sorted: 'false',
      unique_indices: 'false',
    },
    [update],
  )
}

const gather: Lowering<GatherOptions> = strict(
  ({ emit, operands: [t, i], options: { batchDims }, result }) => {
    const [table, indices] = [t as Value, i as Value]
    const rank = indices.shape.length
    return gathering(emit, table, indices, result, {
      offsets: range(rank, result.shape.length),
      collapsed: [batchDims],
      batchDims,
      along: [batchDims],
      vector: rank,
      sizes: table.shape.map((n, axis) => (axis <= batchDims ? 1 : n)),
    })
  },
)

const scatterAdd: Lowering<ScatterAddOptions> = strict(
  ({ emit, operands: [u, i], options: { batchDims }, result }) => {
    const [updates, indices] = [u as Value, i as Value]
    const rank = indices.shape.length
    const scalar = { shape: [], element: result.element }
    const add = emit.region([scalar, scalar], (inside, [a, b]) => [
      inside.each('add', a as Value, b as Value),
    ])
    const it = {
      offsets: range(rank, updates.shape.length),
      collapsed: [batchDims],
      batchDims,
      along: [batchDims],
      vector: rank,
    }
    return scattering(emit, [emit.number(0, result), indices, updates], it, add)
  },
)

/** The numbers of a vector, each a scalar. */
const scalarsOf = (emit: Emitter, start: Value): readonly Value[] =>
  range(0, start.shape[0] as number).map(i => emit.reshape(emit.slice(start, [i], [1]), []))

/** Where each example has a start of its own. */
const eachOwn = (rank: number, batchDims: number): Omit<Gathered, 'sizes'> => ({
  offsets: range(batchDims, rank),
  collapsed: [],
  batchDims,
  along: range(batchDims, rank),
  vector: batchDims,
})

const dynamicSlice: Lowering<DynamicSliceOptions> = strict(({ emit, operands: [x, s], options, result }) => {
  const [from, start] = [x as Value, s as Value]
  const { sizes, batchDims } = options
  if (batchDims === 0)
    return emit.op('dynamic_slice', [from, ...scalarsOf(emit, start)], result, {
      slice_sizes: showInts(sizes),
    })
  return gathering(emit, from, start, result, {
    ...eachOwn(from.shape.length, batchDims),
    sizes: [...range(0, batchDims).map(() => 1), ...sizes],
  })
})

const dynamicUpdateSlice: Lowering<DynamicUpdateSliceOptions> = strict(
  ({ emit, operands: [x, u, s], options: { batchDims }, result }) => {
    const [into, update, start] = [x as Value, u as Value, s as Value]
    if (batchDims === 0)
      return emit.op('dynamic_update_slice', [into, update, ...scalarsOf(emit, start)], result)
    const scalar = { shape: [], element: result.element }
    const second = emit.region([scalar, scalar], (_, [, b]) => [b as Value])
    return scattering(emit, [into, start, update], eachOwn(into.shape.length, batchDims), second)
  },
)

export const indexing = { gather, scatterAdd, dynamicSlice, dynamicUpdateSlice }
