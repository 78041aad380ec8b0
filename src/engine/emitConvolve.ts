/**
 * Code for convolutions: for each image and group the windows are laid out as the columns of a matrix in scratch memory, small
 * enough for a cache, and multiplied from there; or, for the transpose in the images, products are laid out so and added up.
 *
 * @see K. Chellapilla, S. Puri and P. Simard: "High performance convolutional neural networks for document processing" (2006)
 * @module
 */
import type { Convolution, ConvolveOptions } from '../primitive/convolve.ts'
import type { FunctionBuilder, Local } from './assembler.ts'
import { emitCopy } from './emitCopy.ts'
import { emitProduct, planScratchBytes } from './matmul.ts'
import { address, type Cursor, inPieces, moved, past } from './matmulCursor.ts'
import { aligned } from './matmulPlaces.ts'
import { inEqualPieces, matmulCycles, type MatmulShape, planMatmul } from './matmulPlan.ts'
import { addRow, storeRow } from './matmulTotals.ts'
import type { Features, Lanes } from './vectorLanes.ts'

/** Which of the three factors a convolution gives. */
export type Gives = 'output' | 'images' | 'kernel'

/** The sizes of a convolution. */
export interface ConvolveShape extends Convolution, ConvolveOptions {
  readonly gives: Gives
  readonly dtype: Lanes
}

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

/** How many examples' gradients of a kernel are added up in f32. */
const mostExamples = 32

/** Sizes that follow: counts of elements unless they say bytes. */
const sizesOf = (shape: ConvolveShape) => {
  const { gives, dtype, inputs, outputs, image, kernel, windows, strides, padding } = shape
  const bytes = dtype === 'f32' ? 4 : 8
  const depth = inputs * kernel[0] * kernel[1]
  const places = windows[0] * windows[1]
  const padded = [image[0] + 2 * padding[0], image[1] + 2 * padding[1]] as const
  const isPadded = padding.some(n => n > 0)
  // Windows of one element, side by side, are the image.
  const isPointwise = !isPadded && kernel.every(n => n === 1) && strides.every(n => n === 1)
  const product: MatmulShape = {
    dtype,
    batch: 1,
    ...{
      output: { m: outputs, n: places, k: depth, transposeA: false, transposeB: false },
      kernel: { m: outputs, n: depth, k: places, transposeA: false, transposeB: true },
      images: { m: depth, n: places, k: outputs, transposeA: true, transposeB: false },
    }[gives],
  }
  const paddedBytes = isPadded ? aligned(inputs * padded[0] * padded[1] * bytes) + 64 : 0
  const windowBytes = isPointwise ? 0 : aligned(depth * places * bytes) + 64
  const kernelBytes = gives === 'kernel' ? aligned(outputs * depth * bytes) + 64 : 0
  // So many examples that a gradient of the kernel would lose digits in f32 are added up in f64.
  const isLong = gives === 'kernel' && dtype === 'f32' && shape.batch > mostExamples
  const totalsBytes = isLong ? aligned(shape.groups * outputs * depth * 8) + 64 : 0
  return {
    bytes,
    depth,
    places,
    padded,
    isPadded,
    isPointwise,
    product,
    paddedBytes,
    windowBytes,
    kernelBytes,
    isLong,
    totalsBytes,
  }
}

/** The bytes of scratch memory that a convolution needs, with or without fused multiply-add. */
export const convolveScratchBytes = (shape: ConvolveShape): number => {
  const { product, paddedBytes, windowBytes, kernelBytes, totalsBytes } = sizesOf(shape)
  const most = Math.max(...[false, true].map(relaxed => planScratchBytes(planMatmul(product, { relaxed }))))
  return paddedBytes + windowBytes + kernelBytes + totalsBytes + most
}

/** An estimate of the cycles that a convolution takes, in copies and products. */
export const convolveCycles = (shape: ConvolveShape, features: Features): number => {
  const { depth, places, product } = sizesOf(shape)
  return shape.batch * shape.groups * (matmulCycles(product, features) + (depth * places) / 2)
}

/** How many elements the kernel has. */
export const kernelSize = (shape: ConvolveShape): number =>
  shape.groups * shape.outputs * sizesOf(shape).depth

/** How far apart images and outputs of neighbouring examples lie, in bytes. */
export const exampleBytes = (shape: ConvolveShape): { readonly x: number; readonly y: number } => {
  const { bytes, places } = sizesOf(shape)
  const { groups, inputs, outputs, image } = shape
  return { x: groups * inputs * image[0] * image[1] * bytes, y: groups * outputs * places * bytes }
}

const emitZeros = (f: FunctionBuilder, to: Cursor, bytes: number): void => {
  address(f, to).i32(to.offset).op('i32.add').i32(0).i32(bytes).fill()
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
  const { bytes, depth, places, padded, isPadded, isPointwise, product, isLong, ...room } = sizesOf(spec)
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
