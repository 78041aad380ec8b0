/**
 * How a step is divided into shares that several threads may compute at the same time.
 *
 * Shares follow from the program alone: a host with more cores computes the same shares, and so the same bits, sooner.
 *
 * @module
 */
import { cacheLine } from './cacheLine.ts'
import { type Features, type LoopLanes, lanesOf } from './lanes.ts'
import { convolutions, convolveShape, isEmpty, matmulSizes } from './sizes.ts'
import { cyclesOfGroup, groupsOf } from './randomDraw.ts'
import { type ConvolveShape, convolveCycles } from './convolution.ts'
import { sizeOf } from '../tensor/shape.ts'
import { abstractOf, type Equation, firstResult, type Program } from '../program/program.ts'
import { drawOf } from './randomDraw.ts'
import type { FusedStep, Fusion, Step } from './fusion.ts'
import { loopCycles, usualGrain } from './loopCost.ts'
import { loopTypeOf } from './loopType.ts'
import { leadingLeft, matmulCycles, type MatmulShape } from './matmul.ts'

/** Equal shares of `size`, `whole` of them, and one of `rest` unless that is 0. What is counted depends on the step. */
export interface Division {
  readonly size: number
  readonly whole: number
  readonly rest: number
}

/** The shares of a product: rows of the result, or matrices of the batch. */
export interface ProductDivision extends Division {
  readonly _tag: 'rows' | 'batch'
}

/** The shares of a loop: its rows, or vectors if it has but one row. */
export interface LoopDivision extends Division {
  readonly _tag: 'rows' | 'vectors'
}

/** How many shares there are. */
export const countOf = ({ whole, rest }: Division): number => whole + (rest > 0 ? 1 : 0)

/** More shares than any host is likely to have cores for would be too small. */
const mostShares = 8

const inShares = (total: number, shares: number): Division => {
  const size = Math.ceil(total / shares)
  return { size, whole: Math.floor(total / size), rest: total % size }
}

/** When two threads have computed shares of given costs, each taking the next one as soon as it is free. */
const makespan = (costs: readonly number[]): number =>
  Math.max(
    ...costs.reduce<readonly [number, number]>(
      ([x, y], cost) => (x <= y ? [x + cost, y] : [x, y + cost]),
      [0, 0],
    ),
  )

/** Among divisions that two threads are nearly equally fast with, the one into most shares. */
const preferred = <D extends Division>(
  divisions: readonly D[],
  costs: (division: D) => readonly number[],
) => {
  const judged = divisions.map(division => ({ division, span: makespan(costs(division)) }))
  const best = Math.min(...judged.map(({ span }) => span))
  const good = judged.filter(({ span }) => span <= 1.06 * best)
  return good.reduce(
    (x, y) => (countOf(y.division) > countOf(x.division) ? y : x),
    good[0] as (typeof good)[0],
  )
}

/** A batch of equally costly things in one of some numbers of shares. */
const inExamples = (batch: number, counts: readonly number[]): Division =>
  preferred(
    counts.filter(count => count <= batch).map(count => inShares(batch, count)),
    ({ size, whole, rest }) => [...Array.from({ length: whole }, () => size), ...(rest > 0 ? [rest] : [])],
  ).division

const shareCounts = (cycles: number, grain: number): readonly number[] =>
  Array.from({ length: Math.min(mostShares, Math.floor(cycles / grain)) - 1 }, (_, i) => i + 2)

/** Shares of a convolution: examples; or null if it is not worth dividing. */
export const divideConvolution = (
  shape: ConvolveShape,
  features: Features,
  grain: number,
): Division | null => {
  const cycles = convolveCycles(shape, features)
  if (cycles < 4 * grain || shape.batch < 2) return null
  return inExamples(shape.batch, shareCounts(cycles, grain))
}

/** Shares of a product, or null if it is not worth dividing. */
export const divideProduct = (
  shape: MatmulShape,
  features: Features,
  grain: number,
): ProductDivision | null => {
  const { batch, m } = shape
  const whole = matmulCycles(shape, features)
  if (whole < 4 * grain) return null
  const counts = shareCounts(whole, grain)
  if (batch > 1) return { _tag: 'batch', ...inExamples(batch, counts) }
  const costOf = (rows: number): number => matmulCycles(rowsOf(shape, rows), features)
  const candidates = counts.filter(count => 4 * count <= m).map(count => inShares(m, count))
  if (candidates.length === 0) return null
  const { division, span } = preferred(candidates, ({ size, whole: n, rest }) => {
    const each = costOf(size)
    return [...Array.from({ length: n }, () => each), ...(rest > 0 ? [costOf(rest)] : [])]
  })
  return span > 0.75 * whole ? null : { _tag: 'rows', ...division }
}

/** The product of so many rows of the left operand, as a part of the whole. */
const rowsOf = (shape: MatmulShape, rows: number): MatmulShape => ({
  ...shape,
  m: rows,
  ...(shape.transposeA ? { leadingA: leadingLeft(shape) } : {}),
})

/** The product that a share of a given size is. */
export const shareOf = (shape: MatmulShape, { _tag }: ProductDivision, size: number): MatmulShape =>
  _tag === 'batch' ? { ...shape, batch: size } : rowsOf(shape, size)

/** Shares of a loop, or null if it is not worth dividing. */
export const divideLoop = (program: Program, step: FusedStep, grain: number): LoopDivision | null => {
  const equations = step.equations.map(i => program.equations[i] as Equation)
  const { shape } = equations[0] as Equation
  const size = sizeOf(shape)
  const columns = step.columns === 0 ? size : step.columns
  const shares = Math.min(
    mostShares,
    Math.floor(loopCycles(program, equations, step.columns, step.endings.length) / grain),
  )
  // What one row gives is of one share; what all rows give would have to be put together.
  if (shares < 2 || step.endings.some(({ of }) => of !== 'row' || columns === size)) return null
  if (columns < size) {
    const division = inShares(size / columns, Math.min(shares, size / columns))
    return countOf(division) > 1 ? { _tag: 'rows', ...division } : null
  }
  const vectors = Math.floor(size / lanesOf(loopTypeOf(program, equations[0] as Equation) as LoopLanes))
  const perLine = cacheLine / 16
  const each = Math.ceil(vectors / shares / perLine) * perLine
  const division = { size: each, whole: Math.floor(vectors / each), rest: vectors % each }
  return each > 0 && countOf(division) > 1 ? { _tag: 'vectors', ...division } : null
}

/** A step's shares. */
export type StepDivision =
  | { readonly of: 'product'; readonly shape: MatmulShape; readonly shares: ProductDivision }
  | { readonly of: 'convolution'; readonly shape: ConvolveShape; readonly shares: Division }
  | { readonly of: 'loop'; readonly shares: LoopDivision }
  /** Random numbers, in groups. */
  | { readonly of: 'draw'; readonly shares: Division }
  /** A product that is handed over. */
  | { readonly of: 'commission'; readonly shares: Division }

/** How a step is divided, or null if one thread computes it. */
export const divide = (
  program: Program,
  { isVirtual }: Fusion,
  step: Step,
  features: Features,
  grain = usualGrain,
): StepDivision | null => {
  if (step._tag === 'fused') {
    const shares = divideLoop(program, step, grain)
    return shares === null ? null : { of: 'loop', shares }
  }
  const equation = program.equations[step.equation] as Equation
  const draw = drawOf(program, ref => !isVirtual(ref), equation)
  if (draw !== null) {
    const groups = groupsOf(draw)
    const shares = Math.min(mostShares, Math.floor((groups * cyclesOfGroup) / grain), groups)
    return shares < 2 ? null : { of: 'draw', shares: inShares(groups, shares) }
  }
  const gives = convolutions[equation.primitive.name]
  if ((equation.primitive.name !== 'matmul' && gives === undefined) || isEmpty(program, equation)) return null
  if (gives !== undefined) {
    const shape = convolveShape(program, firstResult(program) + step.equation, gives)
    const shares = divideConvolution(shape, features, grain)
    return shares === null ? null : { of: 'convolution', shape, shares }
  }
  if (!equation.operands.every(ref => sizeOf(abstractOf(program, ref).shape) > 0)) return null
  const shape = matmulSizes(program, equation)
  const shares = divideProduct(shape, features, grain)
  return shares === null ? null : { of: 'product', shape, shares }
}
