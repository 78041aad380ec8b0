/**
 * Cutting a block out of a tensor, and putting one into it, where the block begins at a place that is computed: each is part of the
 * other's transpose. With `batchDims` the leading axes are walked together, so that each example has a start of its own.
 *
 * @module
 */

import { IndexError, ShapeError } from '../../tensor/error.ts'
import { scalar } from '../../tensor/function/constructors.ts'
import { isShape, type Shape, sameShape, showShape, sizeOf, stridesOf } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind, bindIn } from '../core/bind.ts'
import type { Abstract, Primitive, View } from '../core/primitive.ts'
import { input, requireInteger, requireSameDType } from '../core/rule.ts'
import { walk } from '../movement/walk.ts'
import { Broadcast } from '../reduction/broadcast.ts'

/** How many leading axes are walked together. */
export interface DynamicUpdateSliceOptions {
  readonly batchDims: number
}

/** `sizes` are those of the block, without the leading axes that are walked. */
export interface DynamicSliceOptions extends DynamicUpdateSliceOptions {
  readonly sizes: Shape
}

const requireStart = (operation: string, x: Abstract, start: Abstract, batchDims: number): void => {
  requireInteger(`${operation} (start)`, start)
  const wanted = [...x.shape.slice(0, batchDims), x.shape.length - batchDims]
  if (x.shape.length < batchDims || !sameShape(start.shape, wanted))
    throw new ShapeError(
      `${operation} needs a start for each axis of ${showShape(x.shape.slice(batchDims))}, of shape ${showShape(wanted)}, but was ` +
        `given one of shape ${showShape(start.shape)}.`,
      [wanted, start.shape],
    )
}

const requireBlock = (operation: string, whole: Shape, block: Shape): void => {
  if (block.length !== whole.length || !isShape(block))
    throw new ShapeError(
      `${operation} needs a block with a size for each axis of ${showShape(whole)}, but was given ${showShape(block)}.`,
      [whole, block],
    )
  block.forEach((n, axis) => {
    if (n > (whole[axis] as number))
      throw new ShapeError(
        `${operation} needs a block that fits into ${showShape(whole)}, but was given ${showShape(block)}, which is larger along axis ${axis}.`,
        [whole, block],
        axis,
      )
  })
}

/** Visits each example with the offset of its block among the elements of the whole, after a check of its start. */
const eachBlock = (
  operation: string,
  { shape: whole }: Abstract,
  block: Shape,
  { elements: starts }: View,
  batchDims: number,
  visit: (example: number, offset: number) => void,
): void => {
  const strides = stridesOf(whole.slice(batchDims))
  const rank = strides.length
  const examples = sizeOf(whole.slice(0, batchDims))
  const offsets = new Array<number>(examples)
  for (let example = 0; example < examples; example++) {
    let offset = 0
    for (let axis = 0; axis < rank; axis++) {
      const start = starts[example * rank + axis] as number
      const [size, most] = [
        block[axis] as number,
        (whole[batchDims + axis] as number) - (block[axis] as number),
      ]
      if (start < 0 || start > most)
        throw new IndexError(
          `${operation} was given start ${start} along axis ${batchDims + axis} of ${showShape(whole)}` +
            `${examples > 1 ? `, in example ${example}` : ''}, but a block of ${size} begins ` +
            `${most === 0 ? 'at 0 only' : `from 0 to ${most}`}.`,
        )
      offset += start * (strides[axis] as number)
    }
    offsets[example] = offset
  }
  // All are checked before anything is written.
  const each = sizeOf(whole.slice(batchDims))
  offsets.forEach((offset, example) => {
    visit(example, example * each + offset)
  })
}

/** Zeros of a shape, in the element type of a tensor and as that is read: programs broadcast them, and hold no large constant. */
const noughts = (shape: Shape, like: AnyTensor): AnyTensor =>
  bindIn([like], Broadcast, { shape, axes: [] }, [scalar(0, like.dtype as 'f32')])

const blockOf = ({ shape }: Abstract, batchDims: number): Shape => shape.slice(batchDims)

export const DynamicSlice: Primitive<DynamicSliceOptions> = {
  name: 'dynamicSlice',
  shape: (inputs, { sizes, batchDims }) => {
    const [x, start] = [input(inputs, 0), input(inputs, 1)]
    requireStart('dynamicSlice', x, start, batchDims)
    requireBlock('dynamicSlice', blockOf(x, batchDims), sizes)
    return { shape: [...x.shape.slice(0, batchDims), ...sizes], dtype: x.dtype }
  },
  kernel: ([x, start], y, { sizes, batchDims }) => {
    const strides = stridesOf(blockOf(x!, batchDims))
    const size = sizeOf(sizes)
    eachBlock('dynamicSlice', x!, sizes, start!, batchDims, (example, first) => {
      walk(sizes, strides, (i, offset) => {
        y.elements[example * size + i] = x!.elements[first + offset]!
      })
    })
  },
  partials: ([x, start], _, { sizes, batchDims }) => [
    x!.kind === 'float'
      ? {
          apply: dx => bind(DynamicSlice, { sizes, batchDims }, [dx, start!]),
          transpose: dy => bind(DynamicUpdateSlice, { batchDims }, [noughts(x!.shape, dy), dy, start!]),
        }
      : null,
    null,
  ],
}

export const DynamicUpdateSlice: Primitive<DynamicUpdateSliceOptions> = {
  name: 'dynamicUpdateSlice',
  shape: (inputs, { batchDims }) => {
    const [x, update, start] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
    requireSameDType('dynamicUpdateSlice', x, update)
    requireStart('dynamicUpdateSlice', x, start, batchDims)
    if (!sameShape(x.shape.slice(0, batchDims), update.shape.slice(0, batchDims)))
      throw new ShapeError(
        `dynamicUpdateSlice needs ${showShape(x.shape)} and a block of shape ${showShape(update.shape)} to agree in their first ` +
          `${batchDims} axes.`,
        [x.shape, update.shape],
      )
    requireBlock('dynamicUpdateSlice', blockOf(x, batchDims), blockOf(update, batchDims))
    return { shape: x.shape, dtype: x.dtype }
  },
  kernel: ([x, update, start], y, { batchDims }) => {
    const sizes = blockOf(update!, batchDims)
    const strides = stridesOf(blockOf(x!, batchDims))
    const size = sizeOf(sizes)
    let copied = false
    const copy = (): void => {
      if (!copied) y.elements.set(x!.elements)
      copied = true
    }
    eachBlock('dynamicUpdateSlice', x!, sizes, start!, batchDims, (example, first) => {
      copy()
      walk(sizes, strides, (i, offset) => {
        y.elements[first + offset] = update!.elements[example * size + i]!
      })
    })
    copy()
  },
  partials: ([x, update, start], _, { batchDims }) => {
    if (x!.kind !== 'float') return [null, null, null]
    const put = (into: AnyTensor, block: AnyTensor): AnyTensor =>
      bind(DynamicUpdateSlice, { batchDims }, [into, block, start!])
    const sizes = blockOf(update!, batchDims)
    return [
      {
        apply: dx => put(dx, noughts(update!.shape, dx)),
        transpose: dy => put(dy, noughts(update!.shape, dy)),
      },
      {
        apply: dupdate => put(noughts(x!.shape, dupdate), dupdate),
        transpose: dy => bind(DynamicSlice, { sizes, batchDims }, [dy, start!]),
      },
      null,
    ]
  },
}
