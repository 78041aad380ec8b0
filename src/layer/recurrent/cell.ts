/**
 * The usual recurrent cells, for `scan`.
 *
 * @module
 */

import { add } from '../../primitive/elementwise/arithmetic.ts'
import { foldIn } from '../../random/key.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { requireParts } from '../combinator/parts.ts'
import { evaluation } from '../context.ts'
import type { Layer } from '../layer.ts'
import { kind as kindOf } from '../layer.ts'
import { type DenseParams, dense } from '../linear/dense.ts'
import { type LinearParams, linear } from '../linear/linear.ts'
import { typed, type Untyped, untyped } from '../typed.ts'
import { within } from '../within.ts'
import { elman, gated, longShortTerm, type Recurrence } from './recurrence.ts'

/**
 * The parameters of a cell: the linear maps of its input and of its hidden vector, all gates of each beside each other.
 *
 * @category Recurrence
 * @since 0.1.0
 */
export interface CellParams<I extends number, H extends number, Bias extends boolean = true> {
  readonly input: Bias extends false ? LinearParams<I, number> : DenseParams<I, number>
  readonly hidden: Bias extends false ? LinearParams<H, number> : DenseParams<H, number>
}

/**
 * How a cell is built.
 *
 * @category Recurrence
 * @since 0.1.0
 */
export interface CellOptions<Bias extends boolean = boolean> {
  /**
   * Whether each of the two linear maps has a bias. Defaults to true.
   *
   * @default true
   */
  readonly bias?: Bias
}

type Vectors<N extends number> = Tensor<[number, N]>

/**
 * A cell that takes an input and what is carried, and gives an output and what is carried on.
 *
 * @category Recurrence
 * @since 0.1.0
 */
export type RecurrentCell<I extends number, H extends number, C, Bias extends boolean> = Layer<
  readonly [input: Vectors<I>, carry: C],
  readonly [output: Vectors<H>, carry: C],
  CellParams<I, H, Bias>
>

/** What is carried, as a tree: the hidden vector alone, or a tuple of it and others. */
const treeOf = ({ carries }: Recurrence, carried: readonly Tree[]): Tree =>
  carries === 1 ? (carried[0] as Tree) : carried
const carriedOf = ({ carries }: Recurrence, carry: Tree): readonly Tensor[] =>
  (carries === 1 ? [carry] : carry) as readonly Tensor[]

const mapOf = (inputs: number, outputs: number, bias: boolean): Untyped =>
  untyped(bias ? dense(inputs, outputs) : linear(inputs, outputs))

/** The recurrence alone: a cell whose input has gone through its linear map already. */
export const hiddenCell = (name: string, recurrence: Recurrence, size: number, bias: boolean): Untyped => {
  const map = mapOf(size, recurrence.gates * size, bias)
  return {
    name,
    init: map.init,
    run: (params, input, state) => {
      const [a, carry] = input as readonly [Tensor, Tree]
      const carried = carriedOf(recurrence, carry)
      const [u, pullMap] = within('hidden', () => map.run(params, carried[0] as Tensor, empty, evaluation))
      const [next, pullback] = recurrence.step(a, u as Tensor, carried)
      return [
        [next[0] as Tensor, treeOf(recurrence, next)],
        db => {
          const [dy, dcarry] = db as readonly [Tensor, Tree]
          const [dh, ...dothers] = carriedOf(recurrence, dcarry)
          const [da, du, dcarried] = pullback([add(dy, dh as Tensor), ...dothers])
          const [dp, dthrough] = pullMap(du)
          const [past, ...others] = dcarried
          const dhidden = past === null || past === undefined ? dthrough : add(dthrough as Tensor, past)
          return [dp, [da, treeOf(recurrence, [dhidden, ...(others as readonly Tensor[])])]]
        },
        state,
      ]
    },
  }
}

/** The linear map of a cell's input. */
export const inputMap = (recurrence: Recurrence, inputs: number, size: number, bias: boolean): Untyped =>
  mapOf(inputs, recurrence.gates * size, bias)

/** The models of the two maps of a cell, each from a key of its own. */
export const initCell =
  (input: Untyped, hidden: Untyped): Untyped['init'] =>
  (key, dtype) => ({
    params: {
      input: input.init(foldIn(0)(key), dtype).params,
      hidden: hidden.init(foldIn(1)(key), dtype).params,
    },
    state: empty,
  })

const cellOf = (
  kind: string,
  recurrence: Recurrence,
  inputs: number,
  size: number,
  { bias = true }: CellOptions,
): Untyped => {
  const name = `${kind}(${inputs}, ${size})`
  const [input, hidden] = [inputMap(recurrence, inputs, size, bias), hiddenCell(name, recurrence, size, bias)]
  return {
    name,
    [kindOf]: { is: 'cell' },
    init: initCell(input, hidden),
    run: (params, both, state, context) => {
      const own = params as { readonly input: Tree; readonly hidden: Tree }
      const [x, carry] = requireParts(name, ['input', 'carry'], both)
      const [a, pullInput] = within('input', () => input.run(own.input, x as Tree, empty, evaluation))
      const [y, pullHidden] = hidden.run(own.hidden, [a, carry as Tree], empty, context)
      return [
        y,
        db => {
          const [dhidden, dpair] = pullHidden(db)
          const [da, dcarry] = dpair as readonly Tree[]
          const [dinput, dx] = pullInput(da as Tree)
          return [{ input: dinput, hidden: dhidden }, [dx, dcarry as Tree]]
        },
        state,
      ]
    },
  }
}

/**
 * The simple recurrent cell (Elman 1990): `h ← tanh(x wᵢ + bᵢ + h wₕ + bₕ)`, which is its output too.
 *
 * Takes the pair of [batch, inputs] and h [batch, hidden], and gives the pair of h and h.
 *
 * @throws ShapeError if a part of the input has another size.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { rnnCell, scan } from 'pullback'
 * const overTime = scan()(rnnCell(8, 16))
 *
 * @category Recurrence
 * @since 0.1.0
 */
export const rnnCell = takes(
  'rnnCell',
  { inputs: needs.size, hidden: needs.size, options: needs.options({ bias: needs.boolean }) },
  () => rnnCellUnchecked,
)

const rnnCellUnchecked = <I extends number, H extends number, Bias extends boolean = true>(
  inputs: I,
  hidden: H,
  options: CellOptions<Bias> = {},
): RecurrentCell<I, H, Vectors<H>, Bias> => typed(cellOf('rnnCell', elman, inputs, hidden, options))

/**
 * The long short-term memory (Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 1999), with four gates i, f, g and
 * o, in this order, that are `x wᵢ + bᵢ + h wₕ + bₕ`: `c ← σ(f) c + σ(i) tanh(g)` and `h ← σ(o) tanh(c)`.
 *
 * Takes the pair of [batch, inputs] and the pair of h and c, each [batch, hidden]; gives the pair of h, and the pair of h and c.
 *
 * @throws ShapeError if a part of the input has another size.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { lstmCell, scan } from 'pullback'
 * const overTime = scan()(lstmCell(8, 16))
 *
 * @category Recurrence
 * @since 0.1.0
 */
export const lstmCell = takes(
  'lstmCell',
  { inputs: needs.size, hidden: needs.size, options: needs.options({ bias: needs.boolean }) },
  () => lstmCellUnchecked,
)

const lstmCellUnchecked = <I extends number, H extends number, Bias extends boolean = true>(
  inputs: I,
  hidden: H,
  options: CellOptions<Bias> = {},
): RecurrentCell<I, H, readonly [h: Vectors<H>, c: Vectors<H>], Bias> =>
  typed(cellOf('lstmCell', longShortTerm, inputs, hidden, options))

/**
 * The gated recurrent unit (Cho et al. 2014), with three gates r, z and n, in this order, of `a = x wᵢ + bᵢ` and
 * `u = h wₕ + bₕ`: `n = tanh(aₙ + σ(aᵣ + uᵣ) uₙ)` and `h ← (1 - z) n + z h` with `z = σ(a_z + u_z)`.
 *
 * Takes the pair of [batch, inputs] and h [batch, hidden], and gives the pair of h and h.
 *
 * @throws ShapeError if a part of the input has another size.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { gruCell, scan } from 'pullback'
 * const overTime = scan()(gruCell(8, 16))
 *
 * @category Recurrence
 * @since 0.1.0
 */
export const gruCell = takes(
  'gruCell',
  { inputs: needs.size, hidden: needs.size, options: needs.options({ bias: needs.boolean }) },
  () => gruCellUnchecked,
)

const gruCellUnchecked = <I extends number, H extends number, Bias extends boolean = true>(
  inputs: I,
  hidden: H,
  options: CellOptions<Bias> = {},
): RecurrentCell<I, H, Vectors<H>, Bias> => typed(cellOf('gruCell', gated, inputs, hidden, options))
