/**
 * Convolutions as matrix products.
 *
 * @module
 */
import { type ConvolveShape, convolutionSizes, mostExamples } from '../../plan/convolution.ts'
import type { Features, Lanes } from '../../plan/lanes.ts'
import { inEqualPieces, planMatmul } from '../../plan/matmul.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { address, type Cursor, inPieces, moved, past } from '../matmul/cursor.ts'
import { emitProduct, planScratchBytes } from '../matmul/matmul.ts'
import { addRow, storeRow } from '../matmul/totals.ts'
import { emitCopy } from './copy.ts'

/** A convolution, and the byte addresses of images, kernel, output and scratch memory. */
export interface ConvolveSpec extends ConvolveShape {
  readonly x: number
  readonly w: number
  readonly y: number
  readonly scratch: number
  /** What is added to addresses when the code runs. */
  readonly moved?: {
    readonly x: Local
    readonly w?: Local
    readonly y: Local
    readonly scratch: Local
  }
}

/** The bytes of scratch memory that a convolution needs, with or without fused multiply-add. */
export const convolveScratchBytes = (shape: ConvolveShape): number => {
  const { product, paddedBytes, windowBytes, kernelBytes, totalsBytes } = convolutionSizes(shape)
  const most = Math.max(...[false, true].map(relaxed => planScratchBytes(planMatmul(product, { relaxed }))))
  return paddedBytes + windowBytes + kernelBytes + totalsBytes + most
}

/** How many elements the kernel has. */
export const kernelSize = (shape: ConvolveShape): number =>
  shape.groups * shape.outputs * convolutionSizes(shape).depth

/** How far apart images and outputs of neighbouring examples lie, in bytes. */
export const exampleBytes = (shape: ConvolveShape): { readonly x: number; readonly y: number } => {
  const { bytes, places } = convolutionSizes(shape)
  const { groups, inputs, outputs, image } = shape
  return { x: groups * inputs * image[0] * image[1] * bytes, y: groups * outputs * places * bytes }
}

const emitZeros = (f: FunctionBuilder, to: Cursor, bytes: number): void => {
  address(f, to).address(to.offset).op('address.add').i32(0).address(bytes).fill()
}

/** `to = from`, or `to += from`. */
export const emitRow = (
  f: FunctionBuilder,
  dtype: Lanes,
  from: Cursor,
  to: Cursor,
  count: number,
  adds: boolean,
): void =>
  emitCopy(f, {
    bytes: dtype === 'f32' ? 4 : 8,
    shape: [count],
    fromStrides: [1],
    toStrides: [1],
    from: from.offset,
    to: to.offset,
    adds,
    moving: { from: from.moving, to: to.moving },
  })

/** Emits a convolution, which overwrites what it gives. */
export const emitConvolve = (f: FunctionBuilder, spec: ConvolveSpec, features: Features): void => {
  const { gives, dtype, batch, groups, inputs, outputs, image, kernel, windows } = spec
  const { strides, padding, dilations } = spec
  const { bytes, depth, places, padded, isPadded, isPointwise, product, isLong, ...room } =
    convolutionSizes(spec)
  const plan = planMatmul(product, features)
  const paddedAt = moved(spec.scratch, spec.moved?.scratch)
  const windowsAt = past(paddedAt, room.paddedBytes)
  const kernelAt = past(windowsAt, room.windowBytes)
  const kernelStart = moved(spec.w, spec.moved?.w)
  const totals = past(kernelAt, room.kernelBytes)
  const scratch = past(totals, room.totalsBytes)

  /** Copies between images and the middle of the padded ones. */
  const emitMiddle = (x: Cursor, inwards: boolean): void => {
    const plain = { ...x, strides: [image[0] * image[1], image[1], 1] }
    const middle = {
      ...past(paddedAt, (padding[0] * padded[1] + padding[1]) * bytes),
      strides: [padded[0] * padded[1], padded[1], 1],
    }
    const [from, to] = inwards ? [plain, middle] : [middle, plain]
    emitCopy(f, {
      bytes: bytes as 4 | 8,
      shape: [inputs, ...image],
      from: from.offset,
      fromStrides: from.strides,
      to: to.offset,
      toStrides: to.strides,
      moving: { from: from.moving, to: to.moving },
    })
  }

  /** Copies between the padded images and the matrix of windows, or adds up on the way back. */
  const emitWindows = (x: Cursor, adds: boolean): void => {
    const overlapping = {
      ...x,
      strides: [
        dilations[0] * padded[1],
        dilations[1],
        padded[0] * padded[1],
        strides[0] * padded[1],
        strides[1],
      ],
    }
    const apart = {
      ...windowsAt,
      strides: [kernel[1] * places, places, kernel[0] * kernel[1] * places, windows[1], 1],
    }
    const [from, to] = adds ? [apart, overlapping] : [overlapping, apart]
    emitCopy(f, {
      bytes: bytes as 4 | 8,
      // Channels come behind places in the kernel: neighbours of a place add to the same elements, which must have been stored.
      shape: [...kernel, inputs, ...windows],
      from: from.offset,
      fromStrides: from.strides,
      to: to.offset,
      toStrides: to.strides,
      adds,
      moving: { from: from.moving, to: to.moving },
    })
  }

  /** The matrix of windows of the images in a group. */
  const emitMatrix = (x: Cursor): Cursor => {
    if (isPointwise) return x
    if (isPadded) emitMiddle(x, true)
    emitWindows(isPadded ? paddedAt : x, false)
    return windowsAt
  }

  const emitOne = (x: Cursor, w: Cursor, y: Cursor): void => {
    if (gives === 'output') emitProduct(f, plan, { a: w, b: emitMatrix(x), c: y, scratch }, features)
    else if (gives === 'kernel') {
      emitProduct(f, plan, { a: y, b: emitMatrix(x), c: kernelAt, scratch }, features)
      emitRow(f, dtype, kernelAt, w, outputs * depth, true)
    } else {
      const to = isPointwise ? x : windowsAt
      emitProduct(f, plan, { a: w, b: y, c: to, scratch }, features)
      if (isPointwise) return
      const sums = isPadded ? paddedAt : x
      emitZeros(f, sums, inputs * padded[0] * padded[1] * bytes)
      emitWindows(sums, true)
      if (isPadded) emitMiddle(x, false)
    }
  }

  // Copies fill the middle anew for each image, and leave the zeros around it.
  if (isPadded && gives !== 'images') emitZeros(f, paddedAt, inputs * padded[0] * padded[1] * bytes)
  const steps = [
    inputs * image[0] * image[1] * bytes,
    outputs * depth * bytes,
    outputs * places * bytes,
  ] as const
  const size = groups * outputs * depth
  const start = [moved(spec.x, spec.moved?.x), moved(spec.y, spec.moved?.y)] as const
  const [xStep, yStep] = [groups * steps[0], groups * steps[2]]
  const emitSome = (count: number) => (first: Cursor, second: Cursor) => {
    if (gives === 'kernel') emitZeros(f, kernelStart, size * bytes)
    inPieces(
      f,
      count,
      1,
      [first, second],
      [xStep, yStep],
      () => (x, y) => inPieces(f, groups, 1, [x, kernelStart, y], steps, () => emitOne),
    )
    if (isLong) addRow(f, kernelStart, totals, size)
  }
  if (isLong) {
    emitZeros(f, totals, 8 * size)
    const together = inEqualPieces(batch, mostExamples)
    inPieces(f, batch, together, start, [xStep * together, yStep * together], emitSome)
    storeRow(f, totals, kernelStart, size)
  } else emitSome(batch)(...start)
}
