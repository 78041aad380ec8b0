/**
 * Sorting: the k largest or smallest, for k as many as there are, equal ones in the order in which they were.
 *
 * @module
 */
import type { SortOptions } from '../../primitive/order/sort.ts'
import type { Emitter } from './emitter.ts'
import { type Lowering, strict } from './lowering.ts'
import type { Value } from './value.ts'

const inOrder = (emit: Emitter, given: Value, { axis, descending }: SortOptions): readonly [Value, Value] => {
  const x = given.element === 'u8' ? emit.cast(given, 'i32') : given
  const k = emit.sizes([x.shape[axis] as number], [x.extents[axis] ?? null])
  return emit.ops('TopK', [x, k], [x, { ...x, element: 'i64' }], {
    axis,
    largest: descending ? 1 : 0,
    sorted: 1,
  }) as readonly [Value, Value]
}

const sort: Lowering<SortOptions> = strict(({ emit, operands: [x], options, result }) =>
  emit.cast(inOrder(emit, x as Value, options)[0], result.element),
)

const argsort: Lowering<SortOptions> = strict(({ emit, operands: [x], options }) =>
  emit.cast(inOrder(emit, x as Value, options)[1], 'i32'),
)

export const order = { sort, argsort }
