/**
 * The sizes of equations that are not part of a loop: products, convolutions, reductions.
 *
 * @module
 */

import type { Abstract } from '../primitive/core/primitive.ts'
import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import { type ConvolveOptions, convolutionOf } from '../primitive/window/convolution.ts'
import type { DType } from '../tensor/dtype.ts'
import { type Shape, sizeOf } from '../tensor/shape.ts'
import type { ConvolveShape, Gives } from './convolution.ts'
import type { Lanes } from './lanes.ts'
import type { MatmulShape } from './matmul.ts'

/** Whether vectors hold elements of a type. */
export const hasLanes = (dtype: DType): dtype is Lanes => dtype === 'f32' || dtype === 'f64'

/** Whether an equation has nothing to read or to write. */
export const isEmpty = (program: Program, { operands, shape }: Equation): boolean =>
  sizeOf(shape) === 0 || operands.some(ref => sizeOf(abstractOf(program, ref).shape) === 0)

/** The sizes of a matrix product, without addresses. */
export const matmulSizes = (program: Program, { operands, options, shape, dtype }: Equation): MatmulShape => {
  const { transposeA, transposeB } = options as { readonly transposeA: boolean; readonly transposeB: boolean }
  const a = abstractOf(program, operands[0] as Ref).shape
  return {
    dtype: dtype as Lanes,
    batch: sizeOf(shape.slice(0, -2)),
    m: shape.at(-2) as number,
    n: shape.at(-1) as number,
    k: a.at(transposeA ? -2 : -1) as number,
    transposeA,
    transposeB,
  }
}

/** Images, kernel and output of a convolution, two of which are its operands. */
export const factorsOf = (gives: Gives, [first, second]: readonly [Ref, Ref], result: Ref) =>
  ({
    output: { x: first, w: second, y: result },
    images: { x: result, w: second, y: first },
    kernel: { x: first, w: result, y: second },
  })[gives]

/** The sizes of a convolution. */
export const convolveShape = (program: Program, ref: Ref, gives: Gives): ConvolveShape => {
  const { operands, options, dtype } = program.equations[ref - firstResult(program)] as Equation
  const { x, w, y } = factorsOf(gives, operands as readonly [Ref, Ref], ref)
  const { groups, strides, padding, dilations } = options as ConvolveOptions
  const [images, kernel, output] = [x, w, y].map(factor => abstractOf(program, factor).shape) as [
    Shape,
    Shape,
    Shape,
  ]
  return {
    gives,
    dtype: dtype as Lanes,
    groups,
    strides,
    padding,
    dilations,
    ...convolutionOf(images, kernel, output, groups),
  }
}

/** Sizes before, of and behind the axes that are reduced. */
export interface ReduceExtents {
  readonly outer: number
  readonly reduced: number
  readonly inner: number
}

/** The extents of a reduction; `null` if its axes do not lie together. */
export const reduceExtents = ({ shape }: Abstract, axes: readonly number[]): ReduceExtents | null => {
  const sorted = [...axes].sort((a, b) => a - b)
  const first = sorted[0] ?? shape.length
  if (!sorted.every((axis, i) => axis === first + i)) return null
  return {
    outer: sizeOf(shape.slice(0, first)),
    reduced: sizeOf(shape.slice(first, first + sorted.length)),
    inner: sizeOf(shape.slice(first + sorted.length)),
  }
}
