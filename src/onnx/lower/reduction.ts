/**
 * Sums and maxima, the places of the largest, and sums so far.
 *
 * @module
 */
import type { DirectedOptions } from '../../primitive/movement/line.ts'
import type { SumOptions } from '../../primitive/reduction/broadcast.ts'
import type { MaxOptions } from '../../primitive/reduction/reduceMax.ts'
import type { WindowOptions } from '../../primitive/window/argmaxWindows.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { type Lowering, strict, throughIntegers } from './lowering.ts'
import { isFloating, type Type, type Value } from './value.ts'

/** The smallest number of an element type. */
const least = (type: Type): number =>
  isFloating(type) ? Number.NEGATIVE_INFINITY : type.element === 'u8' ? 0 : -(2 ** 31)

const reduction = (operation: string, ofNothing: (type: Type) => number): Lowering<SumOptions & MaxOptions> =>
  strict(equated => {
    const { emit, operands, options, result } = equated
    const x = operands[0] as Value
    if (options.axes.length === 0) return x
    if (sizeOf(x.shape) === 0) return emit.number(ofNothing(result), result)
    const lower = throughIntegers(it =>
      it.emit.op(
        operation,
        [it.operands[0] as Value, emit.ints(options.axes)],
        { ...result, element: (it.operands[0] as Value).element },
        { keepdims: 0 },
      ),
    )
    return lower(equated)
  })

const argmax: Lowering<unknown> = strict(({ emit, operands: [x], result }) =>
  emit.cast(emit.op('ArgMax', [x as Value], { ...result, element: 'i64' }, { axis: -1, keepdims: 0 }), 'i32'),
)

/** The places that max pooling tells are among all numbers; of a plane they are what is left behind whole planes. */
const argmaxWindows: Lowering<WindowOptions> = strict(({ emit, operands: [given], options, result }) => {
  const x = given as Value
  const [height, width] = x.shape.slice(2) as [number, number]
  const types: readonly Type[] = [
    { ...result, element: x.element },
    { ...result, element: 'i64' },
  ]
  const places = emit.ops('MaxPool', [x], types, {
    kernel_shape: options.size,
    strides: options.strides,
    pads: [...options.padding, ...options.padding],
  })[1] as Value
  return emit.cast(emit.each('Mod', [places, emit.like(places, height * width)]), 'i32')
})

const cumSum: Lowering<DirectedOptions> = strict(({ emit, operands: [x], options, result }) => {
  const axis = emit.number(options.axis, { shape: [], extents: [], element: 'i64' })
  return emit.op('CumSum', [x as Value, axis], result, { reverse: options.reverse ? 1 : undefined })
})

export const reductions = {
  sum: reduction('ReduceSum', () => 0) as Lowering<SumOptions>,
  max: reduction('ReduceMax', least) as Lowering<MaxOptions>,
  argmax,
  argmaxWindows,
  cumSum,
}
