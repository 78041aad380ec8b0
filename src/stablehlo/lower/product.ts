/**
 * Products of matrices, and convolutions: each is one operation of StableHLO.
 *
 * @module
 */
import type { MatmulOptions } from '../../primitive/product/matmul.ts'
import type { ConvolveOptions, SizedConvolveOptions } from '../../primitive/window/convolution.ts'
import type { Emitter } from '../text/emitter.ts'
import { showInts, type Type, type Value } from '../text/type.ts'
import { type Lowering, strict } from './lowering.ts'

const highest = '[#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]'

/** A product over some axes of both, with a batch on the first ones. */
const product = (
  emit: Emitter,
  [a, b]: readonly [Value, Value],
  [batch, inA, inB]: readonly [readonly number[], readonly number[], readonly number[]],
  result: Type,
): Value =>
  emit.op('dot_general', [a, b], result, {
    dot_dimension_numbers:
      `#stablehlo.dot<lhs_batching_dimensions = [${batch.join(', ')}], rhs_batching_dimensions = [${batch.join(', ')}], ` +
      `lhs_contracting_dimensions = [${inA.join(', ')}], rhs_contracting_dimensions = [${inB.join(', ')}]>`,
    precision_config: highest,
  })

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)

/** A value whose rows were several axes, which are all but the last. */
const rowsOf = (emit: Emitter, x: Value): Value | null => {
  const origin = emit.unshaped(x)
  return origin.shape.length > 2 && origin.shape.at(-1) === x.shape[1] ? origin : null
}

/**
 * A product whose rows were several axes (of time and batch, say) that were made one. The axes are left apart: where devices have parts of
 * one of them, a reshape would gather the whole.
 */
const withAxesApart = (
  emit: Emitter,
  a: Value,
  b: Value,
  { transposeA, transposeB }: MatmulOptions,
  result: Type,
): Value | null => {
  if (result.shape.length !== 2) return null
  const [rows, others] = [rowsOf(emit, a), rowsOf(emit, b)]
  if (rows === null) return null
  const leading = rows.shape.slice(0, -1)
  if (!transposeA) {
    const shape = [...leading, result.shape[1] as number]
    const apart = product(emit, [rows, b], [[], [leading.length], [transposeB ? 1 : 0]], { ...result, shape })
    return emit.reshape(apart, result.shape)
  }
  if (transposeB || others === null || others.shape.slice(0, -1).join() !== leading.join()) return null
  return product(emit, [rows, others], [[], range(leading.length), range(leading.length)], result)
}

const matmul: Lowering<MatmulOptions> = strict(({ emit, operands: [a, b], options, result }) => {
  const [x, y, rank] = [a as Value, b as Value, result.shape.length]
  const axes = [
    range(rank - 2),
    [options.transposeA ? rank - 2 : rank - 1],
    [options.transposeB ? rank - 1 : rank - 2],
  ] as const
  return withAxesApart(emit, x, y, options, result) ?? product(emit, [x, y], axes, result)
})

/** How a convolution runs, along height and width. */
interface Course {
  readonly layout: string
  readonly strides: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
  readonly dilateImage: readonly number[]
  readonly dilateKernel: readonly number[]
  readonly groups?: number
  readonly batchGroups?: number
}

const convolution = (emit: Emitter, x: Value, w: Value, result: Type, course: Course): Value =>
  emit.op('convolution', [x, w], result, {
    window_strides: showInts(course.strides),
    padding: `dense<[${course.low.map((n, i) => `[${n}, ${course.high[i]}]`).join(', ')}]> : tensor<2x2xi64>`,
    lhs_dilation: showInts(course.dilateImage),
    rhs_dilation: showInts(course.dilateKernel),
    window_reversal: 'array<i1: false, false>',
    dimension_numbers: `#stablehlo.conv<${course.layout}>`,
    feature_group_count: `${course.groups ?? 1} : i64`,
    batch_group_count: `${course.batchGroups ?? 1} : i64`,
    precision_config: highest,
  })

const convolve: Lowering<ConvolveOptions> = strict(({ emit, operands: [x, w], options, result }) =>
  convolution(emit, x as Value, w as Value, result, {
    layout: '[b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1]',
    strides: options.strides,
    low: options.padding,
    high: options.padding,
    dilateImage: [1, 1],
    dilateKernel: options.dilations,
    groups: options.groups,
  }),
)

/** A kernel [O, I / G, …] as one [O / G, I, …] for the way back, group by group. */
const exchanged = (emit: Emitter, w: Value, groups: number): Value => {
  const [outputs, inputs, height, width] = w.shape as readonly [number, number, number, number]
  const { element } = w
  const apart = emit.reshape(w, [groups, outputs / groups, inputs, height, width])
  const turned = emit.op(
    'transpose',
    [apart],
    { shape: [outputs / groups, groups, inputs, height, width], element },
    { permutation: showInts([1, 0, 2, 3, 4]) },
  )
  return emit.reshape(turned, [outputs / groups, groups * inputs, height, width])
}

/** Images from what a convolution gave: the kernel mirrored, over the outputs with zeros between them. */
const convolveTransposed: Lowering<SizedConvolveOptions> = strict(
  ({ emit, operands: [given, w], options, result }) => {
    const { strides, padding, dilations, groups, size } = options
    const [y, kernel] = [given as Value, w as Value]
    const mirrored = emit.op('reverse', [kernel], kernel, { dimensions: showInts([2, 3]) })
    const extent = dilations.map((d, i) => d * ((kernel.shape[i + 2] as number) - 1))
    const low = extent.map((n, i) => n - (padding[i] as number))
    const high = extent.map(
      (n, i) =>
        (size[i] as number) -
        (((y.shape[i + 2] as number) - 1) * (strides[i] as number) + 1) -
        (low[i] as number) +
        n,
    )
    return convolution(emit, y, groups === 1 ? mirrored : exchanged(emit, mirrored, groups), result, {
      layout: '[b, f, 0, 1]x[i, o, 0, 1]->[b, f, 0, 1]',
      strides: [1, 1],
      low,
      high,
      dilateImage: strides,
      dilateKernel: dilations,
      groups,
    })
  },
)

/** The kernel's gradient: what a convolution gave, over the images, whose examples are summed. */
const convolveKernel: Lowering<SizedConvolveOptions> = strict(
  ({ emit, operands: [given, dy], options, result }) => {
    const { strides, padding, dilations, groups, size } = options
    const [x, y] = [given as Value, dy as Value]
    const high = size.map(
      (k, i) =>
        (k - 1) * (dilations[i] as number) +
        ((y.shape[i + 2] as number) - 1) * (strides[i] as number) +
        1 -
        (x.shape[i + 2] as number) -
        (padding[i] as number),
    )
    return convolution(emit, x, y, result, {
      layout: '[f, b, 0, 1]x[i, o, 0, 1]->[f, b, 0, 1]',
      strides: dilations,
      low: padding,
      high,
      dilateImage: [1, 1],
      dilateKernel: strides,
      batchGroups: groups,
    })
  },
)

export const products = { matmul, convolve, convolveTransposed, convolveKernel }
