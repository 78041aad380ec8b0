/**
 * Products of matrices, and convolutions.
 *
 * @module
 */
import type { MatmulOptions } from '../../primitive/product/matmul.ts'
import type { ConvolveOptions, SizedConvolveOptions } from '../../primitive/window/convolution.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { Emitter } from './emitter.ts'
import { type Lower, type Lowering, strict } from './lowering.ts'
import type { Value } from './value.ts'

/** A lowering of sums of products: those of nothing are 0. */
const ofSome = <O>(lower: Lower<O>): Lowering<O> =>
  strict(it =>
    it.operands.some(({ shape }) => sizeOf(shape) === 0) ? it.emit.number(0, it.result) : lower(it),
  )

/** Matrices with rows and columns exchanged. */
const exchanged = (emit: Emitter, x: Value): Value => {
  const rank = x.shape.length
  return emit.transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2])
}

const matmul: Lowering<MatmulOptions> = ofSome(({ emit, operands: [a, b], options, result }) => {
  const [x, y] = [a as Value, b as Value]
  const { transposeA, transposeB } = options
  if (result.shape.length === 2 && (transposeA || transposeB))
    return emit.op('Gemm', [x, y], result, {
      transA: transposeA ? 1 : undefined,
      transB: transposeB ? 1 : undefined,
    })
  return emit.op('MatMul', [transposeA ? exchanged(emit, x) : x, transposeB ? exchanged(emit, y) : y], result)
})

const twice = (ns: readonly number[]): readonly number[] => [...ns, ...ns]

/** A convolution, with something for each channel to add, if any. */
export const convolution = (
  emit: Emitter,
  operands: readonly (Value | null)[],
  { strides, padding, dilations, groups }: ConvolveOptions,
  result: Parameters<Emitter['op']>[2],
): Value =>
  emit.op('Conv', operands, result, {
    kernel_shape: (operands[1] as Value).shape.slice(2),
    strides,
    pads: twice(padding),
    dilations,
    group: groups,
  })

const convolve: Lowering<ConvolveOptions> = ofSome(({ emit, operands, options, result }) =>
  convolution(emit, operands, options, result),
)

/** ONNX's transposed convolution is ours; what the size leaves open is its output padding. */
const convolveTransposed: Lowering<SizedConvolveOptions> = ofSome(({ emit, operands, options, result }) => {
  const { strides, padding, dilations, groups, size } = options
  const [y, w] = operands as readonly [Value, Value]
  const rest = size.map((n, i) => {
    const least =
      ((y.shape[i + 2] as number) - 1) * (strides[i] as number) +
      (dilations[i] as number) * ((w.shape[i + 2] as number) - 1) +
      1 -
      2 * (padding[i] as number)
    return n - least
  })
  return emit.op('ConvTranspose', [y, w], result, {
    kernel_shape: w.shape.slice(2),
    strides,
    pads: twice(padding),
    dilations,
    group: groups,
    output_padding: rest.some(n => n !== 0) ? rest : undefined,
  })
})

/**
 * The kernel's gradient: channels stand for examples, and examples for channels, of both the images and what a convolution gave, which
 * is the kernel here.
 */
const convolveKernel: Lowering<SizedConvolveOptions> = ofSome(({ emit, operands, options, result }) => {
  const { strides, padding, dilations, groups, size } = options
  const [x, dy] = operands as readonly [Value, Value]
  const high = size.map(
    (k, i) =>
      (k - 1) * (dilations[i] as number) +
      ((dy.shape[i + 2] as number) - 1) * (strides[i] as number) +
      1 -
      (x.shape[i + 2] as number) -
      (padding[i] as number),
  )
  // No window reaches the last rows and columns of some images.
  const seen = x.shape.map((n, axis) => (axis < 2 ? n : n + Math.min(0, high[axis - 2] as number)))
  const images = emit.slice(x, [0, 0, 0, 0], seen, x.extents.with(2, null).with(3, null))
  const [batch, channels] = images.shape as readonly [number, number]
  const kernel = emit.transpose(dy, [1, 0, 2, 3])
  const perGroup = channels / groups
  // Of each group the channels are examples, whose own examples lie beside those of the other groups.
  const apart = emit.reshape(
    images,
    [batch, groups, perGroup, ...images.shape.slice(2)],
    [images.extents[0] ?? null, null, null, null, null],
  )
  const turned =
    groups === 1
      ? emit.transpose(images, [1, 0, 2, 3])
      : emit.reshape(
          emit.transpose(apart, [2, 1, 0, 3, 4]),
          [perGroup, groups * batch, ...images.shape.slice(2)],
          [null, multiple(images, groups), null, null],
        )
  const [outputs] = kernel.shape as readonly [number]
  const gradient = emit.op(
    'Conv',
    [turned, kernel],
    { shape: [perGroup, outputs, ...size], extents: [null, null, null, null], element: x.element },
    {
      kernel_shape: kernel.shape.slice(2),
      strides: dilations,
      pads: [...padding, ...high.map(n => Math.max(0, n))],
      dilations: strides,
      group: groups,
    },
  )
  return { ...emit.transpose(gradient, [1, 0, 2, 3]), extents: result.extents }
})

const multiple = (x: Value, n: number): Value['extents'][number] => {
  const extent = x.extents[0] ?? null
  return extent === null ? null : { times: extent.times * n, plus: extent.plus * n }
}

export const products = { matmul, convolve, convolveTransposed, convolveKernel }
