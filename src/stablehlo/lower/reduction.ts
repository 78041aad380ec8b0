/**
 * Sums and maxima, and the places of the largest.
 *
 * @module
 */
import type { SumOptions } from '../../primitive/reduction/broadcast.ts'
import type { MaxOptions } from '../../primitive/reduction/reduceMax.ts'
import type { WindowOptions } from '../../primitive/window/argmaxWindows.ts'
import type { Emitter, Region } from '../text/emitter.ts'
import { showInts, type Type, type Value } from '../text/type.ts'
import { type Lowering, strict } from './lowering.ts'

const scalarOf = ({ element }: Type): Type => ({ shape: [], element })

const reduction = (operation: string, initial: number): Lowering<SumOptions & MaxOptions> =>
  strict(({ emit, operands: [x], options, result }) => {
    const scalar = scalarOf(result)
    const region = emit.region([scalar, scalar], (inside, [a, b]) => [
      inside.each(operation, a as Value, b as Value),
    ])
    const start = emit.number(initial, scalar)
    return emit.op('reduce', [x as Value, start], result, { dimensions: showInts(options.axes) }, [region])
  })

/** Of two numbers with their places the one that is chosen: NaN first, then the larger, then the one that stands further in front. */
const chosen = (emit: Emitter, element: Type['element']): Region => {
  const [number, place]: readonly [Type, Type] = [
    { shape: [], element },
    { shape: [], element: 'i32' },
  ]
  return emit.region([number, place, number, place], (inside, [a, i, b, j]) => {
    const [x, at, y, to] = [a, i, b, j] as [Value, Value, Value, Value]
    const differs = (it: Value): Value => inside.compare('NE', it, it)
    const [oneNaN, otherNaN] = [differs(x), differs(y)]
    const larger = inside.each('and', inside.compare('GT', y, x), inside.each('not', oneNaN))
    const onlyOther = inside.each('and', otherNaN, inside.each('not', oneNaN))
    const alike = inside.each('or', inside.compare('EQ', x, y), inside.each('and', oneNaN, otherNaN))
    const earlier = inside.each('and', alike, inside.compare('LT', to, at))
    const takes = inside.each('or', inside.each('or', larger, onlyOther), earlier)
    return [inside.op('select', [takes, y, x], x), inside.op('select', [takes, to, at], at)]
  })
}

const last = 2 ** 31 - 1

/** Where a reduction over numbers and their places begins: before all of them. */
const beforeAll = (emit: Emitter, { element }: Type): readonly [Value, Value] => [
  emit.number(Number.NEGATIVE_INFINITY, { shape: [], element }),
  emit.number(last, { shape: [], element: 'i32' }),
]

const argmax: Lowering<unknown> = strict(({ emit, operands: [given], result }) => {
  const x = given as Value
  const axis = x.shape.length - 1
  const places = emit.iota({ shape: x.shape, element: 'i32' }, axis)
  const types = [{ shape: result.shape, element: x.element }, result]
  const region = chosen(emit, x.element)
  const attributes = { dimensions: showInts([axis]) }
  const operands = [x, places, ...beforeAll(emit, x)]
  return emit.ops('stablehlo.reduce', operands, types, attributes, [region])[1] as Value
})

const argmaxWindows: Lowering<WindowOptions> = strict(({ emit, operands: [given], options, result }) => {
  const x = given as Value
  const [height, width] = x.shape.slice(2) as [number, number]
  const plane = emit.iota({ shape: [height * width], element: 'i32' }, 0)
  const places = emit.broadcast(emit.reshape(plane, [height, width]), x.shape, [2, 3])
  const padding = [0, 0, ...options.padding].map(n => `[${n}, ${n}]`).join(', ')
  const types = [{ shape: result.shape, element: x.element }, result]
  const attributes = {
    window_dimensions: showInts([1, 1, ...options.size]),
    window_strides: showInts([1, 1, ...options.strides]),
    base_dilations: showInts([1, 1, 1, 1]),
    window_dilations: showInts([1, 1, 1, 1]),
    padding: `dense<[${padding}]> : tensor<4x2xi64>`,
  }
  const region = chosen(emit, x.element)
  const operands = [x, places, ...beforeAll(emit, x)]
  return emit.ops('stablehlo.reduce_window', operands, types, attributes, [region])[1] as Value
})

export const reductions = {
  sum: reduction('add', 0) as Lowering<SumOptions>,
  max: reduction('maximum', Number.NEGATIVE_INFINITY) as Lowering<MaxOptions>,
  argmax,
  argmaxWindows,
}
