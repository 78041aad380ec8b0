/**
 * Sorting: stable, with NaN behind all others, and -0 equal to 0.
 *
 * @module
 */
import type { SortOptions } from '../../primitive/order/sort.ts'
import type { Emitter } from '../text/emitter.ts'
import { isFloating, type Type, type Value } from '../text/type.ts'
import { type Lowering, strict } from './lowering.ts'

/** Numbers in whose total order there is one zero, and one NaN, which comes last. */
const keysOf = (emit: Emitter, x: Value): Value => {
  if (!isFloating(x)) return x
  const none = emit.number(0, x)
  const oneZero = emit.op('select', [emit.compare('EQ', x, none), none, x], x)
  return emit.op('select', [emit.compare('NE', x, x), emit.number(Number.NaN, x), oneZero], x)
}

/** What stands beside the keys, in the order of the keys. */
const inOrder = (emit: Emitter, x: Value, beside: Value, { axis, descending }: SortOptions): Value => {
  const keys = keysOf(emit, x)
  const [key, other]: readonly [Type, Type] = [
    { shape: [], element: keys.element },
    { shape: [], element: beside.element },
  ]
  const comparator = emit.region([key, key, other, other], (inside, [a, b]) => [
    inside.compare(
      descending ? 'GT' : 'LT',
      a as Value,
      b as Value,
      ...(isFloating(keys) ? (['TOTALORDER'] as const) : []),
    ),
  ])
  const attributes = { dimension: `${axis} : i64`, is_stable: 'true' }
  return emit.ops('stablehlo.sort', [keys, beside], [keys, beside], attributes, [comparator])[1] as Value
}

const sort: Lowering<SortOptions> = strict(({ emit, operands: [x], options }) =>
  inOrder(emit, x as Value, x as Value, options),
)

const argsort: Lowering<SortOptions> = strict(({ emit, operands: [x], options, result }) =>
  inOrder(emit, x as Value, emit.iota(result, options.axis), options),
)

export const order = { sort, argsort }
