/**
 * Code that copies a block of elements from some strides to others.
 *
 * @module
 */
import type { Shape } from '../../tensor/shape.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { type MovingCursor, movable, moved } from '../matmul/cursor.ts'

/** A block of a shape, copied from one place and strides (in elements) to others. */
export interface CopySpec {
  /** The size of an element: 4 or 8. */
  readonly bytes: 4 | 8
  readonly shape: Shape
  readonly from: number
  readonly fromStrides: readonly number[]
  readonly to: number
  readonly toStrides: readonly number[]
  /** Whether what is copied is added to what is there, as floats. */
  readonly adds?: boolean
  /** What loops around the copy have added to its addresses, in bytes. */
  readonly moving?: { readonly from?: Local | undefined; readonly to?: Local | undefined }
}

interface Axis {
  readonly size: number
  readonly from: number
  readonly to: number
}

/** Axes of size 1 go, and axes that lie behind each other in both places become one. */
const merged = ({ shape, fromStrides, toStrides }: CopySpec): readonly Axis[] =>
  shape
    .map((size, i): Axis => ({ size, from: fromStrides[i] as number, to: toStrides[i] as number }))
    .filter(({ size }) => size !== 1)
    .reduce<readonly Axis[]>((axes, axis) => {
      const outer = axes.at(-1)
      return outer !== undefined && outer.from === axis.from * axis.size && outer.to === axis.to * axis.size
        ? axes.slice(0, -1).concat({ size: outer.size * axis.size, from: axis.from, to: axis.to })
        : axes.concat(axis)
    }, [])

/** Up to this many vectors are copied one after the other instead of in a loop. */
const unrolled = 8

/** A place of its own that begins where another one is. */
const copyOf = (f: FunctionBuilder, { moving, offset }: MovingCursor): MovingCursor => {
  const own = f.local('address')
  f.get(moving).set(own)
  return { moving: own, offset }
}

/** Copies a block of bytes from one place to another. */
const emitRun = (
  f: FunctionBuilder,
  { adds = false, bytes }: CopySpec,
  from: MovingCursor,
  to: MovingCursor,
  count: number,
): void => {
  const vectors = Math.floor(count / 16)
  const piece = (
    source: MovingCursor,
    target: MovingCursor,
    load: 'v128.load' | 'f64.load' | 'f32.load',
    store: 'v128.store' | 'f64.store' | 'f32.store',
    at: number,
  ): void => {
    f.get(target.moving)
    if (adds) f.get(target.moving).memory(load, target.offset + at)
    f.get(source.moving).memory(load, source.offset + at)
    if (adds && load === 'v128.load') f.op(bytes === 4 ? 'f32x4.add' : 'f64x2.add')
    else if (adds) f.op(bytes === 4 ? 'f32.add' : 'f64.add')
    f.memory(store, target.offset + at)
  }
  if (vectors <= unrolled)
    for (let v = 0; v < vectors; v++) piece(from, to, 'v128.load', 'v128.store', v * 16)
  else {
    const [source, target, left] = [copyOf(f, from), copyOf(f, to), f.local('i32')] as const
    f.for(left, 0, vectors, 1, () => {
      piece(source, target, 'v128.load', 'v128.store', 0)
      f.advance(source.moving, 16).advance(target.moving, 16)
    })
    f.release(source.moving, target.moving, left)
  }
  let at = vectors * 16
  if (!adds || bytes === 8) for (; count - at >= 8; at += 8) piece(from, to, 'f64.load', 'f64.store', at)
  for (; count - at >= 4; at += 4) piece(from, to, 'f32.load', 'f32.store', at)
}

/** Emits a copy. */
export const emitCopy = (f: FunctionBuilder, spec: CopySpec): void => {
  const axes = merged(spec)
  const { bytes } = spec
  const last = axes.at(-1)
  const isRun = last === undefined || (last.from === 1 && last.to === 1)
  const outer = isRun ? axes.slice(0, -1) : axes
  const run = (isRun ? (last?.size ?? 1) : 1) * bytes

  const nest = (depth: number, from: MovingCursor, to: MovingCursor): void => {
    const axis = outer[depth]
    if (axis === undefined) {
      emitRun(f, spec, from, to, run)
      return
    }
    const [source, target, left] = [copyOf(f, from), copyOf(f, to), f.local('i32')] as const
    f.for(left, 0, axis.size, 1, () => {
      nest(depth + 1, source, target)
      f.advance(source.moving, axis.from * bytes).advance(target.moving, axis.to * bytes)
    })
    f.release(source.moving, target.moving, left)
  }
  const [from, to] = [
    movable(f, moved(spec.from, spec.moving?.from)),
    movable(f, moved(spec.to, spec.moving?.to)),
  ] as const
  nest(0, from, to)
  f.release(from.moving, to.moving)
}
