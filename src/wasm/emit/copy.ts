/**
 * Code that copies a block of elements from some strides to others.
 *
 * @module
 */
import type { Shape } from '../../tensor/shape.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'

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

/** Copies a block of bytes from the address in one local to that in another. */
const emitRun = (f: FunctionBuilder, spec: CopySpec, from: Local, to: Local, count: number): void => {
  const vectors = Math.floor(count / 16)
  const { adds = false, bytes } = spec
  const piece = (
    source: Local,
    target: Local,
    load: 'v128.load' | 'f64.load' | 'f32.load',
    store: 'v128.store' | 'f64.store' | 'f32.store',
    at: number,
  ): void => {
    f.get(target)
    if (adds) f.get(target).memory(load, spec.to + at)
    f.get(source).memory(load, spec.from + at)
    if (adds && load === 'v128.load') f.op(bytes === 4 ? 'f32x4.add' : 'f64x2.add')
    else if (adds) f.op(bytes === 4 ? 'f32.add' : 'f64.add')
    f.memory(store, spec.to + at)
  }
  if (vectors <= unrolled)
    for (let v = 0; v < vectors; v++) piece(from, to, 'v128.load', 'v128.store', v * 16)
  else {
    const [source, target, left] = [f.local('i32'), f.local('i32'), f.local('i32')] as const
    f.get(from).set(source).get(to).set(target)
    f.for(left, 0, vectors, 1, () => {
      piece(source, target, 'v128.load', 'v128.store', 0)
      f.get(source).i32(16).op('i32.add').set(source)
      f.get(target).i32(16).op('i32.add').set(target)
    })
    f.release(source, target, left)
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

  const nest = (depth: number, from: Local, to: Local): void => {
    const axis = outer[depth]
    if (axis === undefined) {
      emitRun(f, spec, from, to, run)
      return
    }
    const [source, target, left] = [f.local('i32'), f.local('i32'), f.local('i32')] as const
    f.get(from).set(source).get(to).set(target)
    f.for(left, 0, axis.size, 1, () => {
      nest(depth + 1, source, target)
      f.get(source)
        .i32(axis.from * bytes)
        .op('i32.add')
        .set(source)
      f.get(target)
        .i32(axis.to * bytes)
        .op('i32.add')
        .set(target)
    })
    f.release(source, target, left)
  }
  const [from, to] = [f.local('i32'), f.local('i32')] as const
  const begin = (local: Local, moving: Local | undefined): void => {
    if (moving === undefined) f.i32(0).set(local)
    else f.get(moving).set(local)
  }
  begin(from, spec.moving?.from)
  begin(to, spec.moving?.to)
  nest(0, from, to)
  f.release(from, to)
}
