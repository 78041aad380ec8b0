/**
 * Operations that people expect to see in a file: ReLU, products with a bias, convolutions with one, softmax, layer norm, pooling.
 *
 * @module
 */
import type { Ref } from '../../primitive/core/program.ts'
import type { MatmulOptions } from '../../primitive/product/matmul.ts'
import type { WindowOptions } from '../../primitive/window/argmaxWindows.ts'
import type { ConvolveOptions } from '../../primitive/window/convolution.ts'
import { allBut, alongLast, listed, onlyAxis, overOne } from './along.ts'
import { layerNormalisation, layerNormalisationOfRows } from './layerNormalisation.ts'
import type { Found, Pattern, View } from './match.ts'
import { convolution } from './product.ts'
import type { Type, Value } from './value.ts'

const word = (operation: string, input: Ref, between: readonly Ref[], attributes = {}): Found => ({
  inputs: [input],
  between,
  lower: ({ emit, operands: [x] }) => {
    const whole = emit.full(x as Value)
    return emit.op(operation, [whole], whole, attributes)
  },
})

/** The larger of a value and 0. */
const relu: Pattern = (view, root) => {
  const chosen = view.of(root, 'select')
  if (chosen !== null) {
    const [mask, a, b] = chosen
    const compared = view.of(mask, 'greaterEqual') ?? view.of(mask, 'greater')
    if (compared === null || compared[0] !== a || compared[1] !== b) return null
    if (view.number(a) === 0) return word('Relu', b, [mask])
    return view.number(b) === 0 ? word('Relu', a, [mask]) : null
  }
  for (const [x, y] of view.both(root, 'maximum')) if (view.number(y) === 0) return word('Relu', x, [])
  return null
}

const gemm: Pattern = (view, root) => {
  for (const [product, bias] of view.both(root, 'add')) {
    const step = view.step(product, 'matmul')
    const c = alongLast(view, bias)
    if (step === null || c === null || step.shape.length !== 2 || step.dtype === 'i32') continue
    const { transposeA, transposeB } = step.options as MatmulOptions
    return {
      inputs: [...step.operands, c],
      between: [product],
      lower: ({ emit, operands: [a, b, c], result }) =>
        emit.op('Gemm', [emit.full(a as Value), emit.full(b as Value), c as Value], result, {
          transA: transposeA ? 1 : undefined,
          transB: transposeB ? 1 : undefined,
        }),
    }
  }
  return null
}

/** Rows in one list, a product with a bias or without, and the rows in another shape: a product of more axes. */
const rows: Pattern = (view, root) => {
  const inner = view.of(root, 'reshape')?.[0]
  if (inner === undefined) return null
  const candidates = [
    ...view.both(inner, 'add').map(([product, bias]) => [product, alongLast(view, bias)] as const),
    [inner, undefined] as const,
  ]
  for (const [product, bias] of candidates) {
    const step = view.step(product, 'matmul')
    if (step === null || bias === null) continue
    const { transposeA, transposeB } = step.options as MatmulOptions
    const [list, w] = step.operands as readonly [Ref, Ref]
    const x = listed(view, list)
    if (transposeA || transposeB || x === null) continue
    const width = step.shape[1] as number
    return {
      inputs: bias === undefined ? [x, w] : [x, w, bias],
      between: bias === undefined ? [product] : [inner, product],
      lower: ({ emit, operands: [x, w, bias], result }) => {
        const from = emit.full(x as Value)
        const type: Type = {
          shape: from.shape.with(-1, width),
          extents: from.extents.with(-1, null),
          element: result.element,
        }
        const y = emit.op('MatMul', [from, emit.full(w as Value)], type)
        return emit.reshape(
          bias === undefined ? y : emit.each('Add', [y, bias]),
          result.shape,
          result.extents,
        )
      },
    }
  }
  return null
}

const convolved: Pattern = (view, root) => {
  for (const [product, bias] of view.both(root, 'add')) {
    const step = view.step(product, 'convolve')
    const b = view.repeated(bias, onlyAxis(1))
    if (step === null || b === null) continue
    return {
      inputs: [...step.operands, b],
      between: [product],
      lower: ({ emit, operands, result }) =>
        convolution(
          emit,
          operands.map(it => emit.full(it)),
          step.options as ConvolveOptions,
          result,
        ),
    }
  }
  return null
}

/** What is left of numbers without their largest along an axis. */
const lowered = (view: View, ref: Ref): { x: Ref; axis: number; between: readonly Ref[] } | null => {
  const [x, repeated] = view.of(ref, 'sub') ?? []
  if (x === undefined || repeated === undefined) return null
  const most = view.of(repeated, 'broadcast')?.[0]
  const axis = most === undefined ? null : overOne(view, most, 'max')
  if (most === undefined || axis === null || view.of(most, 'max')?.[0] !== x) return null
  return view.repeated(repeated, allBut(axis)) === most ? { x, axis, between: [repeated, most] } : null
}

/** A sum along an axis, repeated along it: of what, and what is between. */
const summed = (view: View, repeated: Ref, axis: number, through?: 'log') => {
  const inner = view.repeated(repeated, allBut(axis))
  if (inner === null) return null
  const sum = through === undefined ? inner : view.of(inner, through)?.[0]
  if (sum === undefined || overOne(view, sum, 'sum') !== axis) return null
  const [of] = view.of(sum, 'sum') as readonly [Ref, Ref, Ref]
  return { of, between: sum === inner ? [repeated, sum] : [repeated, inner, sum] }
}

const softmax: Pattern = (view, root) => {
  const [e, repeated] = view.of(root, 'div') ?? []
  const inner = e === undefined ? undefined : view.of(e, 'exp')?.[0]
  const low = inner === undefined ? null : lowered(view, inner)
  if (e === undefined || repeated === undefined || inner === undefined || low === null) return null
  const sum = summed(view, repeated, low.axis)
  if (sum === null || sum.of !== e) return null
  return word('Softmax', low.x, [e, inner, ...low.between, ...sum.between], { axis: low.axis })
}

const logSoftmax: Pattern = (view, root) => {
  const [inner, repeated] = view.of(root, 'sub') ?? []
  const low = inner === undefined ? null : lowered(view, inner)
  if (inner === undefined || repeated === undefined || low === null) return null
  const sum = summed(view, repeated, low.axis, 'log')
  if (sum === null || view.of(sum.of, 'exp')?.[0] !== inner) return null
  return word('LogSoftmax', low.x, [inner, sum.of, ...low.between, ...sum.between], { axis: low.axis })
}

/** The largest of each window, which is taken from where it is. */
const maxPooling: Pattern = (view, root) => {
  const taken = view.of(root, 'reshape')?.[0]
  const [table, list] = (taken === undefined ? null : view.of(taken, 'gather')) ?? []
  if (taken === undefined || table === undefined || list === undefined) return null
  const [x, places] = [view.of(table, 'reshape')?.[0], view.of(list, 'reshape')?.[0]]
  if (x === undefined || places === undefined) return null
  const step = view.step(places, 'argmaxWindows')
  if (step === null || step.operands[0] !== x) return null
  if (step.shape.join() !== view.shapeOf(root).join()) return null
  const { size, strides, padding } = step.options as WindowOptions
  return {
    inputs: [x],
    between: [taken, table, list, places],
    lower: ({ emit, operands: [x], result }) =>
      emit.op('MaxPool', [emit.full(x as Value)], result, {
        kernel_shape: size,
        strides,
        pads: [...padding, ...padding],
      }),
  }
}

/** All patterns; the first that holds counts. */
export const patterns: readonly Pattern[] = [
  relu,
  softmax,
  logSoftmax,
  layerNormalisationOfRows,
  layerNormalisation,
  maxPooling,
  rows,
  gemm,
  convolved,
]
