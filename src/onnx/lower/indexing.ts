/**
 * Elements taken or put where a tensor says.
 *
 * @module
 */
import type { Extents } from '../../exchange/varying.ts'
import type { DynamicSliceOptions, DynamicUpdateSliceOptions } from '../../primitive/block/dynamicSlice.ts'
import type { GatherOptions, ScatterAddOptions } from '../../primitive/movement/gather.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { Emitter } from './emitter.ts'
import { type Lowering, strict } from './lowering.ts'
import type { Type, Value } from './value.ts'

/** Indices as ONNX wants them where they name places, each in a list of one. */
const lists = (emit: Emitter, indices: Value): Value => {
  const wide = emit.cast(indices, 'i64')
  const type: Type = { shape: [...wide.shape, 1], extents: [...wide.extents, null], element: 'i64' }
  return emit.op('Unsqueeze', [wide, emit.ints([-1])], type)
}

const gather: Lowering<GatherOptions> = strict(
  ({ emit, operands: [t, i], options: { batchDims }, result }) => {
    const [table, indices] = [t as Value, i as Value]
    if (batchDims === 0)
      return emit.op(
        'Gather',
        [table, indices.element === 'u8' ? emit.cast(indices, 'i32') : indices],
        result,
        { axis: 0 },
      )
    return emit.op('GatherND', [table, lists(emit, indices)], result, { batch_dims: batchDims })
  },
)

/** The product of sizes, as far as one of them depends on the batch. */
const productOf = (shape: Shape, extents: Extents): Extents[number] => {
  const open = extents.flatMap((extent, axis) => (extent === null ? [] : [axis]))
  if (open.length === 0) return null
  const [axis] = open as [number]
  const others = sizeOf(shape) / (shape[axis] as number)
  const { times, plus } = extents[axis] as NonNullable<Extents[number]>
  return { times: times * others, plus: plus * others }
}

/** Each example's rows behind those of the examples before it: one list of rows, and of indices among them. */
const flattened = (
  emit: Emitter,
  [updates, indices]: readonly [Value, Value],
  batchDims: number,
  size: number,
): readonly [Value, Value, Type] => {
  const [batch, own] = [indices.shape.slice(0, batchDims), indices.shape.slice(batchDims)]
  const examples = productOf(batch, indices.extents.slice(0, batchDims))
  const each = sizeOf(own)
  const all = productOf(indices.shape, indices.extents)
  const rest = updates.shape.slice(indices.shape.length)
  const restExtents = updates.extents.slice(indices.shape.length)
  const rows = emit.reshape(emit.cast(indices, 'i64'), [sizeOf(batch), each], [examples, null])
  const first = emit.each('Mul', [
    emit.reshape(emit.range(sizeOf(batch), examples), [sizeOf(batch), 1], [examples, null]),
    emit.number(size, { shape: [], extents: [], element: 'i64' }),
  ])
  const places = emit.op('Add', [rows, first], rows)
  const whole: Type = {
    shape: [sizeOf(batch) * size, ...rest],
    extents: [productOf([...batch, size], [...indices.extents.slice(0, batchDims), null]), ...restExtents],
    element: updates.element,
  }
  return [
    emit.reshape(updates, [sizeOf(indices.shape), ...rest], [all, ...restExtents]),
    emit.reshape(places, [sizeOf(indices.shape)], [all]),
    whole,
  ]
}

const scatterAdd: Lowering<ScatterAddOptions> = strict(
  ({ emit, operands: [u, i], options: { batchDims, size }, result }) => {
    const [updates, indices] = [u as Value, i as Value]
    const into = (type: Type): Value => emit.full(emit.number(0, type))
    if (batchDims === 0)
      return emit.op('ScatterND', [into(result), lists(emit, indices), updates], result, {
        reduction: 'add',
      })
    if (updates.shape.length === batchDims + 1)
      return emit.op('ScatterElements', [into(result), emit.cast(indices, 'i64'), updates], result, {
        axis: batchDims,
        reduction: 'add',
      })
    const [rows, places, whole] = flattened(emit, [updates, indices], batchDims, size)
    const sums = emit.op('ScatterND', [into(whole), lists(emit, places), rows], whole, { reduction: 'add' })
    return emit.reshape(sums, result.shape, result.extents)
  },
)

/** The corners of a block from its first one, `[…sizes, rank]`. */
const corners = (sizes: Shape): readonly number[] => {
  const places: number[] = []
  const visit = (axis: number, at: readonly number[]): void => {
    if (axis === sizes.length) places.push(...at)
    else for (let i = 0; i < (sizes[axis] as number); i++) visit(axis + 1, [...at, i])
  }
  visit(0, [])
  return places
}

const requireFixed = (extents: Extents, what: string): void => {
  if (extents.some(extent => extent !== null))
    throw new ArgumentError(
      `A function of any batch size has a ${what} whose block is as large as the batch. Export it for one batch size.`,
    )
}

/** The place of each element of a block, `[…batch, …sizes, rank]`, from where each example's begins. */
const placesOf = (emit: Emitter, start: Value, sizes: Shape, batchDims: number): Value => {
  const wide = emit.cast(start, 'i64')
  const [batch, extents] = [start.shape.slice(0, batchDims), start.extents.slice(0, batchDims)]
  const rank = sizes.length
  const ones = sizes.map(() => 1)
  const first = emit.reshape(wide, [...batch, ...ones, rank], [...extents, ...ones.map(() => null), null])
  const grid = emit.numbers('i64', [...sizes, rank], corners(sizes))
  const type: Type = {
    shape: [...batch, ...sizes, rank],
    extents: [...extents, ...sizes.map(() => null), null],
    element: 'i64',
  }
  return emit.op('Add', [first, grid], type)
}

const dynamicSlice: Lowering<DynamicSliceOptions> = strict(({ emit, operands: [x, s], options, result }) => {
  const [from, start] = [x as Value, s as Value]
  const { sizes, batchDims } = options
  if (batchDims > 0) {
    requireFixed(result.extents.slice(batchDims), 'dynamicSlice')
    return emit.op('GatherND', [from, placesOf(emit, start, sizes, batchDims)], result, {
      batch_dims: batchDims,
    })
  }
  // Along an axis that is taken whole, a block can only begin at 0.
  const cut = sizes.flatMap((n, axis) => (n === from.shape[axis] ? [] : [axis]))
  if (cut.length === 0) return { ...from, extents: result.extents }
  const wide = emit.cast(start, 'i64')
  const list: Type = { shape: [cut.length], extents: [null], element: 'i64' }
  const begins =
    cut.length === sizes.length ? wide : emit.op('Gather', [wide, emit.ints(cut)], list, { axis: 0 })
  const own = emit.sizes(
    cut.map(axis => sizes[axis] as number),
    cut.map(axis => result.extents[axis] ?? null),
  )
  return emit.op('Slice', [from, begins, emit.each('Add', [begins, own]), emit.ints(cut)], result)
})

const dynamicUpdateSlice: Lowering<DynamicUpdateSliceOptions> = strict(
  ({ emit, operands: [x, u, s], options: { batchDims }, result }) => {
    const [into, update, start] = [x as Value, u as Value, s as Value]
    const sizes = update.shape.slice(batchDims)
    requireFixed(update.extents.slice(batchDims), 'dynamicUpdateSlice')
    const places = placesOf(emit, start, sizes, batchDims)
    if (batchDims === 0) return emit.op('ScatterND', [into, places, update], result)
    // The examples in one row, and the number of each in front of its places.
    const [batch, extents] = [into.shape.slice(0, batchDims), into.extents.slice(0, batchDims)]
    const [examples, count] = [productOf(batch, extents), sizeOf(batch)]
    const flat = (it: Value, rest: Shape): Value =>
      emit.reshape(it, [count, ...rest], [examples, ...rest.map(() => null)])
    const ones = sizes.map(() => 1)
    const wanted: Type = {
      shape: [count, ...sizes, 1],
      extents: [examples, ...sizes.map(() => null), null],
      element: 'i64',
    }
    const numbered = emit.reshape(
      emit.range(count, examples),
      [count, ...ones, 1],
      [examples, ...ones.map(() => null), null],
    )
    const own = emit.full({ ...numbered, ...wanted, held: numbered.shape })
    const joined: Type = { ...wanted, shape: [count, ...sizes, sizes.length + 1] }
    const all = emit.op('Concat', [own, flat(places, [...sizes, sizes.length])], joined, { axis: -1 })
    const whole = flat(into, into.shape.slice(batchDims))
    const put = emit.op('ScatterND', [whole, all, flat(update, sizes)], whole)
    return emit.reshape(put, result.shape, result.extents)
  },
)

export const indexing = { gather, scatterAdd, dynamicSlice, dynamicUpdateSlice }
