/**
 * What people expect to see in a file: ReLU, products with a bias, convolutions with one, softmax, layer norm, pooling.
 *
 * @module
 */
import type { Ref } from '../../primitive/core/program.ts'
import type { MatmulOptions } from '../../primitive/product/matmul.ts'
import type { SumOptions } from '../../primitive/reduction/broadcast.ts'
import type { WindowOptions } from '../../primitive/window/argmaxWindows.ts'
import type { ConvolveOptions } from '../../primitive/window/convolution.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { Emitter } from './emitter.ts'
import type { Found, View } from './match.ts'
import { convolution } from './product.ts'
import type { Type, Value } from './value.ts'

/** What a value is the last result of, if it is. */
export type Pattern = (view: View, root: Ref) => Found | null

const onlyAxis =
  (axis: number) =>
  (axes: readonly number[]): boolean =>
    axes.length === 1 && axes[0] === axis

/** All axes but one. */
const allBut =
  (axis: number) =>
  (axes: readonly number[], rank: number): boolean =>
    axes.length === rank - 1 && axes.every((it, i) => it === (i < axis ? i : i + 1))

/** The axis that a sum or maximum is over, if it is one. */
const overOne = (view: View, ref: Ref, name: 'sum' | 'max'): number | null => {
  const axes = (view.step(ref, name)?.options as SumOptions | undefined)?.axes
  return axes?.length === 1 ? (axes[0] as number) : null
}

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

/** A bias as something that lies along the last axis, or is one number. */
const alongLast = (view: View, ref: Ref): Ref | null =>
  view.repeated(ref, (axes, rank) => axes.length === 0 || (axes.length === 1 && axes[0] === rank - 1))

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

/** What rows in one list were made of, if a value is that. */
const listed = (view: View, list: Ref): Ref | null => {
  const x = view.of(list, 'reshape')?.[0]
  if (x === undefined) return null
  const [from, to] = [view.shapeOf(x), view.shapeOf(list)]
  return to.length === 2 && from.length > 2 && from.at(-1) === to[1] && sizeOf(from) > 0 ? x : null
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

/** A mean along the last axis, repeated along it. */
const meaned = (view: View, repeated: Ref) => {
  const shape = view.shapeOf(repeated)
  const axis = shape.length - 1
  const mean = view.repeated(repeated, allBut(axis))
  const step = mean === null ? null : view.step(mean, 'scale')
  const sum = step?.operands[0]
  if (mean === null || step === null || sum === undefined || overOne(view, sum, 'sum') !== axis) return null
  const { constant } = step.options as { readonly constant: number }
  if (Math.abs(constant * (shape[axis] as number) - 1) > 1e-9) return null
  return { of: (view.of(sum, 'sum') as readonly [Ref, Ref, Ref])[0], between: [repeated, mean, sum] }
}

/** Rows without one of their numbers each, whatever it is: what is done to differences alone is done to the rows. */
const moved = (view: View, ref: Ref): { x: Ref; between: readonly Ref[] } | null => {
  const [x, repeated] = view.of(ref, 'sub') ?? []
  if (x === undefined || repeated === undefined) return null
  const one = view.repeated(repeated, allBut(view.shapeOf(ref).length - 1))
  const cut = one === null ? undefined : view.of(one, 'reshape')?.[0]
  if (one === null || cut === undefined || view.of(cut, 'slice')?.[0] !== x) return null
  return view.shapeOf(cut).at(-1) === 1 ? { x, between: [ref, repeated, one, cut] } : null
}

/** Rows without their mean, over their deviation. */
const normalised = (view: View, root: Ref) => {
  for (const [centred, repeated] of view.both(root, 'mul')) {
    const axis = view.shapeOf(root).length - 1
    const factor = view.repeated(repeated, allBut(axis))
    const [root2, shifted] = (factor === null ? null : view.of(factor, 'div')) ?? []
    const step = shifted === undefined ? null : view.step(shifted, 'shift')
    const variance = step?.operands[0]
    if (
      factor === null ||
      root2 === undefined ||
      shifted === undefined ||
      step === null ||
      variance === undefined
    )
      continue
    if (view.of(root2, 'sqrt')?.[0] !== shifted) continue
    const scaled = view.step(variance, 'scale')
    const sum = scaled?.operands[0]
    if (scaled == null || sum === undefined || overOne(view, sum, 'sum') !== axis) continue
    const width = view.shapeOf(root)[axis] as number
    if (Math.abs((scaled.options as { constant: number }).constant * width - 1) > 1e-9) continue
    const [square] = view.of(sum, 'sum') as readonly [Ref, Ref, Ref]
    const pair = view.of(square, 'mul')
    const [from, meanThere] = view.of(centred, 'sub') ?? []
    if (pair === null || pair[0] !== centred || pair[1] !== centred) continue
    if (from === undefined || meanThere === undefined) continue
    const mean = meaned(view, meanThere)
    if (mean === null || mean.of !== from) continue
    const row = moved(view, from) ?? { x: from, between: [] }
    return {
      x: row.x,
      epsilon: (step.options as { readonly constant: number }).constant,
      between: [
        centred,
        repeated,
        factor,
        root2,
        shifted,
        variance,
        sum,
        square,
        ...mean.between,
        ...row.between,
      ],
    }
  }
  return null
}

const layerNorm = (
  emit: Emitter,
  [given, scale, shift]: readonly (Value | undefined)[],
  result: Type,
  epsilon: number,
): Value => {
  const x = emit.full(given as Value)
  const width = [x.shape.at(-1) as number]
  const own = (value: Value | undefined, otherwise: number): Value =>
    value === undefined
      ? emit.numbers(x.element, width, new Array(width[0] as number).fill(otherwise))
      : emit.full({ ...value, shape: width, extents: [null] })
  const operands = [x, own(scale, 1), ...(shift === undefined ? [] : [own(shift, 0)])]
  return emit.op('LayerNormalization', operands, result, { axis: -1, epsilon: { float: epsilon } })
}

/** Layer norm, with a scale and a shift for each number of a row, with a scale, or with neither. */
const layerNormalisation: Pattern = (view, root) => {
  const withShift = view.both(root, 'add').flatMap(([x, shift]) => {
    const own = alongLast(view, shift)
    return own === null ? [] : [{ scaled: x, shift: own, between: [x] }]
  })
  for (const { scaled, shift, between } of [...withShift, { scaled: root, shift: undefined, between: [] }]) {
    const withScale = view.both(scaled, 'mul').flatMap(([x, scale]) => {
      const own = alongLast(view, scale)
      return own === null ? [] : [{ core: x, scale: own, more: [x] }]
    })
    for (const { core, scale, more } of [...withScale, { core: scaled, scale: undefined, more: [] }]) {
      const found = normalised(view, core)
      if (found === null) continue
      const hasScale = scale !== undefined
      return {
        inputs: [found.x, ...(hasScale ? [scale] : []), ...(shift === undefined ? [] : [shift])],
        between: [...between, ...more, ...found.between],
        lower: ({ emit, operands: [x, ...rest], result }) =>
          layerNorm(
            emit,
            [x, hasScale ? rest[0] : undefined, shift === undefined ? undefined : rest.at(-1)],
            result,
            found.epsilon,
          ),
      }
    }
  }
  return null
}

/** Layer norm of rows in one list, which are put back where they were. */
const layerNormalisationOfRows: Pattern = (view, root) => {
  const inner = view.of(root, 'reshape')?.[0]
  const found = inner === undefined ? null : layerNormalisation(view, inner)
  if (inner === undefined || found === null) return null
  const [list, ...rest] = found.inputs as readonly [Ref, ...Ref[]]
  const x = listed(view, list)
  if (x === null || view.shapeOf(x).join() !== view.shapeOf(root).join()) return null
  return { ...found, inputs: [x, ...rest], between: [inner, ...found.between] }
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
