/**
 * Layer norm, found in a program.
 *
 * @module
 */
import type { Ref } from '../../primitive/core/program.ts'
import { allBut, alongLast, listed, overOne } from './along.ts'
import type { Emitter } from './emitter.ts'
import type { Pattern, View } from './match.ts'
import type { Type, Value } from './value.ts'

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
export const layerNormalisation: Pattern = (view, root) => {
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
export const layerNormalisationOfRows: Pattern = (view, root) => {
  const inner = view.of(root, 'reshape')?.[0]
  const found = inner === undefined ? null : layerNormalisation(view, inner)
  if (inner === undefined || found === null) return null
  const [list, ...rest] = found.inputs as readonly [Ref, ...Ref[]]
  const x = listed(view, list)
  if (x === null || view.shapeOf(x).join() !== view.shapeOf(root).join()) return null
  return { ...found, inputs: [x, ...rest], between: [inner, ...found.between] }
}
